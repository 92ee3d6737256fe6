/** The work of a part of the back, wherever it is done: takes what it is told, in order, and says what it finds. */
import { createBack } from '../../engine/back.ts';
import { stateOf } from '../../engine/divided-back.ts';
import type { SaidDraft } from '../../engine/episodes.ts';
import { shareOf } from '../../engine/share.ts';
import type { Registers } from '../../registers/registers.ts';
import { snapshotReader } from '../../state/snapshot.ts';
import { tunedDetectors } from '../detectors.ts';
import { rowDefaults } from '../row-defaults.ts';
import { putEpisodes, takeEpisodes } from './episode-bytes.ts';
import type { Asked, BackShare, FromBack, SentDraft, ToBack } from './messages.ts';
import { takeSlice } from './slices.ts';

/** A part that knows nothing yet. What is told to it is answered at once. */
export function backWork(
  { config, detectors: own, isFirst }: BackShare,
  registers: Registers,
): (all: readonly ToBack[]) => FromBack {
  const detectors = tunedDetectors(config);
  const back = createBack({
    detectors,
    registers,
    verdicts: config,
    state: config,
    share: shareOf(own, isFirst),
  });
  const placeOf = new Map(detectors.map(({ detector }, at) => [detector, at]));

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

  const asked: { readonly [What in keyof Asked]: () => Asked[What] } = {
    state: () => stateOf(back),
    openEpisodes: () => putEpisodes(back.openEpisodes()),
    sections: back.sections,
  };

  const sent = (said: SaidDraft): SentDraft => {
    const { counted: _, detector, ...draft } = said;
    return { ...draft, detector: placeOf.get(detector) ?? -1 };
  };

  return (all) => {
    const lists = all.flatMap((told) => {
      const drafts = found(told);
      return drafts === null ? [] : [drafts.map(sent)];
    });
    const last = all.at(-1);
    return { kind: 'answer', found: lists, ...(last?.do === 'tell' && { asked: asked[last.what]() }) };
  };
}
