/** Where an account is used and tried: known places, new ones, and what was tried from each. */

import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, MINUTE, type Micros } from '../../src/core/time.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import type { SignIns } from './sign-ins.ts';
import { named, STANDING, standingOf } from './standing.ts';
import { FIELD, KEEP, TRY } from './tries.ts';

/** How far back a few tries before a success count. */
export const FEW_WITHIN: Micros = 7 * DAY;

/** A success so soon after tries of no origin belongs to them. */
const SAME_SITTING: Micros = 15 * MINUTE;

/** Where a sign-in came from: the registered device, else the address, the device by name, the session. */
export function placeOf(view: SignIns, row: number): Key {
  const device = named(view, row, 'device');
  const ip = named(view, row, 'ip');
  if (device !== NONE && view.registers.device(device, view.time[row]) !== null) return device;
  if (ip !== NONE) return ip;
  return device !== NONE ? device : named(view, row, 'session');
}

/** Places from which an account may have been used before it is said to roam. */
const ROAMING_PLACES = 4;

/**
 * Whether an account comes from a new place every third time or more often (a telephone's line, IPv6 privacy addresses, desks
 * that nobody owns): there a new place says nothing.
 */
export function isRoaming(places: FirstSeen, account: Key): boolean {
  const known = places.known(account);
  return known >= ROAMING_PLACES && 3 * known >= places.total(account);
}

const origins = new Float64Array(KEEP);

/** What was tried at an account before a success from `place`; many tries from there itself are told by the origin. */
export function triesBefore(log: Recent, places: FirstSeen, account: Key, place: Key, now: Micros) {
  const before = { isTold: false, nowhere: 0, here: 0, elsewhere: 0, origins: 0, few: 0, fewSince: now };
  for (
    let entry = log.newest(account);
    entry >= 0 && now - log.time(entry) < FEW_WITHIN;
    entry = log.older(entry)
  ) {
    const marks = log.get(entry, FIELD.marks);
    const from = log.get(entry, FIELD.side);
    const isToday = now - log.time(entry) < DAY;
    if (isToday && marks & TRY.told && from === NONE) before.isTold = true;
    if (marks & TRY.answered) continue;
    if (from === NONE && now - log.time(entry) < SAME_SITTING) before.nowhere++;
    if (from === NONE) continue;
    if (from !== place && places.peek(account, from) > -Infinity) continue;
    if (isToday) before[from === place ? 'here' : 'elsewhere']++;
    if (isToday && !origins.subarray(0, before.origins).includes(from)) origins[before.origins++] = from;
    if (standingOf(marks) === STANDING.shared) continue;
    before.few++;
    before.fewSince = log.time(entry);
  }
  return before;
}
