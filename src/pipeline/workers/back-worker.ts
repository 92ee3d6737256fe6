/** The thread in which the back of the engine works: takes what it is told, in order, and tells what it finds. */
import { parentPort, workerData } from 'node:worker_threads';
import { createBack } from '../../engine/back.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import { registerTables } from '../../ingest/register-files.ts';
import { buildRegisters } from '../../registers/build.ts';
import { tunedDetectors } from '../detectors.ts';
import { rowDefaults } from '../row-defaults.ts';
import type { BackSeed, FromBack, ToBack } from './messages.ts';
import { takeSlice } from './slices.ts';

const seed = workerData as BackSeed;
const { config } = seed;
const detectors = tunedDetectors(config);
const { registers } = buildRegisters(registerTables(seed.registers).tables, config);
const back = createBack({ detectors, registers, verdicts: config });
const defaults = rowDefaults(config, seed.source);
const done = new Int32Array(seed.done);
const port = parentPort;
if (port === null) throw new Error('the back of the engine works in a thread of its own');

const found = (drafts: readonly FindingDraft[], finished?: FromBack['finished']): void => {
  if (drafts.length === 0 && finished === undefined) return;
  const sent = drafts.map(({ detector, ...draft }) => ({
    ...draft,
    detector: detectors.findIndex((tuned) => tuned.detector === detector),
  }));
  port.postMessage({ drafts: sent, ...(finished === undefined ? {} : { finished }) } satisfies FromBack);
};

port.on('message', (told: ToBack) => {
  switch (told.do) {
    case 'turnTo':
      back.turnTo(told.day);
      break;
    case 'show':
      found(back.show(takeSlice(told.slice, defaults), told.settled));
      Atomics.add(done, 0, 1);
      Atomics.notify(done, 0);
      break;
    case 'settle':
      found(back.settle(told.passed, told.settled));
      break;
    case 'advance':
      found(back.advance(told.time));
      break;
    case 'finish':
      found(back.finish(), {
        usage: back.usage(),
        permits: back.permitUses(),
        suppressed: back.suppressed(),
      });
      port.close();
  }
});
