/**
 * Per key a list of entries in order of time: what the distinct window, the rate window, sequences and first-seen share.
 *
 * Keys live in a {@link keyTable}, entries of all keys in one record pool, linked per key; where entries are looked up
 * by value they are indexed by (value, key). Inserting walks back from the newest entry: nothing to walk in order,
 * at most {@link WALK_MAX} entries for a late event; later than that the event is given up and counted.
 * At `entriesMax` one entry is evicted ({@link RecordPool.oldest}) and counted; a key that loses its last goes with it.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type HashIndex, hashIndex, type KeyTable, keyTable } from './key-table.ts';
import type { Primitive } from './primitive.ts';
import { OWNER, type RecordPool, recordPool, TIME, WHAT } from './record-pool.ts';

/** Default cap of entries in one shard. */
const ENTRIES_MAX = 1 << 21;
/** How many newer entries of its key a late event may have to pass. */
export const WALK_MAX = 4096;

/** Own fields of the two kinds of records begin here. */
export const KEY_FLOATS = 2;
export const KEY_INTS = 4;
export const ENTRY_FLOATS = 3;
export const REF = 2;
/** Integers of an entry. */
const ENTRY_INTS = 4;
/** The last of them is free for the user of the timelines. */
export const OWN = 3;

const HEAD = 1;
const TAIL = 2;
const LENGTH = 3;
const PREV = 1;
const NEXT = 2;
const NOTHING = -1;

/** What a set of timelines is made of. */
export interface TimelinesOptions {
  readonly keysMax?: number | undefined;
  readonly entriesMax?: number | undefined;
  /** How many own fields follow the common ones. */
  readonly keyFloats?: number;
  readonly keyInts?: number;
  readonly entryFloats?: number;
  /** Whether entries are found by value. */
  readonly isIndexed: boolean;
  readonly forgetAfter: Micros;
  /** Told when an entry has taken its place in the list of its key. */
  readonly entered?: (key: number, entry: number) => void;
  /** Told before an entry leaves its place, for whatever reason. */
  readonly leaving?: (key: number, entry: number) => void;
  readonly isSpared?: (entry: number) => boolean;
}

/** Timelines by key; keys and entries are record indices. */
export interface Timelines {
  readonly keys: KeyTable;
  readonly entries: RecordPool;
  /** The record of a key with an empty or existing list; -1 where `time` is too old. */
  open(key: Key, time: Micros): number;
  find(key: number, value: Key): number;
  /** A new entry in its place; -1 where it would have to pass too many newer ones. */
  add(key: number, value: number, time: Micros, ref: number): number;
  /** Gives an entry a newer time and its new place. */
  renew(entry: number, time: Micros, ref: number): void;
  /** Takes an entry out; its key stays. */
  drop(entry: number): void;
  /** Forgets a key and its entries. */
  close(key: number): void;
  head(key: number): number;
  tail(key: number): number;
  next(entry: number): number;
  length(key: number): number;
  /** Latest time given for the key. */
  last(key: number): Micros;
  readonly primitive: Primitive;
}

