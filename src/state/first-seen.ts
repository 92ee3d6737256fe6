/**
 * When a key last had a value, and since when the key is known: new devices of an account, new classes of data of a unit.
 *
 * Exact. With a horizon, a value is forgotten when it lies the horizon or more behind the key's latest time, and the
 * key with everything else when it lies the horizon and the lateness behind the newest time of the shard.
 * Memory: 48 bytes per (key, value) and 8–16 of slots; per key 48 and 8–16 of slots.
 * Values seen twice or more are evicted last: a flood of invented ones does not displace them.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { firstSeenAhead } from './ahead.ts';
import { LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';
import { assertGiven, TIME } from './record-pool.ts';
import { ENTRY_FLOATS, KEY_FLOATS, timelines } from './timelines.ts';

/** What to make a memory of first sights of. */
export interface FirstSeenOptions {
  /** Default: values are never forgotten. */
  readonly horizon?: Micros | undefined;
  readonly entriesMax?: number | undefined;
  readonly keysMax?: number | undefined;
  readonly lateness?: Micros | undefined;
}

/** Values a key has had. Neither key nor value may be NONE. */
export interface FirstSeen extends Primitive {
  /** When the value was last seen for the key before, -Infinity if never or beyond the horizon; records it. */
  touch(key: Key, value: Key, time: Micros): number;
  /** The same, as of the key's latest time, without recording. */
  peek(key: Key, value: Key): number;
  /** When the key itself was first seen; NaN if never. */
  since(key: Key): Micros;
  /** How many different values are held for the key. */
  known(key: Key): number;
  /** How many times the value was seen while held; 0 if it is not. */
  touches(key: Key, value: Key): number;
  /** How many times any value of the key was seen since the key is known; 0 if it is not. */
  total(key: Key): number;
}

const SINCE = KEY_FLOATS;
const TOTAL = KEY_FLOATS + 1;
const TOUCHES = ENTRY_FLOATS;

/** Makes an empty memory. */
export function firstSeen(options: FirstSeenOptions = {}): FirstSeen {
  const horizon = options.horizon ?? Infinity;
  const lines = timelines({
    keysMax: options.keysMax,
    entriesMax: options.entriesMax,
    keyFloats: 2,
    entryFloats: 1,
    isIndexed: true,
    forgetAfter: horizon + (options.lateness ?? LATENESS),
    isSpared: (entry) => entries.floats[entry * stride + TOUCHES] > 1,
  });
  const { keys, entries } = lines;
  const { pool } = keys;
  const { stride } = entries;

  function advance(key: number): void {
    const from = lines.last(key) - horizon;
    for (let old = lines.head(key); old >= 0; old = lines.head(key)) {
      if (entries.floats[old * stride + TIME] > from) break;
      lines.drop(old);
    }
  }

  function held(key: Key, value: Key): number {
    const record = keys.find(key);
    return record < 0 ? -1 : lines.find(record, value);
  }

  const memory: FirstSeen = {
    touch(key, value, time) {
      assertGiven(value, time);
      const record = lines.open(key, time);
      if (record < 0) return -Infinity;
      const since = record * pool.stride + SINCE;
      if (keys.isNew() || time < pool.floats[since]) pool.floats[since] = time;
      pool.floats[record * pool.stride + TOTAL]++;
      advance(record);
      const entry = lines.find(record, value);
      if (entry >= 0) {
        const before = entries.floats[entry * stride + TIME];
        entries.floats[entry * stride + TOUCHES]++;
        if (time > before && entry === lines.tail(record)) entries.floats[entry * stride + TIME] = time;
        else if (time > before) lines.renew(entry, time, 0);
        return before;
      }
      if (time > lines.last(record) - horizon) {
        const added = lines.add(record, value, time, 0);
        if (added >= 0) entries.floats[added * stride + TOUCHES] = 1;
      }
      return -Infinity;
    },
    peek(key, value) {
      const entry = held(key, value);
      return entry < 0 ? -Infinity : entries.floats[entry * stride + TIME];
    },
    since(key) {
      const record = keys.find(key);
      return record < 0 ? Number.NaN : pool.floats[record * pool.stride + SINCE];
    },
    known(key) {
      const record = keys.find(key);
      return record < 0 ? 0 : lines.length(record);
    },
    touches(key, value) {
      const entry = held(key, value);
      return entry < 0 ? 0 : entries.floats[entry * stride + TOUCHES];
    },
    total(key) {
      const record = keys.find(key);
      return record < 0 ? 0 : pool.floats[record * pool.stride + TOTAL];
    },
    ...lines.primitive,
    ahead: () => firstSeenAhead(memory),
  };
  return memory;
}
