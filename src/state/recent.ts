/**
 * The latest entries of each key, exactly: at most `keep`, none older than `within` before the key's newest one.
 *
 * For judgements that look at the entries themselves (who tried what from where, which were answered since) and not
 * only at their number. Every entry has a time and some numbers of the caller's, which may be amended later.
 * Memory: 24 bytes and 8 per field for an entry, 40 for a key. Cost: a walk over at most `keep` entries.
 * Error: none up to `keep` entries; of more only the latest are known, so that a count stops at `keep`.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { keyTable, LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';
import { OWNER, recordPool, TIME, WHAT } from './record-pool.ts';

/** Default cap of entries in one shard. */
const ENTRIES_MAX = 1 << 21;
const OWN_FLOATS = 2;
const HEAD = 1;
const OLDER = 1;

/** What a store of recent entries is made of. */
export interface RecentOptions {
  /** How many numbers an entry carries besides its time. */
  readonly fields: number;
  readonly keep: number;
  readonly within: Micros;
  readonly keysMax?: number;
  readonly entriesMax?: number;
}

/** The latest entries by key. An entry is a number, good until the next `add`. */
export interface Recent extends Primitive {
  /** A new entry with all fields 0, in its place by time (after equal ones); -1 where it is too old to be kept. */
  add(key: Key, time: Micros): number;
  /** The newest entry of a key, or -1. */
  newest(key: Key): number;
  /** The entry before this one, or -1. */
  older(entry: number): number;
  time(entry: number): Micros;
  get(entry: number, field: number): number;
  set(entry: number, field: number, value: number): void;
}

/** Makes an empty store of recent entries. */
export function recent({ fields, keep, within, keysMax, entriesMax = ENTRIES_MAX }: RecentOptions): Recent {
  const entries = recordPool(Math.max(entriesMax, keep + 1), OWN_FLOATS + fields, 2);
  const keys = keyTable({
    keysMax,
    floats: OWN_FLOATS,
    ints: 2,
    forgetAfter: within + LATENESS,
    released: (record) => freeFrom(headOf(record)),
  });
  let crowdedOut = 0;

  const headAt = (record: number) => record * keys.pool.stride * 2 + keys.pool.intsAt + HEAD;
  const olderAt = (entry: number) => entry * entries.stride * 2 + entries.intsAt + OLDER;
  const headOf = (record: number) => keys.pool.ints[headAt(record)] - 1;
  const olderOf = (entry: number) => entries.ints[olderAt(entry)] - 1;
  const timeOf = (entry: number) => entries.floats[entry * entries.stride + TIME];

  function freeFrom(first: number): void {
    for (let entry = first; entry >= 0; ) {
      const next = olderOf(entry);
      entries.give(entry);
      entry = next;
    }
  }

  function makeRoom(salt: number): void {
    const victim = entries.oldest(salt + crowdedOut, () => false);
    const record = keys.find(entries.floats[victim * entries.stride + WHAT]);
    if (record < 0) {
      keys.sweep(keys.pool.high); // its key is forgotten, and goes with all that are
      return;
    }
    freeFrom(headOf(record));
    keys.remove(record);
    crowdedOut++;
  }

  /** Cuts what is beyond `keep` or too old. */
  function trim(record: number): void {
    const oldest = timeOf(headOf(record)) - within;
    let last = headOf(record);
    for (let count = 1; count < keep; count++) {
      const next = olderOf(last);
      if (next < 0 || timeOf(next) <= oldest) break;
      last = next;
    }
    freeFrom(olderOf(last));
    entries.ints[olderAt(last)] = 0;
  }

  return {
    add(key, time) {
      let record = keys.claim(key, time);
      if (record < 0) return -1;
      if (entries.isFull()) {
        makeRoom(key);
        record = keys.claim(key, time);
        if (record < 0) return -1; // it was the one to go, and is too late to begin anew
      }
      const head = headOf(record);
      let newer = -1;
      let next = head;
      let place = 0;
      for (; next >= 0 && timeOf(next) > time; next = olderOf(next)) {
        newer = next;
        place++;
      }
      if (place >= keep || (place > 0 && time <= timeOf(head) - within)) return -1;
      const entry = entries.take();
      entries.floats[entry * entries.stride + WHAT] = key;
      entries.floats[entry * entries.stride + TIME] = time;
      entries.ints[entry * entries.stride * 2 + entries.intsAt + OWNER] = 0;
      entries.ints[olderAt(entry)] = next + 1;
      if (newer < 0) keys.pool.ints[headAt(record)] = entry + 1;
      else entries.ints[olderAt(newer)] = entry + 1;
      trim(record);
      return entry;
    },
    newest(key) {
      const record = keys.find(key);
      return record < 0 ? -1 : headOf(record);
    },
    older: olderOf,
    time: timeOf,
    get: (entry, field) => entries.floats[entry * entries.stride + OWN_FLOATS + field],
    set(entry, field, value) {
      entries.floats[entry * entries.stride + OWN_FLOATS + field] = value;
    },
    save(out) {
      out.numbers(Float64Array.of(crowdedOut));
      keys.save(out);
      entries.save(out);
    },
    restore(from) {
      [crowdedOut] = from.numbers(Float64Array);
      keys.restore(from);
      entries.restore(from);
    },
    usage: () => ({
      keys: keys.pool.live,
      bytes: keys.bytes() + entries.bytes(),
      evicted: keys.evicted() + crowdedOut,
    }),
  };
}
