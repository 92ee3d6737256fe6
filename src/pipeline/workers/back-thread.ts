/**
 * The back of the engine in a second thread: the front goes on judging while detectors work on what it judged before.
 *
 * Calls become messages in the same order, so both threads together say what one says. Whoever feeds the front waits for
 * {@link BackThread.room} before it goes on. What is found comes back in order, some time later.
 */
import { Worker } from 'node:worker_threads';
import type { Back } from '../../engine/back.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { BackSeed, FromBack, ToBack } from './messages.ts';
import { putSlice, type SliceMemory, sliceMemory } from './slices.ts';

/** From so many slices under way on the front waits; some 10 MB each. */
const UNDER_WAY_MAX = 3;

/** A back elsewhere. What it finds is taken with {@link found}. */
export interface BackThread {
  readonly back: Back;
  /** What came since it was asked last, in the order in which it was found. */
  found(): FindingDraft[];
  /** Comes true when so few slices are under way that more may come. */
  room(): Promise<void>;
  /** Comes true when everything told has been worked off, {@link Back.finish} last. */
  finished(): Promise<void>;
  /** Ends the thread, whatever it is doing. */
  close(): Promise<void>;
}

/** Starts a back in a thread of its own. */
export function startBack(seed: BackSeed, detectors: readonly TunedDetector[]): BackThread {
  const file = import.meta.url.endsWith('.ts') ? './back-worker.ts' : './back-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: seed,
  });
  const free: SliceMemory[] = [];
  const underWay: SliceMemory[] = [];
  let wake = () => {};
  let drafts: FindingDraft[] = [];
  let held: FromBack['finished'];
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (said: FromBack) => {
      for (const { detector, ...draft } of said.drafts)
        drafts.push({ ...draft, detector: detectors[detector].detector });
      if (said.isWorkedOff) {
        free.push(underWay.shift() ?? sliceMemory());
        wake();
      }
      if (said.finished === undefined) return;
      held = said.finished;
      resolve();
    });
  });
  ended.catch(() => {}); // it is told to whoever waits for the end

  const tell = (told: ToBack): FindingDraft[] => {
    worker.postMessage(told);
    return [];
  };
  const whenFinished = (): NonNullable<FromBack['finished']> => {
    if (held === undefined) throw new Error('the back has not finished');
    return held;
  };
  const cannot = (): never => {
    throw new Error('a back in another thread is neither saved nor corrected');
  };

  return {
    back: {
      turnTo: (day) => void tell({ do: 'turnTo', day }),
      show(slice, settled) {
        const memory = free.pop() ?? sliceMemory();
        underWay.push(memory);
        return tell({ do: 'show', slice: putSlice(slice, memory), settled });
      },
      settle: (passed, settled) => tell({ do: 'settle', passed, settled }),
      advance: (time) => tell({ do: 'advance', time }),
      finish: () => tell({ do: 'finish' }),
      usage: () => whenFinished().usage,
      permitUses: () => whenFinished().permits,
      suppressed: () => whenFinished().suppressed,
      openEpisodes: cannot,
      correct: cannot,
      save: cannot,
      restore: cannot,
    },
    found() {
      const all = drafts;
      drafts = [];
      return all;
    },
    async room() {
      while (underWay.length >= UNDER_WAY_MAX)
        await Promise.race([ended, new Promise<void>((resolve) => (wake = resolve))]);
    },
    finished: () => ended,
    async close() {
      await worker.terminate();
    },
  };
}
