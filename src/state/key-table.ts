/**
 * Keyed records: open addressing over a record pool, with forgetting and eviction. The base of every primitive.
 *
 * Cost of a look-up: one slot and one record, about two cache misses. Memory: the record and 8–16 bytes of slots.
 * A key is forgotten once the newest time of the shard is `forgetAfter` past the key's own latest time: nobody can
 * ask for it any more. It then counts as absent, and its record is reclaimed by a hand that looks at two records
 * whenever one is added. At the maximum a record is evicted ({@link RecordPool.oldest}) and counted.
 */
import type { Key } from '../core/hash.ts';
import { DAY, type Micros } from '../core/time.ts';
import { assertGiven, mix, OWNER, type RecordPool, recordPool, TIME, WHAT } from './record-pool.ts';
import type { SnapshotReader, SnapshotWriter } from './snapshot.ts';

/** How late an event may be, against the newest one of its shard, before it may be counted too low. */
export const LATENESS: Micros = DAY;
/** Default cap of keys in one shard: so many, but of wide records only as many as fit into 32 MiB. */
const KEYS_MAX = 1 << 19;
const BYTES_MAX = 2 ** 25;

/** Finds records of a pool by (what, owner). */
export interface HashIndex {
  /** The record, or -1. */
  find(what: number, owner: number): number;
  insert(record: number): void;
  remove(record: number): void;
  /** Indexes all live records afresh, after a restore. */
  rebuild(): void;
  bytes(): number;
}

const RECORD_BITS = 24;
const RECORD_MASK = (1 << RECORD_BITS) - 1;
/** The slots of an index without records. */
const NO_SLOTS = new Int32Array(1);

/**
 * An index over a pool. A slot is one 32-bit word: record + 1 in the low 24 bits, 8 bits of the hash above, so that
 * a foreign record is almost never touched. At most half of the slots are ever used; deletion shifts back, no tombstones.
 * Source: Knuth, The Art of Computer Programming 3, §6.4, algorithm R.
 */
export function hashIndex(pool: RecordPool): HashIndex {
  const { stride, intsAt } = pool;
  let slots = NO_SLOTS;
  let mask = 0;

  const hashOf = (record: number): number =>
    mix(pool.floats[record * stride + WHAT], pool.ints[record * stride * 2 + intsAt + OWNER]);

  function place(record: number): void {
    const hash = hashOf(record);
    let at = hash & mask;
    while (slots[at] !== 0) at = (at + 1) & mask;
    slots[at] = (hash & ~RECORD_MASK) | (record + 1);
  }

  function rebuild(): void {
    let size = pool.high === 0 ? 1 : 32;
    while (size < pool.high * 2) size *= 2;
    slots = pool.high === 0 ? NO_SLOTS : new Int32Array(size);
    mask = size - 1;
    for (let record = 0; record < pool.high; record++) if (pool.isLive(record)) place(record);
  }

  return {
    find(what, owner) {
      const hash = mix(what, owner);
      const tag = hash & ~RECORD_MASK;
      for (let at = hash & mask; slots[at] !== 0; at = (at + 1) & mask) {
        if ((slots[at] & ~RECORD_MASK) !== tag) continue;
        const record = (slots[at] & RECORD_MASK) - 1;
        if (pool.floats[record * stride + WHAT] !== what) continue;
        if (pool.ints[record * stride * 2 + intsAt + OWNER] === owner) return record;
      }
      return -1;
    },
    insert(record) {
      if (pool.high * 2 > slots.length) rebuild();
      else place(record);
    },
    remove(record) {
      let hole = hashOf(record) & mask;
      while ((slots[hole] & RECORD_MASK) !== record + 1) hole = (hole + 1) & mask;
      for (let at = (hole + 1) & mask; slots[at] !== 0; at = (at + 1) & mask) {
        const home = hashOf((slots[at] & RECORD_MASK) - 1) & mask;
        if (((at - home) & mask) < ((at - hole) & mask)) continue;
        slots[hole] = slots[at];
        hole = at;
      }
      slots[hole] = 0;
    },
    rebuild,
    bytes: () => slots.byteLength,
  };
}

/** Newest time of the shard, place of the sweeping hand, records evicted. */
const NEWEST = 0;
const HAND = 1;
const EVICTED = 2;

