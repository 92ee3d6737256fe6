/** When the past is judged again beside the stream: where something may have become known, one examination at a time, and not too often. */
import type { Micros } from '../../core/time.ts';
import type { Beside } from '../reexamination/beside.ts';

/** What is needed of the loop. */
export interface ExaminationsRequest {
  /** Begins one from where the lake stands; null where nobody examines. */
  start(): Beside | null;
  steadyMs(): number;
  /** Comes true when the loop is to end. */
  readonly stopped: Promise<void>;
}

/** Examinations of one run. */
export interface Examinations {
  /** Something may have become known of the past. */
  wish(): void;
  /** What was examined from a time on, when it could still come to something else, cannot any more: it is examined again, once. */
  settled(since: Micros): void;
  /** Begins where that is wished and due, and none is under way. To be called when all that was judged is durable. */
  begin(): Promise<void>;
  /** Whether {@link Examinations.begin} would begin one. */
  isDue(): boolean;
  isUnderWay(): boolean;
  /** Whether the one under way has come to its end: it is to be kept, or left. */
  isDone(): boolean;
  /** Comes true when the one under way has come to its end; null without one. */
  done(): Promise<void> | null;
  /** Keeps what was found out; where that cannot be, since the stream has changed what it touches, it is found out again. */
  keep(kept: (ended: Beside) => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

/** How often one begins at most. */
const EVERY_MS = 60_000;
/** After so many that came to nothing, since the stream had changed what they touched, it stands still for one. */
const TRIES_MAX = 3;

/** None is under way. The first is wished: a process that died may have left something unexamined. */
export function examinations({ start, steadyMs, stopped }: ExaminationsRequest): Examinations {
  let isWished = true;
  let begunMs = Number.NEGATIVE_INFINITY;
  let underWay: Beside | null = null;
  let tries = 0;
  let settledSince = Number.NEGATIVE_INFINITY;
  const isDue = () => isWished && underWay === null && steadyMs() - begunMs >= EVERY_MS;
  return {
    isDue,
    wish() {
      isWished = true;
    },
    settled(since) {
      if (since === settledSince) return;
      settledSince = since;
      isWished = true;
    },
    async begin() {
      if (!isDue()) return;
      isWished = false;
      begunMs = steadyMs();
      underWay = start();
      if (tries >= TRIES_MAX && underWay !== null) await Promise.race([underWay.done, stopped]);
    },
    isUnderWay: () => underWay !== null,
    isDone: () => underWay?.isDone() ?? false,
    done: () => underWay?.done ?? null,
    async keep(kept) {
      const ended = underWay;
      underWay = null;
      if (ended === null) return;
      if (await kept(ended)) {
        tries = 0;
        return;
      }
      tries++;
      isWished = true; // from where the stream is now
      begunMs = Number.NEGATIVE_INFINITY;
    },
    async stop() {
      await underWay?.stop();
    },
  };
}
