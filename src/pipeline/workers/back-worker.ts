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
const port = parentPort;
if (port === null) throw new Error('the back of the engine works in a thread of its own');

const say = (drafts: readonly FindingDraft[], more: Omit<FromBack, 'drafts'> = {}): void => {
  if (drafts.length === 0 && Object.keys(more).length === 0) return;
  const sent = drafts.map(({ detector, ...draft }) => ({
    ...draft,
    detector: detectors.findIndex((tuned) => tuned.detector === detector),
  }));
  port.postMessage({ drafts: sent, ...more } satisfies FromBack);
};

port.on('message', (told: ToBack) => {
  switch (told.do) {
    case 'turnTo':
      back.turnTo(told.day);
      break;
    case 'show':
      say(back.show(takeSlice(told.slice, defaults), told.settled), { isWorkedOff: true });
      break;
    case 'settle':
      say(back.settle(told.passed, told.settled));
      break;
    case 'advance':
      say(back.advance(told.time));
      break;
    case 'finish':
      say(back.finish(), {
        finished: {
          usage: back.usage(),
          permits: back.permitUses(),
          suppressed: back.suppressed(),
        },
      });
      port.close();
  }
});