/** Makes empty timelines. */
export function timelines(options: TimelinesOptions): Timelines {
  const { entered, leaving, isSpared = () => false } = options;
  const entriesMax = options.entriesMax ?? ENTRIES_MAX;
  const entries = recordPool(entriesMax, ENTRY_FLOATS + (options.entryFloats ?? 0), ENTRY_INTS);
  const index: HashIndex | null = options.isIndexed ? hashIndex(entries) : null;
  const keys = keyTable({
    keysMax: options.keysMax,
    floats: KEY_FLOATS + (options.keyFloats ?? 0),
    ints: KEY_INTS + (options.keyInts ?? 0),
    forgetAfter: options.forgetAfter,
    released: (key, isEvicted) => {
      if (isEvicted) evicted += length(key);
      clear(key);
    },
  });
  const { pool } = keys;
  const keyStride = pool.stride * 2;
  const keyInts = pool.intsAt;
  const { stride } = entries;
  const entryStride = stride * 2;
  const entryInts = entries.intsAt;
  let evicted = 0;

  const head = (key: number): number => pool.ints[key * keyStride + keyInts + HEAD];
  const tail = (key: number): number => pool.ints[key * keyStride + keyInts + TAIL];
  const length = (key: number): number => pool.ints[key * keyStride + keyInts + LENGTH];
  const next = (entry: number): number => entries.ints[entry * entryStride + entryInts + NEXT];

  function unlink(key: number, entry: number): void {
    const { ints } = entries;
    const at = key * keyStride + keyInts;
    leaving?.(key, entry);
    const before = ints[entry * entryStride + entryInts + PREV];
    const after = ints[entry * entryStride + entryInts + NEXT];
    if (before >= 0) ints[before * entryStride + entryInts + NEXT] = after;
    else pool.ints[at + HEAD] = after;
    if (after >= 0) ints[after * entryStride + entryInts + PREV] = before;
    else pool.ints[at + TAIL] = before;
    pool.ints[at + LENGTH]--;
  }

  /** The newest entry not newer than `time`; -1 where all are newer, -2 where too many are. */
  function place(key: number, time: Micros): number {
    let before = tail(key);
    for (let walked = 0; before >= 0 && entries.floats[before * stride + TIME] > time; walked++) {
      if (walked === WALK_MAX) return -2;
      before = entries.ints[before * entryStride + entryInts + PREV];
    }
    return before;
  }

  function link(key: number, entry: number, before: number): void {
    const { ints } = entries;
    const at = key * keyStride + keyInts;
    const after = before >= 0 ? ints[before * entryStride + entryInts + NEXT] : pool.ints[at + HEAD];
    ints[entry * entryStride + entryInts + PREV] = before;
    ints[entry * entryStride + entryInts + NEXT] = after;
    if (before >= 0) ints[before * entryStride + entryInts + NEXT] = entry;
    else pool.ints[at + HEAD] = entry;
    if (after >= 0) ints[after * entryStride + entryInts + PREV] = entry;
    else pool.ints[at + TAIL] = entry;
    pool.ints[at + LENGTH]++;
    entered?.(key, entry);
  }

  function drop(entry: number): void {
    unlink(entries.ints[entry * entryStride + entryInts + OWNER], entry);
    index?.remove(entry);
    entries.give(entry);
  }

  function clear(key: number): void {
    for (let entry = head(key); entry >= 0; entry = head(key)) drop(entry);
  }

  /** Makes room; the key now written to stays even when it loses its only entry. */
  function evict(salt: number, keeping: number): void {
    const victim = entries.oldest(salt, isSpared);
    const owner = entries.ints[victim * entryStride + entryInts + OWNER];
    drop(victim);
    evicted++;
    if (owner !== keeping && length(owner) === 0) keys.remove(owner);
  }

  return {
    keys,
    entries,
    open(key, time) {
      const record = keys.claim(key, time);
      if (record < 0 || !keys.isNew()) return record;
      const at = record * keyStride + keyInts;
      pool.ints[at + HEAD] = NOTHING;
      pool.ints[at + TAIL] = NOTHING;
      return record;
    },
    find: (key, value) => (index === null ? NOTHING : index.find(value, key)),
    add(key, value, time, ref) {
      keys.sweep(1);
      if (entries.isFull()) evict(value + evicted, key);
      const before = place(key, time);
      if (before < NOTHING) {
        evicted++;
        return NOTHING;
      }
      const entry = entries.take();
      const { floats } = entries;
      floats[entry * stride + WHAT] = value;
      floats[entry * stride + TIME] = time;
      floats[entry * stride + REF] = ref;
      entries.ints[entry * entryStride + entryInts + OWNER] = key;
      index?.insert(entry);
      link(key, entry, before);
      return entry;
    },
    renew(entry, time, ref) {
      const { floats } = entries;
      const key = entries.ints[entry * entryStride + entryInts + OWNER];
      unlink(key, entry);
      const before = place(key, time);
      floats[entry * stride + TIME] = time;
      floats[entry * stride + REF] = ref;
      link(key, entry, before < NOTHING ? tail(key) : before);
    },
    drop,
    close(key) {
      clear(key);
      keys.remove(key);
    },
    head,
    tail,
    next,
    length,
    last: (key) => pool.floats[key * pool.stride + TIME],
    primitive: {
      save(out) {
        out.numbers(Float64Array.of(evicted));
        keys.save(out);
        entries.save(out);
      },
      restore(from) {
        [evicted] = from.numbers(Float64Array);
        keys.restore(from);
        entries.restore(from);
        index?.rebuild();
      },
      usage: () => ({
        keys: pool.live,
        bytes: keys.bytes() + entries.bytes() + (index === null ? 0 : index.bytes()),
        evicted,
      }),
    },
  };
}
