/** A thread in which a part of the back works: takes what it is told, in order, and tells what it finds. */
import { workerData } from 'node:worker_threads';
import { createBack } from '../../engine/back.ts';
import { stateOf } from '../../engine/divided-back.ts';
import type { SaidDraft } from '../../engine/episodes.ts';
import { shareOf } from '../../engine/share.ts';
import { registerTables } from '../../ingest/register-files.ts';
import { buildRegisters } from '../../registers/build.ts';
import type { Registers } from '../../registers/registers.ts';
import { snapshotReader } from '../../state/snapshot.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { posixStore } from '../../store/posix-store.ts';
import { tunedDetectors } from '../detectors.ts';
import { pastRegisters } from '../lake/registers.ts';
import { rowDefaults } from '../row-defaults.ts';
import { limitYoungGeneration } from '../young-generation.ts';
import { putEpisodes, takeEpisodes } from './episode-bytes.ts';
import type { Asked, BackSeed, FromBack, RegisterSeed, SentDraft, ToBack } from './messages.ts';
import { takeSlice } from './slices.ts';

limitYoungGeneration();

const seed = workerData as BackSeed;
const { config, port, answers } = seed;
// whoever stands still for this thread hears of nothing else: not even that it could not begin
process.once('uncaughtException', (failure) => say({ found: [], failure }));

const detectors = tunedDetectors(config);
const back = createBack({
  detectors,
  registers: registersOf(seed.registers),
  verdicts: config,
  state: config,
  share: shareOf(seed.detectors, seed.isFirst),
});
const placeOf = new Map(detectors.map(({ detector }, at) => [detector, at]));

function registersOf(from: RegisterSeed): Registers {
  if (from.kind === 'files') return buildRegisters(registerTables(from.files).tables, config).registers;
  return pastRegisters(posixStore(from.folder, nodeFileSystem), from.number, config).registers;
}

/** Does as it is told; null where nothing can be found by it. */
function found(told: ToBack): SaidDraft[] | null {
  switch (told.do) {
    case 'show':
      return back.show(
        takeSlice(told.slice, (source) => rowDefaults(config, source)),
        told.settled,
      );
    case 'settle':
      return back.settle(told.passed, told.settled);
    case 'advance':
      return back.advance(told.time);
    case 'finish':
      return back.finish();
    case 'turnTo':
      back.turnTo(told.day);
      return null;
    case 'correct':
      back.correct({ gone: told.gone, open: takeEpisodes(told.open) });
      return null;
    case 'restore':
      back.restore(snapshotReader(told.saved));
      return null;
    case 'tell':
      return null;
  }
}

const ASKED: { readonly [What in keyof Asked]: () => Asked[What] } = {
  state: () => stateOf(back),
  openEpisodes: () => putEpisodes(back.openEpisodes()),
  sections: back.sections,
};

function sent({ detector, ...draft }: SaidDraft): SentDraft {
  return { ...draft, detector: placeOf.get(detector) ?? -1 };
}

function answer(all: readonly ToBack[]): FromBack {
  const lists = all.flatMap((told) => {
    const drafts = found(told);
    return drafts === null ? [] : [drafts.map(sent)];
  });
  const last = all.at(-1);
  return { found: lists, ...(last?.do === 'tell' && { asked: ASKED[last.what]() }) };
}

function say(said: FromBack): void {
  port.postMessage(said);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

port.on('message', (all: readonly ToBack[]) => {
  try {
    say(answer(all));
  } catch (failure) {
    say({ found: [], failure });
  }
});
