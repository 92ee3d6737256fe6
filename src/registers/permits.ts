/** Permits: approved work in force for a person or an account. */
import { type Key, NONE, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { History } from './history.ts';
import { lensOf, NO_ROWS } from './lens.ts';
import type { ApprovedPermitRow } from './prepare.ts';
import type { PermitRow } from './registers.ts';

interface Kept {
  readonly named: readonly ApprovedPermitRow[];
  readonly onAccount: readonly ApprovedPermitRow[];
  readonly rows: readonly PermitRow[];
}

/** Pairs of person and account whose answer is kept. */
const KEPT_MAX = 10_000;

/** Whether a permit was approved, and by somebody else than the one who uses it. */
export function isApproved({ approvedBy, principal }: ApprovedPermitRow, user: Key): boolean {
  return approvedBy !== NONE && approvedBy !== principal && approvedBy !== user;
}

/**
 * The permits in force for somebody using an account. One that names both a person and an account needs both;
 * one without an approver, or approved by the very person who uses it, is void.
 */
export function permitsOf(
  history: History<ApprovedPermitRow, readonly ApprovedPermitRow[]>,
): (principal: Key, account: Key, known: Micros, time: Micros) => readonly PermitRow[] {
  const byPerson = lensOf(
    history,
    ({ principal }) => (principal === NONE ? NO_ROWS : [principal]),
    'holding',
  );
  const byAccount = lensOf(history, ({ account }) => (account === NONE ? NO_ROWS : [account]), 'holding');
  const kept = new Map<Key, Kept>();

  return (principal, account, known, time) => {
    const named = byPerson(principal, known, time);
    const onAccount = byAccount(account, known, time);
    if (named.length === 0 && onAccount.length === 0) return NO_ROWS;
    const pair = pairKey(principal, account);
    const before = kept.get(pair);
    if (before !== undefined && before.named === named && before.onAccount === onAccount) return before.rows;
    const rows = [
      ...named.filter((row) => row.account === NONE || row.account === account),
      ...onAccount.filter((row) => row.principal === NONE),
    ].filter((row) => isApproved(row, principal));
    if (kept.size >= KEPT_MAX) kept.clear();
    kept.set(pair, { named, onAccount, rows });
    return rows;
  };
}
