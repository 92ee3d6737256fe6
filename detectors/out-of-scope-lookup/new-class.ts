/** A class of data that is new to a person and to his unit. */

import { z } from 'zod';
import { NONE, pairKey } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import { GOODS_CLASSES, SENSITIVE_CLASSES } from '../../src/detector/data-classes.ts';
import type { Signal } from '../../src/detector/define.ts';
import { keySet } from '../../src/detector/key-set.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { ROW_CAUSE, VERDICT } from '../../src/verdicts/columns.ts';
import { isLifted } from '../../src/verdicts/permitted.ts';
import { EPISODE_KEYS } from './causes.ts';
import type { Evidence } from './evidence.ts';
import type { ScopeView } from './facts.ts';
import { rowSignal } from './signals.ts';

/** What a site may tune. */
export const thresholds = z.strictObject({
  learning_days: z.int().min(1).max(365).default(30),
  learning_lookups: z.int().min(1).default(20),
  new_class: z.boolean().default(true),
  bulk_records: z.int().min(1).default(50),
  sensitive_classes: z.array(z.string()).default([...SENSITIVE_CLASSES]),
  goods_classes: z.array(z.string()).default([...GOODS_CLASSES]),
});
/** {@link thresholds} as a type. */
export type Thresholds = z.infer<typeof thresholds>;

/** Classes seen so long ago are new again. */
const HORIZON = 400 * DAY;
/** Times `bulk_records` from which a class is read in great bulk. */
const GREAT_BULK = 10;

/** Classes of data by person or unit, and who was the first to open each new one. */
export const classesSeen = ({ learning_days: days }: Thresholds) => ({
  classes: firstSeen({ horizon: HORIZON }),
  openers: firstSeen({ horizon: days * DAY }),
});
/** The state of {@link classesSeen}. */
export type Classes = ReturnType<typeof classesSeen>;
/** What was read of new classes, in panes of a thirtieth. */
export const newlyRead = ({ learning_days: days }: Thresholds) => ({
  read: rateWindow({ horizon: days * DAY, panes: 30 }),
});
/** The sum of {@link newlyRead}. */
export type NewlyRead = ReturnType<typeof newlyRead>['read'];

/**
 * Says rows with a class of data new to `by` that has been known long and well enough, and what the same person reads of that
 * class while it is still new (`learning_days`). `isUsual` says which rows say nothing.
 */
export function sayNewClasses(
  view: ScopeView,
  by: 'who' | 'unit',
  { classes, openers }: Classes,
  limit: Thresholds,
  isUsual: (row: number) => boolean,
  say: (row: number) => void,
): void {
  const { rows, size, time, dataClass, who } = view;
  const learning = limit.learning_days * DAY;
  const goods = keySet(limit.goods_classes);
  for (let i = 0; i < size; i++) {
    const row = rows[i];
    if (dataClass[row] === NONE || goods.has(dataClass[row])) continue;
    const key = view[by][row];
    const opened = pairKey(key, dataClass[row]);
    const isNew = classes.touch(key, dataClass[row], time[row]) === -Infinity;
    if (!limit.new_class) continue;
    if (isNew) {
      const isKnown =
        classes.total(key) > limit.learning_lookups && time[row] - classes.since(key) >= learning;
      if (!isKnown || isUsual(row)) continue;
      openers.touch(opened, who[row], time[row]);
      say(row);
    } else if (openers.peek(opened, who[row]) > time[row] - learning && !isUsual(row)) say(row);
  }
}

/** The signal that both parts, the person's and the unit's, must give: one episode by person and class. */
export function newClassSignal(
  view: ScopeView,
  row: number,
  limit: Thresholds,
  read: NewlyRead | null,
): Signal<Evidence> {
  const { data_class: dataClass } = view.event(row);
  const { who, records, ref, time } = view;
  const key = pairKey(pairKey(who[row], EPISODE_KEYS['class-new']), view.dataClass[row]);
  const sum = read === null ? 0 : read.add(key, time[row], records[row], ref[row]);
  const bulk = sum >= GREAT_BULK * limit.bulk_records ? 2 : sum >= limit.bulk_records ? 1 : 0;
  const sensitive = dataClass !== null && limit.sensitive_classes.includes(dataClass) ? 1 : 0;
  return { ...rowSignal(view, row, 'class-new', { data_class: dataClass }, sensitive + bulk), key };
}

/**
 * True where a new class says nothing: the person began here, or in this unit, less than `settling` ago; a duty names the class;
 * the look-up is explained, permitted, or already contradicted by a duty.
 */
export function isUsualWork(view: ScopeView, row: number, settling: Micros): boolean {
  const { registers, verdict, subjectStart } = view;
  const time = view.time[row];
  if (isLifted(view, row) || view.ownWork[row] === 1) return true;
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
