/** Which look-ups registers may speak against whatever comes later. */
import { IS_SOFT, VERDICT } from '../../src/verdicts/columns.ts';
import type { ScopeView } from './facts.ts';

/** Whether they may speak against a row; by the judge's columns alone. */
export function speaksAtOnce({ subjectStart, verdict, cause, rowCause }: ScopeView, row: number): boolean {
  if (rowCause[row] !== 0) return true;
  for (let entry = subjectStart[row]; entry < subjectStart[row + 1]; entry++)
    if (verdict[entry] === VERDICT.contradicted && !IS_SOFT[cause[entry]]) return true;
  return false;
}
