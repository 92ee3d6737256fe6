/** Ordinary log rotation: a service account on the machine it always uses. */
import { ACTION, MARK, OUTCOME } from '../../schemas/event-columns.ts';
import { NONE } from '../../src/core/hash.ts';
import type { ColumnName, View } from '../../src/detector/define.ts';
import type { FirstSeen } from '../../src/state/first-seen.ts';
import type { Standing } from '../../src/verdicts/standing.ts';

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
  'permitted',
  'marks',
] as const satisfies readonly ColumnName[];
/** A view of them. */
export type Tampering = View<(typeof READS)[number]>;

/**
 * Whether a row is log rotation: a service account deletes or updates, on a registered server, on the machine it has always used,
 * or from one that the log does not name. On a person's PC, or on another machine than before, it is somebody who knows the password.
 */
export function isRotation(
  { registers, action, outcome, actor, device, time, marks }: Tampering,
  row: number,
  standing: Standing,
  machines: FirstSeen,
): boolean {
  if (standing !== 'service' || outcome[row] !== OUTCOME.success) return false;
  if (action[row] !== ACTION.delete && action[row] !== ACTION.update) return false;
  const machine = device[row];
  if (machine === NONE) return true;
  const known = registers.device(machine, time[row])?.kind ?? null;
  if (known === 'pc' || known === 'terminal' || known === 'shared') return false;
  const isUsual =
    known === 'server' || machines.known(actor[row]) === 0 || machines.touches(actor[row], machine) > 0;
  if (isUsual && (marks[row] & MARK.clock) === 0) machines.touch(actor[row], machine, time[row]);
  return isUsual;
}
