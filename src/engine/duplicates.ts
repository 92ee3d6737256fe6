/**
 * Recognises events seen before: same (source, id) within seven days.
 *
 * Open addressing over the identity hash, 16 bytes a slot, at most 60 % full; entries older than the horizon are left behind
 * when the table is built anew. An id used with several contents has its latest under the id and each earlier one under
 * (id, content). Error: two different events are taken for one with the chance stated in hash.ts.
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

/** Numbers of a slot: its identity; beside it in the same 16 bytes the fingerprint of the content and the day. */
const FLOATS = 2;
const FINGERPRINT = 2;
const DAY_SEEN = 3;
const INTS = 4;

/** The day while no time could be right. */
const UNDATED: Day = 0;

/** Makes an empty memory. */
export function duplicates(): Duplicates {
  let capacity = 1024;
  let held = 0;
  let newestDay = UNDATED;
  // one buffer, so that an event touches one cache line
  let identities = new Float64Array(capacity * FLOATS);
  let ints = new Int32Array(identities.buffer);

  const slotOf = (identity: Key): number => {
    let slot = Math.imul(identity | 0, 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (capacity - 1);
    while (identities[slot * FLOATS] !== NONE && identities[slot * FLOATS] !== identity)
      slot = (slot + 1) & (capacity - 1);
    return slot;
  };

  const isRemembered = (slot: number): boolean =>
    identities[slot * FLOATS] !== NONE && ints[slot * INTS + DAY_SEEN] >= newestDay - DUPLICATE_DAYS;

  const resize = (slots: number): void => {
    capacity = slots;
    identities = new Float64Array(capacity * FLOATS);
    ints = new Int32Array(identities.buffer);
  };

  /** Builds the table anew without what is past the horizon, larger if it is still more than a third full. */
  const rebuild = (): void => {
    const [oldIdentities, oldInts, oldCapacity] = [identities, ints, capacity];
    held = 0;
    for (let slot = 0; slot < oldCapacity; slot++) if (isRemembered(slot)) held++;
    let wanted = capacity;
    while (held * 3 > wanted) wanted *= 2;
    resize(wanted);
    for (let old = 0; old < oldCapacity; old++) {
      const identity = oldIdentities[old * FLOATS];
      if (identity === NONE || oldInts[old * INTS + DAY_SEEN] < newestDay - DUPLICATE_DAYS) continue;
      const slot = slotOf(identity);
      identities[slot * FLOATS] = identity;
      ints[slot * INTS + FINGERPRINT] = oldInts[old * INTS + FINGERPRINT];
      ints[slot * INTS + DAY_SEEN] = oldInts[old * INTS + DAY_SEEN];
    }
  };

  const isHeld = (slot: number, identity: Key, day: number): boolean =>
    identities[slot * FLOATS] === identity && Math.abs(day - ints[slot * INTS + DAY_SEEN]) <= DUPLICATE_DAYS;

  /** The first day is known: what was noted before it counts as of it. */
  const date = (day: Day): void => {
    newestDay = day;
    for (let slot = 0; slot < capacity; slot++) ints[slot * INTS + DAY_SEEN] = day;
  };

  const put = (slot: number, identity: Key, fingerprint: number, day: number): void => {
    if (identities[slot * FLOATS] === NONE) held++;
    identities[slot * FLOATS] = identity;
    ints[slot * INTS + FINGERPRINT] = fingerprint;
    ints[slot * INTS + DAY_SEEN] = day;
    if (day > newestDay) newestDay = day;
    if (held * 5 > capacity * 3) rebuild();
  };

  return {
    note(identity, content, time) {
      const day = time === Number.NEGATIVE_INFINITY ? newestDay : Math.floor(time / DAY);
      if (newestDay === UNDATED && day > UNDATED) date(day);
      const fingerprint = content | 0;
      const slot = slotOf(identity);
      if (!isHeld(slot, identity, day)) {
        put(slot, identity, fingerprint, day);
        return SEEN.first;
      }
      const latest = ints[slot * INTS + FINGERPRINT];
      if (latest === fingerprint) return SEEN.duplicate;
      const repeated = pairKey(identity, fingerprint >>> 0);
      if (isHeld(slotOf(repeated), repeated, day)) return SEEN.duplicate;
      const earlier = pairKey(identity, latest >>> 0);
      const since = ints[slot * INTS + DAY_SEEN];
      put(slot, identity, fingerprint, day);
      put(slotOf(earlier), earlier, latest, since);
      return SEEN.reused;
    },
    isRepeat(identity, content, time) {
      const day = time === Number.NEGATIVE_INFINITY ? newestDay : Math.floor(time / DAY);
      const slot = slotOf(identity);
      if (!isHeld(slot, identity, day)) return false;
      const fingerprint = content | 0;
      const repeated = pairKey(identity, fingerprint >>> 0);
      return ints[slot * INTS + FINGERPRINT] === fingerprint || isHeld(slotOf(repeated), repeated, day);
    },
    save(out) {
      out.json({ capacity, held, newestDay });
      out.numbers(identities);
    },
    restore(from) {
      const saved = from.json<{ capacity: number; held: number; newestDay: number }>();
      const bytes = new Uint8Array(from.numbers(Float64Array).buffer);
      resize(saved.capacity);
      new Uint8Array(identities.buffer).set(bytes);
      ({ held, newestDay } = saved);
    },
  };
}
