/** A judged event as a row of the lake, before it is staged. */

import { type NormalEvent, SYSTEMS, type System } from '../../schemas/access-event.ts';
import type { LakeFile } from '../../schemas/commit.ts';

import { type EventBatch, LOOKUP_ACTIONS, MARK } from '../../schemas/event-columns.ts';
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import { CONTRADICTIONS, EXPLANATIONS, VERDICTS } from '../../schemas/verdict.ts';
import { NONE } from '../core/hash.ts';
import { dayAt, formatDate, type Micros } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import { VERDICT } from '../verdicts/columns.ts';

const IS_LOOKUP: ReadonlySet<string> = new Set(LOOKUP_ACTIONS);
const OFF_DUTY_NAMES = Object.fromEntries(Object.entries(OFF_DUTY).map(([name, code]) => [code, name]));

/** The fields of an event that are one text. */
const TEXT_FIELDS = [
  'system',
  'source',
  'id',
  'actor',
  'principal',
  'action',
  'outcome',
  'reason',
  'device',
  'ip',
  'site',
  'session',
  'tenant',
  'resource',
  'data_class',
  'record_date',
  'case_id',
  'purpose',
  'transaction_id',
  'destination',
  'target',
] as const satisfies readonly (keyof NormalEvent)[];

/** A character that JSON does not write as it is: a control character, a quote, a backslash, half of a pair. */
const NOT_PLAIN = /[^ !#-[\]-\ud7ff\ue000-\uffff]/;

/** A row ready to be staged. */
export interface EventRow {
  readonly time: Micros;
  readonly json: string;
  /** How many subjects it has. */
  readonly subjects: number;
  /** A look-up's records beyond the subjects it names: whose they are is not known. */
  readonly unnamed: number;
  /** Its day and source, for {@link dayOf}. */
  readonly day: string;
}

/** The columns that a row is made from. */
export type RowColumns = Pick<
  DetectorColumns,
  | 'ref'
  | 'time'
  | 'content'
  | 'actor'
  | 'person'
  | 'source'
  | 'system'
  | 'marks'
  | 'offDuty'
  | 'subjectStart'
  | 'verdict'
  | 'cause'
>;

/** The row of an event. */
export function eventRow(
  batch: Pick<EventBatch, 'event' | 'origin'>,
  row: number,
  columns: RowColumns,
  registers: Registers,
): EventRow {
  const event = batch.event(row);
  const { input, byte } = batch.origin(row);
  const marks = columns.marks[row];
  const offDuty = columns.offDuty[row];
  let json = `{"ref":${columns.ref[row]},"time":${event.time},"records":${event.records},"input":${input},"byte":${byte},"content":${columns.content[row]}`;
  for (const field of TEXT_FIELDS) json += member(field, event[field]);
  json += member('person', event.principal ?? holderOf(row, columns, registers));
  if (event.subjects.length > 0) json += `,"subjects":[${event.subjects.map(jsonText).join(',')}]`;
  if (event.bytes !== null) json += `,"bytes":${event.bytes}`;
  if (!isEmpty(event.extra)) json += member('extra', JSON.stringify(event.extra));
  json += verdictsOf(row, columns);
  if (offDuty !== OFF_DUTY.none) json += member('off_duty', OFF_DUTY_NAMES[offDuty]);
  if (marks !== 0) json += marksOf(marks);
  return {
    time: event.time,
    json: `${json}}`,
    subjects: event.subjects.length,
    unnamed:
      IS_LOOKUP.has(event.action) && event.outcome === 'success'
        ? Math.max(0, event.records - event.subjects.length)
        : 0,
    day: dayKey(formatDate(dayAt(event.time)), event.system, event.source),
  };
}

/** `,"name":"value"`; nothing where there is no value. Measured: half the cost of `JSON.stringify` of the whole row. */
function member(name: string, value: string | null): string {
  return value === null ? '' : `,"${name}":${jsonText(value)}`;
}

function jsonText(text: string): string {
  return NOT_PLAIN.test(text) ? JSON.stringify(text) : `"${text}"`;
}

function marksOf(marks: number): string {
  const late = (marks & MARK.late) !== 0;
  const clock = (marks & MARK.clock) !== 0;
  const reusedId = (marks & MARK.reusedId) !== 0;
  return `,"late":${late},"clock":${clock},"reused_id":${reusedId}`;
}

/** The holder of the account then, by the accounts register. */
function holderOf(row: number, columns: RowColumns, registers: Registers): string | null {
  if (columns.person[row] === NONE) return null;
  const { actor, system, source, time } = columns;
  return registers.account(actor[row], system[row], source[row], time[row])?.principalText ?? null;
}

/** Verdicts and causes beside the subjects; nothing where the row is no look-up of anybody. */
function verdictsOf(row: number, { subjectStart, verdict, cause }: RowColumns) {
  const start = subjectStart[row];
  const end = subjectStart[row + 1];
  if (start === end || verdict[start] === 0) return '';
  const verdicts: string[] = [];
  const causes: (string | null)[] = [];
  for (let entry = start; entry < end; entry++) {
    const names = verdict[entry] === VERDICT.contradicted ? CONTRADICTIONS : EXPLANATIONS;
    verdicts.push(VERDICTS[verdict[entry] - 1]);
    causes.push(names[cause[entry] - 1] ?? null);
  }
  return `,"verdicts":${JSON.stringify(verdicts)},"causes":${JSON.stringify(causes)}`;
}

function isEmpty(extra: Readonly<Record<string, unknown>>): boolean {
  for (const _ in extra) return false;
  return true;
}

/** One key for a day and a source. */
function dayKey(day: string, system: System, source: string): string {
  return `${day} ${SYSTEMS.indexOf(system)} ${source}`;
}

/** What was counted of a day and source. */
export type DayCounts = Pick<LakeFile['days'][number], 'events' | 'unnamed' | 'unnamed_records'>;

/** What such a key says. */
export function dayOf(key: string, counts: DayCounts): LakeFile['days'][number] {
  const [day, system] = key.split(' ', 2);
  return {
    day,
    system: SYSTEMS[Number(system)],
    source: key.slice(day.length + system.length + 2),
    ...counts,
  };
}
