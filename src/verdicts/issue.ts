/** A sale or an issue: what explains a look-up at the same device (contract.md §3). */
import { ACTIONS } from '../../schemas/access-event.ts';
import { ACTION } from '../../schemas/event-columns.ts';
import { NONE } from '../core/hash.ts';
import type { JudgedColumns } from './columns.ts';

/** Actions that can be one. */
export const ISSUE_ACTIONS = ['sale', 'print', 'create'] as const;
const IS_ISSUE: readonly boolean[] = ACTIONS.map((name) =>
  (ISSUE_ACTIONS as readonly string[]).includes(name),
);

/** A sale, or an issue that names somebody or a transaction. */
export function isIssue(
  row: number,
  columns: Pick<JudgedColumns, 'action' | 'subjectStart' | 'transactionId'>,
): boolean {
  const action = columns.action[row];
  if (action === ACTION.sale) return true;
  if (!IS_ISSUE[action]) return false;
  return columns.subjectStart[row + 1] > columns.subjectStart[row] || columns.transactionId[row] !== NONE;
}
