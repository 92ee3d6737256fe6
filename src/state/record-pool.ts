/**
 * Records of floats and integers side by side in one buffer: the memory of every state primitive.
 *
 * A record is `stride` × 8 bytes: its floats, then its integers, so that one record is one or two cache lines.
 * Float 0 is what the record is found by, float 1 its latest time, integer 0 its owner (negative: the record is free).
 * The pool takes its first memory with its first record, some 16 or 1 KB of them, then half as much again each time up to its
 * maximum, or to what its {@link Purse} allows, and never shrinks; indices stay valid when it grows, the arrays do not: read `pool.floats` and `pool.ints` again
 * after `take`. (There are a thousand pools, one in three stays empty, and most hold few records.)
 */
import type { Micros } from '../core/time.ts';
import { mostBytes, type Purse, purseOfPool, resized } from './purse.ts';
import type { SnapshotReader, SnapshotWriter } from './snapshot.ts';

/** The first memory of a pool: so many records, or fewer where they are large. */
const [RECORDS_FIRST, BYTES_FIRST] = [16, 1024];
/** How many records an eviction compares. */
const SAMPLE = 8;
/** Slots of an index beside a record, as a purse counts them. */
const SLOT_BYTES = 12;
/** Index slots hold a record in 24 bits. */
const RECORDS_MAX = 0xff_fffe;

/** Where the fields lie that every record has. */
export const WHAT = 0;
export const TIME = 1;
export const OWNER = 0;

const NO_FLOATS = new Float64Array(0);
const NO_INTS = new Int32Array(0);

/** A growing array of equal records with a free list. */
export interface RecordPool {
  /** Floats of record r: `floats[r * stride + field]`. */
  floats: Float64Array<ArrayBuffer>;
  /** Integers of record r: `ints[r * stride * 2 + intsAt + field]`. */
  ints: Int32Array;
  readonly stride: number;
  readonly intsAt: number;
  /** Records below this index have been used; the free ones among them have a negative owner. */
  high: number;
  live: number;
  isFull(): boolean;
  isLive(record: number): boolean;
  /** A zeroed record. The pool must not be full. */
  take(): number;
  give(record: number): void;
  /**
   * The record to give up: the oldest of eight drawn by a hash of `salt`, spared ones last; -1 where the eight are free, as never in a full pool.
   * The same input draws the same records; what is old goes first whoever asks, so a flood displaces itself and
   * what nobody has used for long, and which of these cannot be told without knowing the whole input.
   */
  oldest(salt: number, isSpared: (record: number) => boolean): number;
  bytes(): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Makes an empty pool of at most `recordsMax` records. */
export function recordPool(recordsMax: number, floatFields: number, intFields: number): RecordPool {
  if (!(recordsMax >= 1 && recordsMax <= RECORDS_MAX))
    throw new RangeError(`recordsMax ${recordsMax}: 1 to ${RECORDS_MAX}`);
  const stride = floatFields + Math.ceil(intFields / 2);
  const intsAt = floatFields * 2;
  const recordsFirst = Math.max(1, Math.min(RECORDS_FIRST, Math.floor(BYTES_FIRST / (stride * 8))));
  const purse: Purse = purseOfPool();
  const recordBytes = stride * 8 + SLOT_BYTES;
  let capacity = 0;
  let free = -1;

  /** The records that it would have if it grew now. */
  const nextCapacity = (): number => {
    const wanted = Math.max(recordsFirst, Math.ceil(capacity * 1.5));
    const allowed = Math.floor(mostBytes(purse, capacity * recordBytes) / recordBytes);
    return Math.min(recordsMax, wanted, Math.max(recordsFirst, allowed));
  };

  const pool: RecordPool = {
    floats: NO_FLOATS,
    ints: NO_INTS,
    stride,
    intsAt,
    high: 0,
    live: 0,
    isFull: () => pool.live === capacity && nextCapacity() <= capacity,
    isLive: (record) => pool.ints[record * stride * 2 + intsAt + OWNER] >= 0,
    take() {
      let record = free;
      if (record >= 0) {
        const owner = record * stride * 2 + intsAt + OWNER;
        free = -2 - pool.ints[owner];
        pool.ints[owner] = 0;
      } else {
        if (pool.high === capacity) resize(nextCapacity());
        record = pool.high++;
      }
      pool.live++;
      return record;
    },
    give(record) {
      const start = record * stride;
      for (let at = start; at < start + stride; at++) pool.floats[at] = 0;
      pool.ints[start * 2 + intsAt + OWNER] = -2 - free;
      free = record;
      pool.live--;
    },
    oldest(salt, isSpared) {
      let best = -1;
      let bestTime = 0;
      let bestSpared = false;
      for (let draw = 0; draw < SAMPLE; draw++) {
        const record = mix(salt, draw) % pool.high;
        if (!pool.isLive(record)) continue;
        const time = pool.floats[record * stride + TIME];
        const spared = isSpared(record);
        if (best >= 0 && (spared === bestSpared ? time >= bestTime : spared)) continue;
        best = record;
        bestTime = time;
        bestSpared = spared;
      }
      return best;
    },
    bytes: () => pool.floats.byteLength,
    save(out) {
      out.numbers(Float64Array.of(capacity, free, pool.high, pool.live));
      out.numbers(pool.floats.subarray(0, pool.high * stride));
    },
    restore(from) {
      const [savedCapacity, savedFree, high, live] = from.numbers(Float64Array);
      pool.floats = NO_FLOATS;
      resized(purse, capacity * recordBytes, 0);
      capacity = 0;
      resize(savedCapacity);
      from.into(pool.floats);
      free = savedFree;
      pool.high = high;
      pool.live = live;
    },
  };

  function resize(records: number): void {
    const bytes = records * stride * 8;
    // the memory before is free at once, and does not wait for a collection
    const buffer = capacity === 0 ? new ArrayBuffer(bytes) : pool.floats.buffer.transfer(bytes);
    pool.floats = new Float64Array(buffer);
    pool.ints = new Int32Array(buffer);
    resized(purse, capacity * recordBytes, records * recordBytes);
    capacity = records;
  }

  return pool;
}

/**
 * A well-spread unsigned 32-bit hash of a key and an owner, so that consecutive or crafted-looking keys do not cluster.
 * Source: multiply–xorshift finaliser "lowbias32" (Chris Wellons, public domain).
 */
export function mix(key: number, owner: number): number {
  let hash = (key | 0) ^ Math.imul((key / 0x1_0000_0000) | 0, 0x85ebca6b) ^ Math.imul(owner, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 16), 0x7feb352d);
  hash = Math.imul(hash ^ (hash >>> 15), 0x846ca68b);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** Asserts that a caller gave a key and a time; NONE must be left out by the detector. */
export function assertGiven(key: number, time: Micros): void {
  if (key === 0 || Number.isNaN(time))
    throw new Error(`state needs a key and a time, got key ${key} and time ${time}`);
}