/** What a table of keys is made of. */
export interface KeyTableOptions {
  readonly keysMax?: number | undefined;
  /** Fields of a record, of them two floats (key, latest time) and one integer (owner) the table's own. */
  readonly floats: number;
  readonly ints: number;
  /** A key is forgotten when so long behind the newest time. Infinity: never. */
  readonly forgetAfter: Micros;
  /** Told before a record goes, so that its owner can free what hangs on it. */
  readonly released?: (record: number, evicted: boolean) => void;
  /** Records evicted only when the sample holds no others. */
  readonly isSpared?: (record: number) => boolean;
}

/** Records by key. */
export interface KeyTable {
  readonly pool: RecordPool;
  /** The record of a key that is held and not forgotten, else -1. */
  find(key: Key): number;
  /** The same, its latest time raised to `time`. */
  touch(key: Key, time: Micros): number;
  /**
   * The record of a key, its latest time raised to `time`; `isNew()` says whether it was made now.
   * -1 where the key is not held and `time` is too old to be held.
   */
  claim(key: Key, time: Micros): number;
  isNew(): boolean;
  remove(record: number): void;
  /** Reclaims up to `steps` records that are forgotten. */
  sweep(steps: number): void;
  /** Records evicted at the cap since the start. */
  evicted(): number;
  bytes(): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Bytes of a record. */
function bytesOf({ floats, ints }: KeyTableOptions): number {
  return 8 * (floats + Math.ceil(ints / 2));
}

/** Makes an empty table of keys. */
export function keyTable(options: KeyTableOptions): KeyTable {
  const { forgetAfter, released, isSpared = () => false } = options;
  const { floats, ints, keysMax = Math.min(KEYS_MAX, Math.floor(BYTES_MAX / bytesOf(options))) } = options;
  const pool = recordPool(keysMax, floats, ints);
  const index = hashIndex(pool);
  const { stride } = pool;
  // In an array, since a captured variable that takes fractions or large numbers is allocated at every assignment.
  const marks = Float64Array.of(-Infinity, 0, 0);
  // The key looked up last: a detector adds, then asks for several horizons of the same key.
  const lastKey = Float64Array.of(0);
  let lastRecord = -1;
  let isNew = false;

  function remove(record: number): void {
    if (record === lastRecord) {
      lastKey[0] = 0;
      lastRecord = -1;
    }
    index.remove(record);
    pool.give(record);
  }

  function release(record: number, isEvicted: boolean): void {
    released?.(record, isEvicted);
    remove(record);
  }

  function sweep(steps: number): void {
    if (forgetAfter === Infinity) return;
    const limit = marks[NEWEST] - forgetAfter;
    for (let step = 0; step < steps && pool.live > 0; step++) {
      const hand = marks[HAND] + 1 < pool.high ? marks[HAND] + 1 : 0;
      marks[HAND] = hand;
      if (pool.floats[hand * stride + TIME] <= limit && pool.isLive(hand)) release(hand, false);
    }
  }

  function find(key: Key): number {
    if (key !== lastKey[0]) {
      const found = index.find(key, 0);
      if (found < 0) return -1;
      lastKey[0] = key;
      lastRecord = found;
    }
    const record = lastRecord;
    return record >= 0 && pool.floats[record * stride + TIME] <= marks[NEWEST] - forgetAfter ? -1 : record;
  }

  function touch(key: Key, time: Micros): number {
    assertGiven(key, time);
    if (time > marks[NEWEST]) marks[NEWEST] = time;
    isNew = false;
    const record = find(key);
    const last = record * stride + TIME;
    if (record >= 0 && time > pool.floats[last]) pool.floats[last] = time;
    return record;
  }

  return {
    pool,
    find,
    touch,
    claim(key, time) {
      const held = touch(key, time);
      if (held >= 0) return held;
      const forgotten = index.find(key, 0);
      if (forgotten >= 0) release(forgotten, false);
      if (time <= marks[NEWEST] - forgetAfter) return -1;
      sweep(2);
      if (pool.isFull()) {
        release(pool.oldest(key + marks[EVICTED], isSpared), true);
        marks[EVICTED]++;
      }
      const record = pool.take();
      pool.floats[record * stride + WHAT] = key;
      pool.floats[record * stride + TIME] = time;
      index.insert(record);
      lastKey[0] = key;
      lastRecord = record;
      isNew = true;
      return record;
    },
    isNew: () => isNew,
    remove,
    sweep,
    evicted: () => marks[EVICTED],
    bytes: () => pool.bytes() + index.bytes(),
    save(out) {
      out.numbers(marks);
      pool.save(out);
    },
    restore(from) {
      marks.set(from.numbers(Float64Array));
      pool.restore(from);
      index.rebuild();
      lastKey[0] = 0;
      lastRecord = -1;
    },
  };
}
