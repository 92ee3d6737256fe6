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
const { events: EVENTS, records: RECORDS, taken: TAKEN, printed: PRINTED, sent: SENT } = MEASURE;
const { deleted: DELETED, offDuty: OFF_DUTY } = MEASURE;

/** Counts what people did successfully, by a clock that can be right. */
export function countRows(
  open: OpenDay,
  rows: Int32Array,
  columns: ProfileColumns,
  registers: Registers,
): void {
  const { time, who, person, actor, action, outcome, marks, offDuty } = columns;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    const what = action[row];
    if (outcome[row] !== OUTCOME.success || who[row] === NONE || what === ACTION.login) continue;
    if (what === ACTION.logout || (marks[row] & MARK.clock) !== 0) continue;
    const record = open.record(who[row], time[row]);
    const counts = open.counts();
    const start = open.start(record);
    counts[start + EVENTS]++;
    if (offDuty[row] !== 0) counts[start + OFF_DUTY]++;
    if (what === ACTION.delete) counts[start + DELETED]++;
    if (IS_LOOKUP[what] && coveringPermit(registers, person[row], actor[row], columns, row, true) === null)
      countLookup(open, record, columns, row);
  }
}

function countLookup(open: OpenDay, record: number, columns: ProfileColumns, row: number): void {
  const { action, records, subjects, subjectStart, tenant } = columns;
  const counts = open.counts();
  const start = open.start(record);
  const first = subjectStart[row];
  const last = subjectStart[row + 1];
  for (let at = first; at < last; at++) open.addSubject(record, subjects[at]);
  if (records[row] > last - first) counts[start + RECORDS] += records[row];
  if (tenant[row] !== NONE) open.addTenant(record, tenant[row]);
  if (TAKES[action[row]] === 0) return;
  const taken = Math.max(records[row], last - first);
  counts[start + TAKEN] += taken;
  if (action[row] === ACTION.print) counts[start + PRINTED] += taken;
  if (SENDS[action[row]] !== 0) counts[start + SENT] += taken;
}

function flags(...actions: readonly Key[]): Uint8Array {
  const set = new Uint8Array(256);
  for (const action of actions) set[action] = 1;
  return set;
}
