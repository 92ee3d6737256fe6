/** The columns the engine derives before detectors run: who did it, and the event's place in event order. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { type EventColumns, SYSTEM } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../core/hash.ts';
import type { DerivedColumns, DetectorColumns } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import { allocateVerdicts } from '../verdicts/columns.ts';

/** Fresh derived columns for `size` rows with `subjects` subject entries. */
function allocateDerived(size: number, subjects: number): DerivedColumns {
  return {
    ref: new Float64Array(size),
    person: new Float64Array(size),
    who: new Float64Array(size),
    accountAbout: new Float64Array(size),
    ...allocateVerdicts(size, subjects),
  };
}

/** Acts that an administrator does to an account, or that a log names only in words. */
const IS_ACT: readonly boolean[] = ACTIONS.map((name) =>
  ['create', 'update', 'delete', 'grant', 'revoke', 'reset', 'disable', 'other'].includes(name),
);

/** The account a row is about, see {@link DerivedColumns}. */
function accountAbout(row: number, columns: DetectorColumns): Key {
  const { system, action, target, subjectStart, subjects, actor } = columns;
  if (system[row] !== SYSTEM.admin || !IS_ACT[action[row]]) return actor[row];
  if (target[row] !== NONE) return target[row];
  const first = subjectStart[row];
  return subjectStart[row + 1] - first === 1 ? subjects[first] : actor[row];
}

/**
 * Fills `person`, `who` and `accountAbout` of the given rows: the log's word wins; else the account's holder as of the event. A holder whose
 * time has ended is still who had the account last.
 */
export function derivePersons(rows: Int32Array, columns: DetectorColumns, registers: Registers): void {
  const { actor, principal, system, source, time, person, who } = columns;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    person[row] = principal[row];
    if (principal[row] === NONE && actor[row] !== NONE)
      person[row] = registers.holder(actor[row], system[row], source[row], time[row]);
    who[row] = person[row] === NONE ? actor[row] : person[row];
    columns.accountAbout[row] = accountAbout(row, columns);
  }
}

/** Event columns and derived ones side by side, as detectors see them. */
export function detectorColumns(columns: EventColumns, size: number): DetectorColumns {
  return { ...columns, ...allocateDerived(size, columns.subjects.length) };
}

/** {@link detectorColumns} whose derived part is good until the next call: its columns are used again. */
export function columnMaker(): (columns: EventColumns, size: number) => DetectorColumns {
  let derived = allocateDerived(0, 0);
  return (columns, size) => {
    const subjects = columns.subjects.length;
    if (size > derived.ref.length || subjects > derived.verdict.length) {
      derived = allocateDerived(
        Math.max(size, derived.ref.length),
        Math.max(subjects, derived.verdict.length),
      );
    }
    return { ...columns, ...derived };
  };
}
