/** A class of data that is new to a person and to his unit. */
import type { Micros } from '../../src/core/time.ts';
import type { Signal } from '../../src/detector/define.ts';
import { ROW_CAUSE, VERDICT } from '../../src/verdicts/columns.ts';
import type { Evidence } from './evidence.ts';
import { rowSignal, type ScopeView } from './signals.ts';

/** The signal that both parts, the person's and the unit's, must give. */
export function newClassSignal(view: ScopeView, row: number, sensitive: readonly string[]): Signal<Evidence> {
  const { data_class: dataClass } = view.event(row);
  return rowSignal(
    view,
    row,
    'class-new',
    { data_class: dataClass },
    dataClass !== null && sensitive.includes(dataClass),
  );
}

/**
 * True where a new class says nothing: the person began here, or in this unit, less than `settling` ago; a duty names the class;
 * the look-up is explained, or already contradicted by a duty.
 */
export function isUsualWork(view: ScopeView, row: number, settling: Micros): boolean {
  const { registers, verdict, subjectStart } = view;
  const time = view.time[row];
  const person = registers.person(view.person[row], time);
  if (person === null || time - person.start < settling) return true;
  if (view.rowCause[row] & (ROW_CAUSE.duty | ROW_CAUSE.dataClass)) return true;
  for (let entry = subjectStart[row]; entry < subjectStart[row + 1]; entry++) {
    if (verdict[entry] === VERDICT.explained) return true;
  }
  return person.duties.some((duty) =>
    registers.duty(duty, time).some(({ dataClasses }) => dataClasses.includes(view.dataClass[row])),
  );
}
