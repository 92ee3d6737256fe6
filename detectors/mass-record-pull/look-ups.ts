/** The rows that mass-record-pull reads. */
import type { View } from '../../src/detector/define.ts';

/** The columns a pull is judged by. */
export const READS = [
  'time',
  'who',
  'person',
  'actor',
  'device',
  'system',
  'source',
  'action',
  'outcome',
  'records',
  'subjects',
  'subjectStart',
  'tenant',
  'dataClass',
  'ref',
  'offDuty',
  'permitted',
  'ownWork',
  'accountKind',
  'deviceKind',
  'hasOneAccount',
] as const;
export type LookUps = View<(typeof READS)[number]>;

/** The records of a row where they are more than the people it names, else 0. */
export function recordsOf({ records, subjectStart }: LookUps, row: number): number {
  return records[row] > subjectStart[row + 1] - subjectStart[row] ? records[row] : 0;
}
