/** A class of data that is new to a person and to his unit. */
import { z } from 'zod';
import { IS_LOOKUP, OUTCOME } from '../../schemas/event-columns.ts';
import { hashText, NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { Signal } from '../../src/detector/define.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import { ROW_CAUSE, VERDICT } from '../../src/verdicts/columns.ts';
import type { Evidence } from './evidence.ts';
import type { ScopeView } from './facts.ts';
import { rowSignal } from './signals.ts';

/** What a site may tune. */
export const thresholds = z.strictObject({
  learning_days: z
    .int()
    .min(1)
    .max(365)
    .default(30)
    .describe(
      'How long a person and a unit must have been seen before a class of data can be new to them. Unit: days.',
    ),
  learning_lookups: z
    .int()
    .min(1)
    .default(20)
    .describe('Look-ups with a class of data that must have been seen of them before. Unit: look-ups.'),
  new_class: z
    .boolean()
    .default(true)
    .describe('Whether to report a class of data that is new to a person and his unit.'),
  sensitive_classes: z
    .array(z.string())
    .default(['my-number', 'tax', 'welfare', 'personnel', 'payroll'])
    .describe('Classes of data whose first look-up is medium instead of low.'),
});
/** {@link thresholds} as a type. */
export type Thresholds = z.infer<typeof thresholds>;

/** Classes seen so long ago are new again. */
const HORIZON = 400 * DAY;
const ANY_CLASS = hashText('any class of data');
/** Classes of data by person or unit. */
export const classesSeen = () => ({ classes: firstSeen({ horizon: HORIZON }) });
/** The state of {@link classesSeen}. */
export type Classes = ReturnType<typeof classesSeen>;

/** Rows with a class of data new to `by` that has been known long and well enough. */
export function* newClasses(
  view: ScopeView,
  by: 'who' | 'unit',
  { classes }: Classes,
  limit: Thresholds,
): Generator<number> {
  const { rows, size, time, action, outcome, dataClass } = view;
  for (let i = 0; i < size; i++) {
    const row = rows[i];
    if (dataClass[row] === NONE || !IS_LOOKUP[action[row]] || outcome[row] !== OUTCOME.success) continue;
    const key = view[by][row];
    const isNew = classes.touch(key, dataClass[row], time[row]) === -Infinity;
    classes.touch(key, ANY_CLASS, time[row]);
    if (!isNew || !limit.new_class || classes.touches(key, ANY_CLASS) <= limit.learning_lookups) continue;
    if (time[row] - classes.since(key) >= limit.learning_days * DAY) yield row;
  }
}

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
