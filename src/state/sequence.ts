/**
 * Several A, then B: failures before a success, tries before a change.
 *
 * Exact up to `stepsMax` A's of a key within the window: beyond, the oldest are let go, so the count stays there.
 * Memory: 40 bytes per A held; per key 32 bytes and 8–16 of slots. t is the latest time given for the key.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';
import { TIME } from './record-pool.ts';
import { REF, timelines } from './timelines.ts';

/** What to make a sequence of. */
export interface SequenceOptions {
  readonly within: Micros;
  readonly stepsMax?: number | undefined;
  readonly entriesMax?: number | undefined;
  readonly keysMax?: number | undefined;
  readonly lateness?: Micros | undefined;
}

/** The A's that a B ended, oldest first. */
export interface CompletedSequence {
  readonly count: number;
  readonly refs: number[];
  readonly times: Micros[];
}

/** A's of a key that wait for a B. The key may not be NONE. */
export interface Sequence extends Primitive {
  /** Takes one A; gives how many lie in (t − within, t], at most `stepsMax`. */
  step(key: Key, time: Micros, ref: number): number;
  /** How many A's of (time − within, time] wait. */
  steps(key: Key, time: Micros): number;
  /** Takes these A's out; null where there are none. */
  complete(key: Key, time: Micros): CompletedSequence | null;
}

/** Makes an empty sequence. */
export function sequence(options: SequenceOptions): Sequence {
  const { within, stepsMax = 64 } = options;
  const lines = timelines({
    keysMax: options.keysMax,
    entriesMax: options.entriesMax,
    isIndexed: false,
    forgetAfter: within + (options.lateness ?? LATENESS),
  });
  const { keys, entries } = lines;
  const { stride } = entries;
  const timeOf = (entry: number): Micros => entries.floats[entry * stride + TIME];

  function advance(key: number): void {
    const from = lines.last(key) - within;
    for (let old = lines.head(key); old >= 0 && timeOf(old) <= from; old = lines.head(key)) lines.drop(old);
  }

  /** The record of a key that is held, moved to `time`. */
  function at(key: Key, time: Micros): number {
    const record = keys.touch(key, time);
    if (record >= 0) advance(record);
    return record;
  }

  return {
    step(key, time, ref) {
      const record = lines.open(key, time);
      if (record < 0) return 0;
      advance(record);
      if (time > lines.last(record) - within) {
        lines.add(record, 0, time, ref);
        if (lines.length(record) > stepsMax) lines.drop(lines.head(record));
      }
      return lines.length(record);
    },
    steps(key, time) {
      const record = at(key, time);
      if (record < 0) return 0;
      let count = 0;
      for (let entry = lines.head(record); entry >= 0 && timeOf(entry) <= time; entry = lines.next(entry))
        count++;
      return count;
    },
    complete(key, time) {
      const record = at(key, time);
      if (record < 0) return null;
      const refs: number[] = [];
      const times: Micros[] = [];
      for (let old = lines.head(record); old >= 0 && timeOf(old) <= time; old = lines.head(record)) {
        refs.push(entries.floats[old * stride + REF]);
        times.push(timeOf(old));
        lines.drop(old);
      }
      return refs.length === 0 ? null : { count: refs.length, refs, times };
    },
    ...lines.primitive,
  };
}
