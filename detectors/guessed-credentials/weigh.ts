/** Weighs the tries remembered under one key against the limits of every horizon. Exact up to {@link KEEP} tries. */

import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import type { Recent } from '../../src/state/recent.ts';
import { HORIZONS, type Limits, PER_REGULAR, SLOW } from './limits.ts';
import { isOwners, standingOf } from './standing.ts';
import { FIELD, KEEP, TRY } from './tries.ts';

/** After so long a finding of a burst has ended, and its tries do not make a new one. */
export const BURST_QUIET: Micros = 3 * DAY;
/** The same for guessing spread over days. */
export const SLOW_QUIET: Micros = 30 * DAY;

/** Why it is guessing. */
export interface Weighed {
  /** Position in HORIZONS. */
  horizon: number;
  tries: number;
  accounts: number;
  limit: number;
  /** Whether the number of accounts decided, not that of tries. */
  byAccounts: boolean;
  /** Whether nobody has ever signed in from there. */
  isBarren?: boolean;
}

/** Sign-ins after which an account is at home at an origin that no register knows. */
const REGULAR_SIGN_INS = 3;
/** What a try at such an account counts there. */
const REGULAR_TRY = 0.25;

/** Tries from which different names say something, where nobody works. */
const BARREN_TRIES = 4;

/** Whether an account is at home at an origin by its sign-ins there. */
export const worksAt = (known: FirstSeen, key: Key, account: Key): boolean =>
  account !== NONE && known.touches(key, account) >= REGULAR_SIGN_INS;

const seen = new Float64Array(KEEP);
const seenNames = new Float64Array(KEEP);
const seenOver = new Float64Array(KEEP);

/**
 * The shortest horizon whose limit the tries at an origin reach at `now`; null where none does. `known`: accounts that
 * have signed in from there; given where nothing else tells an office from a person. Each of them that was not tried
 * raises the limits, and those that were do not count as a spray. Where nobody has ever signed in nobody works: there every
 * name is another person's account. `isOwn`: of an owner at his own PC; those tries and other people's are two stories, each
 * weighed by itself.
 */
export function weighOrigin(
  log: Recent,
  key: Key,
  now: Micros,
  limits: Limits,
  known: FirstSeen | null,
  isOwn: boolean,
): Weighed | null {
  const regulars = known === null ? 0 : regularsAt(log, key, known);
  const isBarren = known !== null && known.known(key) === 0;
  let points = 0;
  let share = 0;
  let tries = 0;
  let accounts = 0;
  let names = 0;
  let accountsOver = 0;
  let entry = log.newest(key);
  for (let horizon = 0; horizon < HORIZONS.length; horizon++) {
    for (; entry >= 0 && now - log.time(entry) < HORIZONS[horizon]; entry = log.older(entry)) {
      const marks = log.get(entry, FIELD.marks);
      if (isOwners(marks) !== isOwn) continue;
      const weight = limits.weights[standingOf(marks)];
      const account = log.get(entry, FIELD.side);
      const told = (marks & TRY.told) === 0 ? 0 : now - log.time(entry);
      const isOpen = (marks & TRY.answered) === 0;
      if (weight.account > 0 && account !== NONE && told <= SLOW_QUIET && (weight.countsAnswered || isOpen)) {
        const tried = isBarren ? log.get(entry, FIELD.name) : account;
        if (isNew(seenOver, accountsOver, tried)) {
          seenOver[accountsOver++] = tried;
          share += isBarren ? 1 : weight.account;
        }
      }
      if (!isOpen || weight.perTry === 0 || told > BURST_QUIET) continue;
      const isRegular = known !== null && worksAt(known, key, account);
      points += isRegular ? weight.perTry * REGULAR_TRY : weight.perTry;
      tries++;
      if (account === NONE || !isNew(seen, accounts, account)) continue;
      seen[accounts++] = account;
      const name = log.get(entry, FIELD.name);
      if (!isNew(seenNames, names, name)) continue; // another spelling of the same name
      seenNames[names++] = name;
      if (names > 1 && (known === null || known.peek(key, account) === -Infinity))
        points += weight.perAccount;
    }
    const limitOfTries = limits.tries[horizon] + regulars * PER_REGULAR.tries[horizon];
    if (points >= limitOfTries) return { horizon, tries, accounts, limit: limitOfTries, byAccounts: false };
    const limitOfAccounts = limits.accounts[horizon] + regulars * PER_REGULAR.accounts[horizon];
    if (horizon >= SLOW && share >= limitOfAccounts && !(isBarren && tries < BARREN_TRIES))
      return { horizon, tries, accounts: accountsOver, limit: limitOfAccounts, byAccounts: true, isBarren };
  }
  return null;
}

/** Accounts that work at an origin beyond the first one and beyond those that were tried there. */
function regularsAt(log: Recent, key: Key, known: FirstSeen): number {
  const all = known.known(key);
  let tried = 0;
  if (all < 2) return 0;
  for (let entry = log.newest(key); entry >= 0; entry = log.older(entry)) {
    const account = log.get(entry, FIELD.side);
    if (account !== NONE && isNew(seen, tried, account)) seen[tried++] = account;
  }
  return Math.max(0, all - 1 - tried);
}

function isNew(list: Float64Array, length: number, value: Key): boolean {
  for (let i = 0; i < length; i++) if (list[i] === value) return false;
  return true;
}
