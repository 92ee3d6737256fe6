/** What an output is to the outbox: somebody who takes lines in order and says what became of them. */
import type { Problem } from '../core/problem.ts';
import type { Day } from '../core/time.ts';

/** One line on its way: a revision of a finding, or a refused row. */
export interface Message {
  /** The commit that holds it; of an early one, the newest commit before it. */
  readonly commit: number;
  /** Its place among the lines of that commit, from 0. */
  readonly line: number;
  /** Day (JST) on which the commit was written. */
  readonly day: Day;
  /** The id of the finding: what a compacted topic keeps the last one of. */
  readonly key: string;
  /** The higher one holds; 0 for what has no revisions. */
  readonly revision: number;
  /** In the form of the output, without a line feed. */
  readonly text: string;
  /** Said before its commit, by the shard that is named; null for a committed one. */
  readonly early: Mark | null;
}

/** Who said an early finding: after a crash the same may be said again under the same epoch. */
export interface Mark {
  readonly shard: number;
  readonly epoch: number;
}

/** What became of a batch. */
export type Delivery =
  /** It has arrived and is safe there. */
  | { readonly kind: 'done' }
  /** Nobody knows whether it has arrived: to be sent again, after so many milliseconds if the receiver said so. */
  | { readonly kind: 'later'; readonly why: Problem; readonly afterMs: number | null }
  /** The receiver does not want it; `eachAlone`: some of it perhaps. */
  | { readonly kind: 'refused'; readonly why: Problem; readonly eachAlone: boolean };

/** An output. It never has two batches at once, and throws only what must end the process. */
export interface Receiver {
  /** A batch has at most so many messages. */
  readonly batchMax: number;
  deliver(batch: readonly Message[], signal: AbortSignal): Promise<Delivery>;
  /** What is to be known of it when it goes on, kept with its position; JSON. */
  memory(): unknown;
  close(): void;
}

/** Time and chance, passed in. */
export interface Pace {
  nowMs(): number;
  /** Comes back after so many milliseconds, or when the signal says so. */
  wait(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** From 0 to 1. */
  chance(): number;
}

/** Since nothing else went wrong. */
export const DONE: Delivery = { kind: 'done' };

/** What work comes to; null where the signal came first: who does not listen to it is not waited for. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  let stop = () => {};
  const aborted = new Promise<null>((resolve) => {
    stop = () => resolve(null);
    signal.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop); // a lane may run for years under one signal
  }
}
