/** Where an account has been used, and whether it has a past: only then is a place new to it. */

import type { Key } from '../../src/core/hash.ts';
import { DAY, HOUR, type Micros } from '../../src/core/time.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import type { Thresholds } from './limits.ts';

/** How long a place outside stays known to an account that is not used from there. */
const KEPT: Micros = 180 * DAY;

/** Places outside by account. The account itself stands among them, and counts the days of its use. */
export const usesStore = (): FirstSeen => firstSeen({ horizon: KEPT });

/** Notes that a key had a value, at most once in so long: asking is cheaper than noting. */
export function noteUse(uses: FirstSeen, key: Key, value: Key, time: Micros, pause: Micros): void {
  if (uses.peek(key, value) <= time - pause) uses.touch(key, value, time);
}

/** Notes a day of an account's use. */
export function noteDay(uses: FirstSeen, account: Key, time: Micros): void {
  noteUse(uses, account, account, time, DAY - 2 * HOUR); // who comes a little earlier the next morning has come again
}

/** Places outside from which an account has been used before it is said to roam. */
const ROAMING_PLACES = 4;

/**
 * Whether an account, before these `fresh` places, came from a new place outside every third day of its use or more often (telephones,
 * desks that nobody owns): there one more says nothing.
 */
export function isRoaming(uses: FirstSeen, account: Key, fresh: number): boolean {
  const before = uses.known(account) - 1 - fresh; // the account stands among its places
  return before >= ROAMING_PLACES && 3 * before >= uses.touches(account, account) - fresh;
}

/** What was known of a place outside before this sign-in from it, which is noted. */
export function visitPlace(
  uses: FirstSeen,
  account: Key,
  place: Key,
  time: Micros,
  limit: Thresholds,
): { readonly isNew: boolean; readonly hasPast: boolean } {
  const hasPast =
    uses.since(account) <= time - limit.establishedDays * DAY &&
    uses.touches(account, account) >= limit.establishedUses;
  const isNew = uses.peek(account, place) === -Infinity;
  noteUse(uses, account, place, time, HOUR);
  noteDay(uses, account, time);
  return { isNew, hasPast };
}
