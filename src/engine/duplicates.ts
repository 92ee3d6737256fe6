/**
 * Recognises events seen before: same (source, id) within seven days.
 *
 * Open addressing over the identity hash, 16 bytes a slot, at most 60 % full; entries older than the horizon are left behind
 * when the table is built anew. An id used with several contents has its latest under the id and each earlier one under
 * (id, content). Error: two different events are taken for one with the chance stated in hash.ts.
 */
import { type Key, NONE, pairKey } from '../core/hash.ts';
import { DAY, type Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';

/** How long an id is remembered. */
export const DUPLICATE_DAYS = 7;

/** What an id says about an event. */
export const SEEN = { first: 0, duplicate: 1, reused: 2 } as const;

/** Remembers the ids of the last days. */
export interface Duplicates {
  /** Notes an event and says whether its id is new, a repeat with the same bytes, or a repeat with others. */
  note(identity: Key, content: Key, time: Micros): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Makes an empty memory. */
export function duplicates(): Duplicates {
  let capacity = 1024;
  let held = 0;
  let newestDay = 0;
  let identities = new Float64Array(capacity);
  let contents = new Uint32Array(capacity);
  let days = new Int32Array(capacity);

  const slotOf = (identity: Key): number => {
    let slot = Math.imul(identity | 0, 0x9e3779b1) >>> 0;
    slot = (slot ^ (slot >>> 15)) & (capacity - 1);
    while (identities[slot] !== NONE && identities[slot] !== identity) slot = (slot + 1) & (capacity - 1);
    return slot;
  };

  /** Builds the table anew without what is past the horizon, twice as large if it is still more than a third full. */
  const rebuild = (): void => {
    const [oldIdentities, oldContents, oldDays] = [identities, contents, days];
    let live = 0;
    for (let i = 0; i < oldDays.length; i++)
      if (oldIdentities[i] !== NONE && oldDays[i] >= newestDay - DUPLICATE_DAYS) live++;
    while (live * 3 > capacity) capacity *= 2;
    identities = new Float64Array(capacity);
    contents = new Uint32Array(capacity);
    days = new Int32Array(capacity);
    held = live;
    for (let i = 0; i < oldDays.length; i++) {
      if (oldIdentities[i] === NONE || oldDays[i] < newestDay - DUPLICATE_DAYS) continue;
      const slot = slotOf(oldIdentities[i]);
      identities[slot] = oldIdentities[i];
      contents[slot] = oldContents[i];
      days[slot] = oldDays[i];
    }
  };

  const isHeld = (slot: number, identity: Key, day: number): boolean =>
    identities[slot] === identity && Math.abs(day - days[slot]) <= DUPLICATE_DAYS;

  const remember = (identity: Key, fingerprint: number, day: number): void => {
    const slot = slotOf(identity);
    if (identities[slot] === NONE) held++;
    identities[slot] = identity;
    contents[slot] = fingerprint;
    days[slot] = day;
    if (day > newestDay) newestDay = day;
    if (held * 5 > capacity * 3) rebuild();
  };

  return {
    note(identity, content, time) {
      const day = Math.floor(time / DAY);
      const fingerprint = content >>> 0;
      const slot = slotOf(identity);
      const isKnown = isHeld(slot, identity, day);
      if (isKnown) {
        if (contents[slot] === fingerprint) return SEEN.duplicate;
        const repeated = pairKey(identity, fingerprint);
        if (isHeld(slotOf(repeated), repeated, day)) return SEEN.duplicate;
        remember(pairKey(identity, contents[slot]), contents[slot], days[slot]);
      }
      remember(identity, fingerprint, day);
      return isKnown ? SEEN.reused : SEEN.first;
    },
    save(out) {
      out.json({ capacity, held, newestDay });
      out.numbers(identities);
      out.numbers(contents);
      out.numbers(days);
    },
    restore(from) {
      ({ capacity, held, newestDay } = from.json<{ capacity: number; held: number; newestDay: number }>());
      identities = from.numbers(Float64Array);
      contents = from.numbers(Uint32Array);
      days = from.numbers(Int32Array);
    },
  };
}
