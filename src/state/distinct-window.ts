/**
 * How many different values a key had lately, over several horizons at once: subjects per account, accounts per device.
 *
 * Exact. One entry per (key, value) carries the value's latest time; per key the entries are ordered by time, with one
 * cursor and one running count per horizon. t is the latest time given for the key; what is not in (t − longest, t] is
 * dropped. Late events count where they belong, as far as {@link LATENESS} and {@link WALK_MAX} reach; beyond, and
 * after evictions, counts are only ever too low (a late event that re-makes an evicted key is counted as of its time).
 * Memory: 40 bytes per (key, value) and 8–16 of slots; per key 32 + 8 per horizon and 8–16 of slots.
 * A key untouched for the longest horizon and the lateness is forgotten: its count is 0.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { distinctAhead } from './ahead.ts';
import { LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';
import { assertGiven, TIME, WHAT } from './record-pool.ts';
import { KEY_FLOATS, KEY_INTS, OWN, REF, timelines } from './timelines.ts';

/** What to make a distinct window of. */
export interface DistinctWindowOptions {
  /** Rising. */
  readonly horizons: readonly Micros[];
  readonly entriesMax?: number | undefined;
  readonly keysMax?: number | undefined;
  readonly lateness?: Micros | undefined;
}

/** The latest event of each value counted, oldest first; the arrays are parallel. */
export interface DistinctContributors {
  readonly refs: number[];
  readonly times: Micros[];
  readonly values: Key[];
}

/** Different values per key over several horizons. Neither key nor value may be NONE. */
export interface DistinctWindow extends Primitive {
  add(key: Key, value: Key, time: Micros, ref: number): void;
  /** Different values whose latest add lies in (t − horizons[horizon], t], t the latest time given for the key. */
  count(key: Key, horizon: number): number;
  contributors(key: Key, horizon: number): DistinctContributors;
  /** Leaves a value out of the count over the longest horizon until it is added again. */
  leaveOut(key: Key, value: Key): void;
}

