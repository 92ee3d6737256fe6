/**
 * Where something stands among all that is said at once. What is said of one detector depends on no other; so what several backs say of theirs
 * can be put into the order in which one would have said it.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';

/** What stands at a time: rows, then look-ups that were settled then, then the ends of episodes. */
export const RANK = { row: 0, settled: 1, end: 2 } as const;

/** A place. */
export interface Place {
  readonly time: Micros;
  readonly rank: (typeof RANK)[keyof typeof RANK];
  readonly ref: number;
  /** Position of the detector; below 0 for what is taken back, which stands before what is said of the event that explains it. */
  readonly detector: number;
  readonly key: Key;
}

/** What has a place, and a name by which ends at one time stand. */
interface Placed {
  readonly id: string;
  readonly place: Place;
}

/** The place of an end that came by its own time. */
export function endAt(time: Micros): Place {
  return { time, rank: RANK.end, ref: 0, detector: 0, key: 0 };
}

/** By time and rank, then by place in event order, then by detector. */
export function inPlace(a: Place, b: Place): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  return a.rank - b.rank || a.ref - b.ref || a.detector - b.detector || a.key - b.key;
}

/** Puts what was said into its order, in place. */
export function ordered<T extends Placed>(said: T[]): T[] {
  if (said.length < 2) return said;
  return said.sort((a, b) => inPlace(a.place, b.place) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}
