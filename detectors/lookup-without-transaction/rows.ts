/** The rows it is judged by: what is read of them, and which they are. */

import { LOOKUP_ACTIONS, SYSTEM } from '../../schemas/event-columns.ts';
import type { ColumnName, Only, View } from '../../src/detector/define.ts';
import { ISSUE_ACTIONS } from '../../src/verdicts/issue.ts';

/** The columns it is judged by. */
export const READS = [
  'time',
  'system',
  'source',
  'action',
  'actor',
  'who',
  'device',
  'session',
  'transactionId',
  'subjects',
  'subjectStart',
  'ref',
  'marks',
  'permitted',
  'verdict',
  'rowCause',
  'offDuty',
  'deviceKind',
] as const satisfies readonly ColumnName[];
/** The rows of a shard. */
export type LookUps = View<(typeof READS)[number]>;

/** What shows a customer, what explains that, and who opened the session. */
export const ONLY: Only = { actions: [...LOOKUP_ACTIONS, ...ISSUE_ACTIONS, 'login'], outcome: 'success' };

/** Of shops and of customer relations only: elsewhere nothing is sold. */
export function isShop({ system }: LookUps, row: number): boolean {
  return system[row] === SYSTEM.pos || system[row] === SYSTEM.crm;
}
