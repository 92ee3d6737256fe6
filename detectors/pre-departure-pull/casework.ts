/** What a row takes beside casework: what an open case of the person or the unit explains is work, and no pull. */
import { NONE } from '../../src/core/hash.ts';
import { REASON, VERDICT } from '../../src/verdicts/columns.ts';
import type { Takings } from './takings.ts';

/** Records of a row that no case explains. People who are named count one each; what is more than they are counts as it is. */
export function besideCases(view: Takings, row: number): number {
  const { records, subjectStart, verdict, cause } = view;
  const first = subjectStart[row];
  const end = subjectStart[row + 1];
  if (first === end) return isBatchOfCase(view, row) ? 0 : records[row];
  let others = 0;
  for (let at = first; at < end; at++)
    if (verdict[at] !== VERDICT.explained || !IS_CASE.has(cause[at])) others++;
  return others === 0 ? 0 : Math.max(others, records[row] - (end - first - others));
}

const IS_CASE: ReadonlySet<number> = new Set([REASON.case, REASON['open-case'], REASON['household-case']]);

/** A list for a mailing, an audit: it names nobody, and cites an open case without a subject of the person or the unit. */
function isBatchOfCase({ registers, caseId, person, time }: Takings, row: number): boolean {
  if (caseId[row] === NONE || person[row] === NONE) return false;
  const now = time[row];
  for (const { subjects, assignees, start, end } of registers.caseVersions(caseId[row], now)) {
    if (subjects.length > 0 || start > now || end <= now) continue;
    if (assignees.includes(person[row])) return true;
    const units = registers.person(person[row], now)?.units ?? [];
    if (units.some((unit) => assignees.includes(unit))) return true;
  }
  return false;
}
