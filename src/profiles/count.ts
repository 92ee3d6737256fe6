/** Counts rows into the open day. Approved work is nobody's usual: what a permit covers is left out. */

import type { EventColumns } from '../../schemas/event-columns.ts';
import { ACTION, IS_LOOKUP, MARK, OUTCOME } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../core/hash.ts';
import type { Registers } from '../registers/registers.ts';
import type { VerdictColumns } from '../verdicts/columns.ts';
import { coveringPermit } from '../verdicts/permitted.ts';
import { MEASURE } from './measures.ts';
import type { OpenDay } from './open-day.ts';

/** The columns a day is counted from. */
export type ProfileColumns = Pick<
  EventColumns,
  | 'time'
  | 'system'
  | 'source'
  | 'actor'
  | 'action'
  | 'outcome'
  | 'marks'
  | 'records'
  | 'subjects'
  | 'subjectStart'
  | 'tenant'
  | 'dataClass'
> &
  Pick<VerdictColumns, 'offDuty'> & { readonly who: Float64Array; readonly person: Float64Array };

const TAKES = flags(ACTION.export, ACTION.print, ACTION.download, ACTION.copy, ACTION.send, ACTION.upload);
const SENDS = flags(ACTION.send, ACTION.upload);

/** Counts what people did successfully, by a clock that can be right. */
export function countRows(
  open: OpenDay,
  rows: Int32Array,
  columns: ProfileColumns,
  registers: Registers,
): void {
  const { time, who, action, outcome, marks, offDuty } = columns;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const what = action[row];
    if (outcome[row] !== OUTCOME.success || who[row] === NONE || what === ACTION.login) continue;
    if (what === ACTION.logout || (marks[row] & MARK.clock) !== 0) continue;
    const record = open.record(who[row], time[row]);
    open.add(record, MEASURE.events, 1);
    if (offDuty[row] !== 0) open.add(record, MEASURE.offDuty, 1);
    if (what === ACTION.delete) open.add(record, MEASURE.deleted, 1);
    if (
      IS_LOOKUP[what] &&
      coveringPermit(registers, columns.person[row], columns.actor[row], columns, row, true) === null
    )
      countLookup(open, record, columns, row);
  }
}

function countLookup(open: OpenDay, record: number, columns: ProfileColumns, row: number): void {
  const { action, records, subjects, subjectStart, tenant } = columns;
  const first = subjectStart[row];
  const last = subjectStart[row + 1];
  for (let at = first; at < last; at++) open.addSubject(record, subjects[at]);
  if (records[row] > last - first) open.add(record, MEASURE.records, records[row]);
  if (tenant[row] !== NONE) open.addTenant(record, tenant[row]);
  if (!TAKES[action[row]]) return;
  const taken = Math.max(records[row], last - first);
  open.add(record, MEASURE.taken, taken);
  if (action[row] === ACTION.print) open.add(record, MEASURE.printed, taken);
  if (SENDS[action[row]]) open.add(record, MEASURE.sent, taken);
}

function flags(...actions: readonly Key[]): Uint8Array {
  const set = new Uint8Array(256);
  for (const action of actions) set[action] = 1;
  return set;
}
