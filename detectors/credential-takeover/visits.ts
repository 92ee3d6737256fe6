/** Sign-ins from one device or address: whose it seems to be, and how many other people's accounts were used there. */

import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, dayAt, type Micros } from '../../src/core/time.ts';
import type { Contributors } from '../../src/detector/define.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { HORIZONS, REACH } from './limits.ts';

/** Visits remembered per origin. More than this within the longest horizon is far beyond every limit. */
const KEEP = 64;
/** Fields of a visit. */
const FIELD = { who: 0, account: 1, ref: 2, told: 3 } as const;
/** So much of what an origin has seen must be one person's for it to be his. */
const OWNERS_SHARE = 0.6;
/** Sign-ins, and days, from which that can be told. */
const OWNERS_SIGN_INS = 10;
const OWNERS_DAYS: Micros = 14 * DAY;
/** Sign-ins of one person that make a PC his while its owner is away. */
const LOAN_SIGN_INS = 3;

/** After so long a finding has ended, and its visits do not make a new one. */
export const QUIET: Micros = 30 * DAY;

/** Sign-ins by origin. */
export function visitsStore(): Recent {
  return recent({ fields: 4, keep: KEEP, within: REACH });
}

/** Notes a sign-in. */
export function noteVisit(log: Recent, origin: Key, who: Key, account: Key, time: Micros, ref: number): void {
  const entry = log.add(origin, time);
  if (entry < 0) return;
  log.set(entry, FIELD.who, who);
  log.set(entry, FIELD.account, account);
  log.set(entry, FIELD.ref, ref);
}

/** How many other people, and in which horizon. */
export interface Crowd {
  /** Position in HORIZONS. */
  readonly horizon: number;
  readonly accounts: number;
  readonly limit: number;
}

const people = new Float64Array(KEEP);
const firstDay = new Float64Array(KEEP);
const isAgain = new Uint8Array(KEEP);
const signIns = new Float64Array(KEEP);

/**
 * The shortest horizon in which other people's accounts reach its limit; null where none does. `excused`: the one who may
 * use the origin although the register does not say so. Who comes back on another day counts twice: a visit is made once.
 */
export function crowdAt(
  log: Recent,
  origin: Key,
  now: Micros,
  limits: readonly number[],
  excused: Key,
): Crowd | null {
  let count = 0;
  let weight = 0;
  let entry = log.newest(origin);
  for (let horizon = 0; horizon < limits.length; horizon++) {
    for (; entry >= 0 && now - log.time(entry) < HORIZONS[horizon]; entry = log.older(entry)) {
      const who = log.get(entry, FIELD.who);
      const isOver = log.get(entry, FIELD.told) === 1 && now - log.time(entry) > QUIET;
      if (who === excused || isOver) continue;
      const at = placeAmong(count, who);
      if (at === count) {
        firstDay[count] = dayAt(log.time(entry));
        isAgain[count++] = 0;
        weight++;
      } else if (isAgain[at] === 0 && firstDay[at] !== dayAt(log.time(entry))) {
        isAgain[at] = 1;
        weight++;
      }
    }
    if (count > 1 && weight >= limits[horizon]) return { horizon, accounts: count, limit: limits[horizon] };
  }
  return null;
}

/** Who has signed in most, three times at least: the one to whom a PC is lent while its owner is away. */
export function mainVisitor(log: Recent, origin: Key): Key {
  let count = 0;
  let best = -1;
  for (let entry = log.newest(origin); entry >= 0; entry = log.older(entry)) {
    const at = placeAmong(count, log.get(entry, FIELD.who));
    if (at === count) signIns[count++] = 0;
    signIns[at]++;
    if (best < 0 || signIns[at] > signIns[best]) best = at;
  }
  return best >= 0 && signIns[best] >= LOAN_SIGN_INS ? people[best] : NONE;
}

/** The one person to whom an origin belongs by its use up to a week ago; NONE where it is nobody's, everybody's, or not known for long enough. */
export function ownerByUse(log: Recent, origin: Key, now: Micros): Key {
  let count = 0;
  let all = 0;
  let oldest = now;
  for (let entry = log.newest(origin); entry >= 0; entry = log.older(entry)) {
    oldest = log.time(entry);
    if (now - oldest < HORIZONS[1]) continue;
    const at = placeAmong(count, log.get(entry, FIELD.who));
    if (at === count) signIns[count++] = 0;
    signIns[at]++;
    all++;
  }
  if (all < OWNERS_SIGN_INS || now - oldest < OWNERS_DAYS) return NONE;
  for (let at = 0; at < count; at++) if (signIns[at] >= OWNERS_SHARE * all) return people[at];
  return NONE;
}

/** The place of somebody among the first `count` of {@link people}; `count`, where he now stands, if he is none of them. */
function placeAmong(count: number, who: Key): number {
  let at = 0;
  while (at < count && people[at] !== who) at++;
  if (at === count) people[count] = who;
  return at;
}

/** Tells the visits of others back to `since` that were not told yet, oldest first, and marks them so. */
export function tellVisits(log: Recent, origin: Key, since: Micros, excused: Key): Contributors {
  const refs: number[] = [];
  const times: Micros[] = [];
  const accounts: Key[] = [];
  for (let entry = log.newest(origin); entry >= 0 && log.time(entry) > since; entry = log.older(entry)) {
    if (log.get(entry, FIELD.told) === 1 || log.get(entry, FIELD.who) === excused) continue;
    log.set(entry, FIELD.told, 1);
    refs.push(log.get(entry, FIELD.ref));
    times.push(log.time(entry));
    accounts.push(log.get(entry, FIELD.account));
  }
  return { refs: refs.reverse(), times: times.reverse(), accounts };
}
