/**
 * The back of the engine in a second thread: the front goes on judging while detectors work on what it judged before.
 *
 * Calls become messages in the same order, so both threads together say what one says. At most {@link MEMORIES} slices are under
 * way; then the front waits. What is found comes back in order, some time later.
 */
import { Worker } from 'node:worker_threads';
import type { Back } from '../../engine/back.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { BackSeed, FromBack, ToBack } from './messages.ts';
import { putSlice, sliceMemory } from './slices.ts';

/** Slices under way at a time, some 10 MB each. */
const MEMORIES = 3;

/** A back elsewhere. What it finds is taken with {@link found}. */
export interface BackThread {
  readonly back: Back;
  /** What came since it was asked last, in the order in which it was found. */
  found(): FindingDraft[];
  /** Comes true when everything told has been worked off, {@link Back.finish} last. */
  finished(): Promise<void>;
  /** Ends the thread, whatever it is doing. */
  close(): Promise<void>;
}

/** Starts a back in a thread of its own. */
export function startBack(seed: Omit<BackSeed, 'done'>, detectors: readonly TunedDetector[]): BackThread {
  const done = new Int32Array(new SharedArrayBuffer(4));
  const file = import.meta.url.endsWith('.ts') ? './back-worker.ts' : './back-worker.js';
  const worker = new Worker(new URL(file, import.meta.url), {
    workerData: { ...seed, done: done.buffer } satisfies BackSeed,
  });
  const memories = Array.from({ length: MEMORIES }, sliceMemory);
  let shown = 0;
  let drafts: FindingDraft[] = [];
  let held: FromBack['finished'];
  const ended = new Promise<void>((resolve, reject) => {
    worker.on('error', reject);
    worker.on('message', (said: FromBack) => {
      for (const { detector, ...draft } of said.drafts)
        drafts.push({ ...draft, detector: detectors[detector].detector });
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
    throw new Error('a back in another thread is not saved');
  };

  return {
    back: {
      turnTo: (day) => void tell({ do: 'turnTo', day }),
      show(slice, settled) {
        for (let worked = Atomics.load(done, 0); shown - worked >= MEMORIES; worked = Atomics.load(done, 0))
          Atomics.wait(done, 0, worked);
        return tell({ do: 'show', slice: putSlice(slice, memories[shown++ % MEMORIES]), settled });
      },
      settle: (passed, settled) => tell({ do: 'settle', passed, settled }),
      advance: (time) => tell({ do: 'advance', time }),
      finish: () => tell({ do: 'finish' }),
      usage: () => whenFinished().usage,
      permitUses: () => whenFinished().permits,
      suppressed: () => whenFinished().suppressed,
      save: cannot,
      restore: cannot,
    },
    found() {
      const all = drafts;
      drafts = [];
      return all;
    },
    finished: () => ended,
    async close() {
      await worker.terminate();
    },
  };
}
