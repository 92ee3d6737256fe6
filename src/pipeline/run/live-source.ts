/**
 * A live source: what `run` reads for ever, be it followed files or the partitions of topics. It has *inputs*, numbered over the
 * whole lake; they come and go. It reads ahead into bounded queues of its own and never judges: which input is read next,
 * when an input is idle, and what is durable, the loop decides.
 */
import type { LakeInput, Tick } from '../../../schemas/commit.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Key } from '../../core/hash.ts';
import type { Problem } from '../../core/problem.ts';
import type { Micros } from '../../core/time.ts';
import type { Quarantined } from '../../ingest/input.ts';

/** An input that a source has found. */
export interface LiveInput {
  /** Its number in the lake: that of the known input it goes on with, else the next one. */
  readonly input: number;
  /** As the user would call it: a path, `topic/3`. */
  readonly name: string;
  /** The source its rows belong to, where it was declared: whose lateness it has. */
  readonly source: string | null;
}

/** Rows of one input, in its order. */
export interface LiveRows {
  readonly kind: 'rows';
  readonly input: number;
  /** Keeps default ids of different inputs apart: `LakeInput.key`. */
  readonly key: Key;
  /** Null where all that came was refused. It must stay as it is until it is released. */
  readonly batch: EventBatch | null;
  /** Rows refused among and before those of the batch since the last one. */
  readonly refused: readonly Quarantined[];
}

/** Inputs that came or went. Those that came hold event time back from now on, until they are silent for the idle time. */
export interface LiveInputs {
  readonly kind: 'inputs';
  /** These went first: they will bring nothing more, and all their rows were given. */
  readonly closed: readonly number[];
  readonly opened: readonly LiveInput[];
}

/** What a source gives. Rows come only of inputs that were told as opened before. */
export type LiveNews = LiveRows | LiveInputs;

/** Which input is to be read next. */
export interface Wanted {
  /** How far an input has come in event time (-Infinity: not at all). Of those that have rows, the least far comes first. */
  reached(input: number): Micros;
  /** Inputs that have come further are left alone for now: too many of their rows wait for the others. */
  readonly until: Micros;
}

/** A source. */
export interface LiveSource {
  /** The next news; null where there is nothing now. It does not wait for the world to bring something. */
  next(wanted: Wanted): Promise<LiveNews | null>;
  /** Comes back when there may be news, and after `milliseconds` at the latest. One wait at a time. */
  wait(milliseconds: number): Promise<void>;
  /** Whether more is known to be there than was given out: such an input is never idle. */
  hasLag(input: number): boolean;
  /** Where an input ends now, in the unit of its positions; null where nobody knows. For people. */
  end?(input: number): number | null;
  /**
   * What a commit says of the inputs of which rows (or refused rows) were given out since the last call: exactly those are
   * in the commit.
   */
  progress(): LakeInput[];
  /** Told when a commit with such progress is durable: for lag tools, and to let go of what was kept to be read again. */
  committed(): void;
  close(): Promise<void>;
}

/** Makes a source that goes on from a lake. */
export interface InputNumbers {
  /** The newest entry of each input that the lake knows. */
  readonly known: readonly LakeInput[];
  /** A number for a new input, which its source calls so. */
  next(called: string): number;
}

/** The source cannot go on: its history changed, or it is out of reach for good. `run` ends with this problem. */
export class SourceFailed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause: unknown = null) {
    super(problem.message.en, { cause });
    this.problem = problem;
  }
}

/**
 * Numbers that go on from those of a lake. An input that was opened, and of which no row is in a commit yet, keeps the number that
 * it has in the decision to open it (`ticks`).
 */
export function inputNumbers(known: readonly LakeInput[], ticks: readonly Tick[]): InputNumbers {
  const numbers = new Set(known.map(({ input }) => input));
  const unread = new Map<string, number>();
  let last = Math.max(0, ...numbers);
  for (const tick of ticks) {
    if (tick.name !== 'open') continue;
    last = Math.max(last, tick.input);
    if (!numbers.has(tick.input)) unread.set(tick.called, tick.input);
  }
  return {
    known,
    next(called) {
      const number = unread.get(called) ?? ++last;
      unread.delete(called);
      return number;
    },
  };
}

/** Several sources as one: each is asked in turn, so that none starves; of rows, those of the input least far in time come first. */
export function togetherSources(sources: readonly LiveSource[]): LiveSource {
  let turn = 0;
  /** What is waited for of each: where another one came first, the next wait goes on with it. */
  const waits = new Map<LiveSource, Promise<LiveSource>>();
  return {
    async next(wanted) {
      for (let tried = 0; tried < sources.length; tried++) {
        const news = await sources[turn++ % sources.length].next(wanted);
        if (news !== null) return news;
      }
      return null;
    },
    async wait(milliseconds) {
      for (const one of sources)
        if (!waits.has(one))
          waits.set(
            one,
            one.wait(milliseconds).then(() => one),
          );
      waits.delete(await Promise.race(waits.values()));
    },
    hasLag: (input) => sources.some((source) => source.hasLag(input)),
    end: (input) => sources.map((source) => source.end?.(input) ?? null).find((end) => end !== null) ?? null,
    progress: () => sources.flatMap((source) => source.progress()),
    committed() {
      for (const source of sources) source.committed();
    },
    async close() {
      for (const source of sources) await source.close();
    },
  };
}
