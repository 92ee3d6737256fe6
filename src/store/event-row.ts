/** A judged event as a row of the lake, before it is staged. */

import { SYSTEMS, type System } from '../../schemas/access-event.ts';
import type { LakeFile } from '../../schemas/commit.ts';

import { type EventBatch, MARK } from '../../schemas/event-columns.ts';
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import { CONTRADICTIONS, EXPLANATIONS, VERDICTS } from '../../schemas/verdict.ts';
import { NONE } from '../core/hash.ts';
import { dayAt, formatDate, type Micros } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import { VERDICT } from '../verdicts/columns.ts';

const OFF_DUTY_NAMES = Object.fromEntries(Object.entries(OFF_DUTY).map(([name, code]) => [code, name]));

/** A row ready to be staged. */
export interface EventRow {
  readonly time: Micros;
  readonly json: string;
  /** How many subjects it has. */
  readonly subjects: number;
  /** Its day and source, for {@link dayOf}. */
  readonly day: string;
}

/** The row of an event. */
export function eventRow(
  batch: EventBatch,
  row: number,
  columns: DetectorColumns,
  registers: Registers,
): EventRow {
  const event = batch.event(row);
  const { extra, ...plain } = event;
  const marks = columns.marks[row];
  const { input, byte } = batch.origin(row);
  const staged = {
    ref: columns.ref[row],
    ...plain,
    person: event.principal ?? holderOf(row, columns, registers),
    extra: isEmpty(extra) ? null : JSON.stringify(extra),
    ...verdictsOf(row, columns),
    off_duty: columns.offDuty[row] === OFF_DUTY.none ? null : OFF_DUTY_NAMES[columns.offDuty[row]],
    late: (marks & MARK.late) !== 0,
    clock: (marks & MARK.clock) !== 0,
    reused_id: (marks & MARK.reusedId) !== 0,
    input,
    byte,
    content: columns.content[row],
  };
  return {
    time: event.time,
    json: JSON.stringify(staged),
    subjects: event.subjects.length,
    day: dayKey(formatDate(dayAt(event.time)), event.system, event.source),
  };
}

/** The holder of the account then, by the accounts register. */
function holderOf(row: number, columns: DetectorColumns, registers: Registers): string | null {
  if (columns.person[row] === NONE) return null;
  const { actor, system, source, time } = columns;
  return registers.account(actor[row], system[row], source[row], time[row])?.principalText ?? null;
}

/** Verdicts and causes beside the subjects; null where the row is no look-up of anybody. */
function verdictsOf(row: number, { subjectStart, verdict, cause }: DetectorColumns) {
  const start = subjectStart[row];
  const end = subjectStart[row + 1];
  if (start === end || verdict[start] === 0) return { verdicts: null, causes: null };
  const verdicts: string[] = [];
  const causes: (string | null)[] = [];
  for (let entry = start; entry < end; entry++) {
    const names = verdict[entry] === VERDICT.contradicted ? CONTRADICTIONS : EXPLANATIONS;
    verdicts.push(VERDICTS[verdict[entry] - 1]);
    causes.push(names[cause[entry] - 1] ?? null);
  }
  return { verdicts, causes };
}

function isEmpty(extra: Readonly<Record<string, unknown>>): boolean {
  for (const _ in extra) return false;
  return true;
}

/** One key for a day and a source. */
function dayKey(day: string, system: System, source: string): string {
  return `${day} ${SYSTEMS.indexOf(system)} ${source}`;
}

/** What such a key says. */
export function dayOf(key: string, events: number): LakeFile['days'][number] {
  const [day, system] = key.split(' ', 2);
  return { day, system: SYSTEMS[Number(system)], source: key.slice(day.length + system.length + 2), events };
}
