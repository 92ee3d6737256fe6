/**
 * Recognises events seen before: same (source, id) within seven days.
 *
 * Open addressing over the identity hash, in 64 tables, so that one of them grows at a time and the copy is
 * small: 12 bytes a slot, 45 to 70 % full, 22 bytes an id on average; beyond some million ids 71 to 85 %, 15 to 17 bytes an id
 * (50 million of seven days: 0.8 GB): then memory counts for more than the few slots more that are looked at. Entries older than the horizon are left behind when a
 * table is built anew. An id used with several contents has its latest under the id and each earlier one under (id, content).
 * Error: two different events are taken for one with the chance stated in hash.ts.
 */
import { type Key, NONE, pairKey } from '../core/hash.ts';
import { DAY, type Day, type Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';

/** How long an id is remembered. */
export const DUPLICATE_DAYS = 7;

/** What an id says about an event. */
export const SEEN = { first: 0, duplicate: 1, reused: 2 } as const;

/** Remembers the ids of the last days. */
export interface Duplicates {
  /**
   * Notes an event and says whether its id is new, a repeat with the same bytes, or a repeat with others. `time` is -Infinity
   * where no time so far can be right: such events count as of the latest day, or of the first one that is known.
   */
  note(identity: Key, content: Key, time: Micros): number;
  /** Whether an event would be a repeat with the same bytes; notes nothing. */
  isRepeat(identity: Key, content: Key, time: Micros): boolean;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** How many tables: they grow one after the other. */
const SEGMENT_BITS = 6;
/** A table is built anew when fuller than this, with so many slots for each id it holds then: a small one, and one that holds more than {@link LARGE} ids. */
const ROOMY = { full: 0.7, slotsPerId: 2.2 } as const;
const TIGHT = { full: 0.85, slotsPerId: 1.4 } as const;
const LARGE = 1 << 16;
const packing = (held: number) => (held > LARGE ? TIGHT : ROOMY);
/** Integers of a slot: the lower 32 bits of the identity; the upper 21 and, above them, the day; the fingerprint of the content. */
const INTS = 3;
const LOW = 0;
const HIGH = 1;
const FINGERPRINT = 2;
const HIGH_BITS = 21;
const HIGH_MASK = (1 << HIGH_BITS) - 1;
/** A day is kept by its last 11 bits: of less than so many days each is told from the others. */
const DAYS = 1 << (32 - HIGH_BITS);
const TWO_32 = 0x1_0000_0000;

/** Slots of a table at first. */
const CAPACITY_FIRST = 16;

/** The day while no time could be right. */
const UNDATED: Day = 0;

/** One of the tables. A slot whose identity is {@link NONE} is free. */
interface Segment {
  slots: Int32Array<ArrayBuffer>;
  capacity: number;
  held: number;
}

/** Makes an empty memory. */
export function duplicates(): Duplicates {
  let newestDay = UNDATED;
  /** Nothing older is held. */
  let oldestDay = UNDATED;
  // of different sizes from the start, so that not all grow at once
  const segments = Array.from({ length: 1 << SEGMENT_BITS }, (_, i) => segmentOf(CAPACITY_FIRST + (i & 7)));

  const dayAt = (slots: Int32Array, at: number): Day =>
    newestDay - ((newestDay - (slots[at + HIGH] >>> HIGH_BITS)) & (DAYS - 1));
  const isHeld = (slots: Int32Array, at: number, day: Day): boolean =>
    !isFree(slots, at) && Math.abs(day - dayAt(slots, at)) <= DUPLICATE_DAYS;

  /** Builds a table anew without what is past the horizon on a day. */
  const rebuild = (segment: Segment, day: Day): void => {
    const { slots } = segment;
    const isKept = (at: number) => !isFree(slots, at) && dayAt(slots, at) >= day - DUPLICATE_DAYS;
    let held = 0;
    for (let at = 0; at < slots.length; at += INTS) if (isKept(at)) held++;
    Object.assign(segment, segmentOf(Math.ceil((held + INTS) * packing(held).slotsPerId)));
    segment.held = held;
    for (let from = 0; from < slots.length; from += INTS) {
      if (!isKept(from)) continue;
      const identity = identityAt(slots, from);
      const at = slotOf(segment, hashOf(identity), identity);
      for (let int = 0; int < INTS; int++) segment.slots[at + int] = slots[from + int];
    }
    slots.buffer.transfer(0); // free at once: it does not wait for a collection
  };

  /** A newer day has come. What came before any day was known counts as of the first. */
  const turnTo = (day: Day): void => {
    if (newestDay === UNDATED) {
      for (const { slots } of segments)
        for (let at = 0; at < slots.length; at += INTS) slots[at + HIGH] = highAndDay(slots[at + HIGH], day);
      oldestDay = day;
    } else if (day - oldestDay >= DAYS) {
      for (const segment of segments) rebuild(segment, day);
      oldestDay = day - DUPLICATE_DAYS;
    }
    newestDay = day;
  };

  const put = (segment: Segment, at: number, identity: Key, fingerprint: number, day: Day): void => {
    const { slots } = segment;
    if (isFree(slots, at)) segment.held++;
    slots[at + LOW] = identity | 0;
    slots[at + HIGH] = highAndDay((identity / TWO_32) | 0, day);
    slots[at + FINGERPRINT] = fingerprint;
    if (segment.held > segment.capacity * packing(segment.held).full) rebuild(segment, newestDay);
  };
  const add = (identity: Key, fingerprint: number, day: Day): void => {
    const hash = hashOf(identity);
    const segment = segments[hash >>> (32 - SEGMENT_BITS)];
    put(segment, slotOf(segment, hash, identity), identity, fingerprint, day);
  };
  const has = (identity: Key, day: Day): boolean => {
    const hash = hashOf(identity);
    const segment = segments[hash >>> (32 - SEGMENT_BITS)];
    return isHeld(segment.slots, slotOf(segment, hash, identity), day);
  };
  const dayOf = (time: Micros): Day =>
    time === Number.NEGATIVE_INFINITY ? newestDay : Math.floor(time / DAY);

  return {
    note(identity, content, time) {
      const day = dayOf(time);
      if (day > newestDay) turnTo(day);
      const fingerprint = content | 0;
      const hash = hashOf(identity);
      const segment = segments[hash >>> (32 - SEGMENT_BITS)];
      const { slots } = segment;
      const at = slotOf(segment, hash, identity);
      if (!isHeld(slots, at, day)) {
        put(segment, at, identity, fingerprint, day);
        return SEEN.first;
      }
      const latest = slots[at + FINGERPRINT];
      if (latest === fingerprint || has(pairKey(identity, fingerprint >>> 0), day)) return SEEN.duplicate;
      const since = dayAt(slots, at);
      put(segment, at, identity, fingerprint, day);
      add(pairKey(identity, latest >>> 0), latest, since);
      return SEEN.reused;
    },
    isRepeat(identity, content, time) {
      const day = dayOf(time);
      const hash = hashOf(identity);
      const segment = segments[hash >>> (32 - SEGMENT_BITS)];
      const { slots } = segment;
      const at = slotOf(segment, hash, identity);
      const fingerprint = content | 0;
      return (
        isHeld(slots, at, day) &&
        (slots[at + FINGERPRINT] === fingerprint || has(pairKey(identity, fingerprint >>> 0), day))
      );
    },
    save(out) {
      out.json({ newestDay, oldestDay, segments: segments.map(({ capacity, held }) => [capacity, held]) });
      for (const { slots } of segments) out.numbers(slots);
    },
    restore(from) {
      const saved = from.json<Saved>();
      ({ newestDay } = saved);
      oldestDay = saved.oldestDay ?? newestDay - DUPLICATE_DAYS;
      for (const [i, segment] of segments.entries()) {
        const [capacity, held] = saved.segments?.[i] ?? [CAPACITY_FIRST, 0];
        Object.assign(segment, segmentOf(capacity), { held });
        if (saved.segments !== undefined) from.into(segment.slots);
      }
      if (saved.segments === undefined) takeOne(from);
    },
  };

  /** Takes what was saved while all was one table: pairs of an identity and, as integers, its fingerprint and day. */
  function takeOne(from: SnapshotReader): void {
    const identities = from.numbers(Float64Array);
    const ints = new Int32Array(identities.buffer, identities.byteOffset);
    for (let i = 0; i < identities.length / 2; i++) {
      const [fingerprint, day] = [ints[i * 4 + 2], ints[i * 4 + 3]];
      if (identities[i * 2] !== NONE && day >= oldestDay) add(identities[i * 2], fingerprint, day);
    }
  }
}

/** The plain part of what is saved; without segments where all was one table. */
interface Saved {
  readonly newestDay: Day;
  readonly oldestDay?: Day;
  readonly segments?: readonly (readonly [capacity: number, held: number])[];
}

function segmentOf(capacity: number): Segment {
  return { slots: new Int32Array(capacity * INTS), capacity, held: 0 };
}

/** Where an identity lies in its segment, or the free slot where it would. */
function slotOf({ slots, capacity }: Segment, hash: number, identity: Key): number {
  const low = identity | 0;
  const high = (identity / TWO_32) | 0;
  let slot = (((hash << SEGMENT_BITS) >>> 0) * (capacity / TWO_32)) | 0;
  for (;;) {
    const at = slot * INTS;
    const upper = slots[at + HIGH] & HIGH_MASK;
    if (slots[at + LOW] === low && upper === high) return at;
    if (slots[at + LOW] === 0 && upper === 0) return at;
    slot = slot + 1 === capacity ? 0 : slot + 1;
  }
}

function isFree(slots: Int32Array, at: number): boolean {
  return slots[at + LOW] === 0 && (slots[at + HIGH] & HIGH_MASK) === 0;
}

function identityAt(slots: Int32Array, at: number): Key {
  return (slots[at + HIGH] & HIGH_MASK) * TWO_32 + (slots[at + LOW] >>> 0);
}

function highAndDay(high: number, day: Day): number {
  return (high & HIGH_MASK) | (day << HIGH_BITS);
}

/** The upper bits choose the table, the rest the slot. */
function hashOf(identity: Key): number {
  return Math.imul((identity | 0) ^ Math.imul((identity / TWO_32) | 0, 0x85ebca6b), 0x9e3779b1);
}
