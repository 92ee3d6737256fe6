/** Somebody resets an account and then signs in to it from the same place. At its owner's PC, or where many work, that is help. */

import { hashText, type Key, pairKey } from '../../src/core/hash.ts';
import { DAY } from '../../src/core/time.ts';
import type { Signal } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { kindOf } from '../guessed-credentials/standing.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import type { SignIns } from './sign-ins.ts';

const RESET = hashText('reset');

/** The finding of what somebody enters after resets of his own. */
export function resetterKey(by: Key): Key {
  return pairKey(RESET, by);
}

/** Fields of a reset. */
const FIELD = { account: 0, by: 1, ref: 2 } as const;
/** Other people that make an address one that many share. */
const SHARED_FROM = 3;

/** Resets by the place from which they were made. */
export function resetsStore({ resetDays }: Thresholds): Recent {
  return recent({ fields: 3, keep: 16, within: resetDays * DAY });
}

/** Notes a reset. */
export function noteReset(resets: Recent, view: SignIns, row: number, origin: Key): void {
  const entry = resets.add(origin, view.time[row]);
  if (entry < 0) return;
  resets.set(entry, FIELD.account, view.accountAbout[row]);
  resets.set(entry, FIELD.by, view.actor[row]);
  resets.set(entry, FIELD.ref, view.ref[row]);
}

/** What a sign-in says whose account was reset from the same place; null where it was not, or where many work. */
export function afterReset(
  resets: Recent,
  users: FirstSeen,
  view: SignIns,
  row: number,
  field: 'device' | 'ip',
  { resetDays }: Thresholds,
): Signal<Evidence> | null {
  const { time, actor, who, registers, system, source, subjectStart } = view;
  const origin = view[field][row];
  for (let entry = resets.newest(origin); entry >= 0; entry = resets.older(entry)) {
    if (time[row] - resets.time(entry) > resetDays * DAY) return null;
    if (resets.get(entry, FIELD.account) !== actor[row]) continue;
    const by = resets.get(entry, FIELD.by);
    const resetter = registers.account(by, system[row], source[row], time[row]);
    const isUser = (user: Key) => Number(users.peek(origin, user) > -Infinity);
    const others = users.known(origin) - isUser(resetter?.principal || by) - isUser(who[row]);
    if (field === 'ip' && others >= SHARED_FROM) return null;
    const isGrave = kindOf(view, row) === 'admin';
    const hasSubject = subjectStart[row + 1] > subjectStart[row];
    return {
      key: resetterKey(by),
      severity: isGrave ? 'high' : 'medium',
      score: isGrave ? 78 : 60,
      evidence: {
        how: 'reset-same-place',
        ...(resetter?.principalText ? { reset_by: resetter.principalText } : {}),
      },
      about: hasSubject ? [field, 'actor', 'subject'] : [field, 'actor'],
      contributors: { refs: [resets.get(entry, FIELD.ref)], times: [resets.time(entry)] },
    };
  }
  return null;
}
