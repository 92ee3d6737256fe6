/** Whether a success from an origin is a guess that came right, or its owner after a slip of the finger. */

import { type Key, NONE } from '../../src/core/hash.ts';
import type { Micros } from '../../src/core/time.ts';
import type { Recent } from '../../src/state/recent.ts';
import { isOwners, STANDING, type Standing } from './standing.ts';
import { FIELD, mark, TRY } from './tries.ts';

/** Accounts tried from which a success of yet another one counts as entered, where few have worked before. */
const SPRAY = 5;

/** Tries of an account known at the place that its owner may have made. */
const SLIPS = 3;

/** What had been tried at an origin when an account got in there. */
export interface Before {
  /** Tries at this account, unanswered. */
  own: number;
  /** Other accounts tried. */
  others: number;
  /** Whether a finding is open here, of more than an owner at his own PC. */
  isTold: boolean;
}

const seen = new Float64Array(64);

/** What was tried under a key, back to `since`; a finding is open where something was told after `since`. */
export function triedBefore(log: Recent, key: Key, account: Key, since: Micros): Before {
  const before: Before = { own: 0, others: 0, isTold: false };
  let accounts = 0;
  for (let entry = log.newest(key); entry >= 0; entry = log.older(entry)) {
    const marks = log.get(entry, FIELD.marks);
    const side = log.get(entry, FIELD.side);
    const isRecent = log.time(entry) > since;
    if (isRecent && marks & TRY.told && !isOwners(marks)) before.isTold = true;
    if (side === account) {
      if (isRecent && !(marks & TRY.answered)) before.own++;
      continue;
    }
    if (side === NONE || !isFirst(accounts, side)) continue;
    seen[accounts++] = side;
    if (isRecent) before.others++;
  }
  return before;
}

/**
 * On another person's PC: an account tried in vain and then entered, once a finding is open or enough others went the
 * same way. Elsewhere only while a finding is open: an account never seen to work there that was tried, or that
 * followed a spray where hardly anybody works; or a known one among several tried. `entered`: whether it was before, and
 * how many others were.
 */
export function isEntry(
  before: Before,
  entered: { readonly was: boolean; readonly others: number },
  standing: Standing,
  isKnown: boolean,
  known: number,
  enteredMin: number,
): boolean {
  if (standing === STANDING.other) {
    if (entered.was) return before.isTold;
    return before.own > 0 && (before.isTold || entered.others + 1 >= enteredMin);
  }
  if (standing !== STANDING.unregistered || !before.isTold) return false;
  if (isKnown) return before.own > SLIPS && before.others > 0;
  return before.own > 0 || (before.others >= SPRAY && known * 2 < before.others);
}

/** Marks the tries at an account back to `since` as answered by a success. */
export function answerTries(log: Recent, key: Key, account: Key, since: Micros): void {
  for (let entry = log.newest(key); entry >= 0 && log.time(entry) > since; entry = log.older(entry)) {
    if (log.get(entry, FIELD.side) === account) mark(log, entry, TRY.answered);
  }
}

function isFirst(length: number, side: Key): boolean {
  for (let i = 0; i < length; i++) if (seen[i] === side) return false;
  return true;
}
