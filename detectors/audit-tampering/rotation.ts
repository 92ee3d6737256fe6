/** Ordinary log rotation: a service account on the machine it always uses. */
import { ACTION, MARK, OUTCOME } from '../../schemas/event-columns.ts';
import type { ColumnName, View } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import { isOwnMachine, type Standing } from '../../src/verdicts/standing.ts';

/** The columns of a deed against the record. */
export const READS = [
  'time',
  'who',
  'person',
  'actor',
  'system',
  'source',
  'action',
  'outcome',
  'device',
  'tenant',
  'dataClass',
  'target',
  'ref',
  'rowCause',
  'offDuty',
  'deviceKind',
  'permitted',
  'marks',
] as const satisfies readonly ColumnName[];
/** A view of them. */
export type Tampering = View<(typeof READS)[number]>;

/** Whether a row is log rotation: a service account deletes or updates on its own machine. */
export function isRotation(view: Tampering, row: number, standing: Standing, machines: FirstSeen): boolean {
  const { action, outcome, marks } = view;
  if (standing !== 'service' || outcome[row] !== OUTCOME.success) return false;
  if (action[row] !== ACTION.delete && action[row] !== ACTION.update) return false;
  return isOwnMachine(view, row, machines, (marks[row] & MARK.clock) === 0);
}