/** Makes an empty distinct window. */
export function distinctWindow(options: DistinctWindowOptions): DistinctWindow {
  const horizons = Float64Array.from(options.horizons);
  const many = horizons.length;
  const longest = horizons[many - 1];
  const lines = timelines({
    keysMax: options.keysMax,
    entriesMax: options.entriesMax,
    keyFloats: 1,
    keyInts: many * 2,
    isIndexed: true,
    forgetAfter: longest + (options.lateness ?? LATENESS),
    entered,
    leaving,
  });
  const { keys, entries } = lines;
  const { pool } = keys;
  const { stride } = entries;
  const fieldStride = pool.stride * 2;
  const cursors = pool.intsAt + KEY_INTS;
  const counts = cursors + many;

  /** Where a key keeps the latest time before which no entry leaves a horizon: until then there is nothing to advance. */
  const DUE = KEY_FLOATS;

  /** Whether an entry counts over a horizon it lies in: all but those left out of the longest. */
  function isCounted(entry: number, h: number): boolean {
    return h < many - 1 || entries.ints[entry * stride * 2 + entries.intsAt + OWN] === 0;
  }

  /** The cursor is the oldest entry inside the horizon, -1 where none is. */
  function entered(key: number, entry: number): void {
    entries.ints[entry * stride * 2 + entries.intsAt + OWN] = 0;
    const time = entries.floats[entry * stride + TIME];
    const after = lines.next(entry);
    const age = lines.last(key) - time;
    for (let h = many - 1, at = key * fieldStride + h; h >= 0 && age < horizons[h]; h--, at--) {
      pool.ints[at + counts]++;
      if (pool.ints[at + cursors] === after) pool.ints[at + cursors] = entry;
      const due = key * pool.stride + DUE;
      if (time + horizons[h] < pool.floats[due]) pool.floats[due] = time + horizons[h];
    }
  }

  function leaving(key: number, entry: number): void {
    const age = lines.last(key) - entries.floats[entry * stride + TIME];
    for (let h = 0, at = key * fieldStride; h < many; h++, at++) {
      if (age >= horizons[h]) continue;
      if (isCounted(entry, h)) pool.ints[at + counts]--;
      if (pool.ints[at + cursors] === entry) pool.ints[at + cursors] = lines.next(entry);
    }
  }

  /** Moves the cursors up to the key's latest time and drops what is behind the longest horizon. */
  function advance(key: number): void {
    const last = lines.last(key);
    if (last < pool.floats[key * pool.stride + DUE]) return;
    let due = Number.POSITIVE_INFINITY;
    for (let h = 0, at = key * fieldStride; h < many; h++, at++) {
      const from = last - horizons[h];
      let cursor = pool.ints[at + cursors];
      while (cursor >= 0 && entries.floats[cursor * stride + TIME] <= from) {
        if (isCounted(cursor, h)) pool.ints[at + counts]--;
        cursor = lines.next(cursor);
      }
      pool.ints[at + cursors] = cursor;
      if (cursor >= 0) due = Math.min(due, entries.floats[cursor * stride + TIME] + horizons[h]);
    }
    pool.floats[key * pool.stride + DUE] = due;
    const from = last - longest;
    for (let old = lines.head(key); old >= 0; old = lines.head(key)) {
      if (entries.floats[old * stride + TIME] > from) break;
      lines.drop(old);
    }
  }

  /** The count as of a time, moving nothing. */
  function countAt(key: Key, h: number, time: Micros): number {
    const record = keys.find(key);
    if (record < 0) return 0;
    let count = pool.ints[record * fieldStride + counts + h];
    let entry = pool.ints[record * fieldStride + cursors + h];
    for (
      ;
      entry >= 0 && entries.floats[entry * stride + TIME] <= time - horizons[h];
      entry = lines.next(entry)
    )
      if (isCounted(entry, h)) count--;
    return count;
  }

  function latest(key: Key, value: Key): Micros {
    const record = keys.find(key);
    const entry = record < 0 ? -1 : lines.find(record, value);
    return entry < 0 ? Number.NEGATIVE_INFINITY : entries.floats[entry * stride + TIME];
  }

  return {
    add(key, value, time, ref) {
      assertGiven(value, time);
      const record = lines.open(key, time);
      if (record < 0) return;
      if (keys.isNew()) {
        pool.ints.fill(-1, record * fieldStride + cursors, record * fieldStride + counts);
        pool.floats[record * pool.stride + DUE] = Number.POSITIVE_INFINITY;
      } else advance(record);
      const entry = lines.find(record, value);
      if (entry >= 0) {
        const before = entries.floats[entry * stride + TIME];
        if (time < before) return;
        const isInAll = lines.last(record) - before < horizons[0] && isCounted(entry, many - 1);
        if (isInAll && entry === lines.tail(record)) {
          // the value seen last is seen again: it keeps its place and its counts
          entries.floats[entry * stride + TIME] = time;
          entries.floats[entry * stride + REF] = ref;
        } else lines.renew(entry, time, ref);
      } else if (time > lines.last(record) - longest) {
        lines.add(record, value, time, ref);
      }
    },
    count(key, horizon) {
      const record = keys.find(key);
      return record < 0 ? 0 : pool.ints[record * fieldStride + counts + horizon];
    },
    contributors(key, horizon) {
      const found: DistinctContributors = { refs: [], times: [], values: [] };
      const record = keys.find(key);
      if (record < 0) return found;
      let entry = pool.ints[record * fieldStride + cursors + horizon];
      for (; entry >= 0; entry = lines.next(entry)) {
        if (!isCounted(entry, horizon)) continue;
        found.refs.push(entries.floats[entry * stride + REF]);
        found.times.push(entries.floats[entry * stride + TIME]);
        found.values.push(entries.floats[entry * stride + WHAT]);
      }
      return found;
    },
    leaveOut(key, value) {
      const record = keys.find(key);
      const entry = record < 0 ? -1 : lines.find(record, value);
      if (entry < 0 || !isCounted(entry, many - 1)) return;
      if (lines.last(record) - entries.floats[entry * stride + TIME] < longest)
        pool.ints[record * fieldStride + counts + many - 1]--;
      entries.ints[entry * stride * 2 + entries.intsAt + OWN] = 1;
    },
    ...lines.primitive,
    ahead: () => distinctAhead({ countAt, latest, horizons }),
  };
}
