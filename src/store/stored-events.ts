/** Events of a lake on their way back to the engine: which ones are wanted, and the form in which they are handed over. */
import type { Action } from '../../schemas/access-event.ts';
import { MARK } from '../../schemas/event-columns.ts';
import type { VerdictName } from '../../schemas/verdict.ts';
import type { Micros } from '../core/time.ts';
import { type Duck, type DuckRow, parquetFiles, quoted } from './duck.ts';
import { LAKE_TABLES } from './tables.ts';

/** Columns by which events are picked; `subject` is any of an event's subjects. */
export type PickColumn =
  | 'actor'
  | 'person'
  | 'device'
  | 'ip'
  | 'site'
  | 'source'
  | 'subject'
  | 'case_id'
  | 'transaction_id'
  | 'destination'
  | 'ref';

/** Events by one column and a span of time; `values` null: whatever stands there, `column` null: all events. */
export interface Pick {
  readonly column: PickColumn | null;
  readonly values: readonly string[] | null;
  readonly actions?: readonly Action[];
  readonly from: Micros;
  readonly to: Micros;
}

/** Events that any of the picks wants. `strays`: only those that came late or whose clock cannot be right, or only the others. */
export interface EventFilter {
  readonly picks: readonly Pick[];
  readonly strays?: boolean;
}

/** Some events by rising ref; arrays are parallel. */
export interface StoredEvents {
  /** Each as a line of NDJSON, with every field that it has. */
  readonly lines: readonly string[];
  readonly refs: readonly number[];
  /** Hashes of the rows as they were read. */
  readonly contents: readonly number[];
  /** Where they were read. */
  readonly inputs: readonly number[];
  readonly bytes: readonly number[];
  /** Or-ed MARKs. */
  readonly marks: readonly number[];
}

/** A verdict as the lake has it. */
export interface StoredVerdict {
  readonly ref: number;
  readonly subject: string;
  readonly verdict: VerdictName;
  readonly by: string | null;
  readonly revision: number;
}

/** What the engine derives itself; all other columns of an event are fields of its log. */
const DERIVED = new Set([
  'ref',
  'person',
  'verdicts',
  'causes',
  'off_duty',
  'late',
  'clock',
  'reused_id',
  'input',
  'byte',
  'content',
]);

/** The columns that hold fields of the log. */
export const LOG_FIELDS: readonly string[] = LAKE_TABLES.events.columns
  .map(({ name }) => name)
  .filter((name) => !DERIVED.has(name));

const MARKS = `(CASE WHEN late THEN ${MARK.late} ELSE 0 END) + (CASE WHEN clock THEN ${MARK.clock} ELSE 0 END) + (CASE WHEN reused_id THEN ${MARK.reusedId} ELSE 0 END)`;

/** Streams events by rising ref. The connection is busy until the end. */
export async function* storedEvents(
  duck: Duck,
  files: readonly string[],
  filter: EventFilter,
): AsyncGenerator<StoredEvents> {
  if (files.length === 0 || filter.picks.length === 0) return;
  const line = `'{' || concat_ws(',', ${LOG_FIELDS.map(memberOf).join(', ')}) || '}'`;
  const result = await duck.connection.stream(
    `SELECT ${line} AS line, ref::DOUBLE AS ref, content::DOUBLE AS content, input::DOUBLE AS input, byte::DOUBLE AS byte, ${MARKS} AS marks
     FROM ${parquetFiles(files)} WHERE ${conditionOf(filter)} ORDER BY ref`,
  );
  for (let chunk = await result.fetchChunk(); chunk !== null; chunk = await result.fetchChunk()) {
    if (chunk.rowCount === 0) return;
    const numbers = (column: number) => chunk.getColumnValues(column).map(Number);
    yield {
      lines: chunk.getColumnValues(0).map(String),
      refs: numbers(1),
      contents: numbers(2),
      inputs: numbers(3),
      bytes: numbers(4),
      marks: numbers(5),
    };
  }
}

/** The different values of columns among events. */
export async function storedValues(
  duck: Duck,
  files: readonly string[],
  columns: readonly string[],
  filter: EventFilter,
): Promise<(string | null)[][]> {
  if (files.length === 0 || filter.picks.length === 0) return [];
  const rows = await duck.rows(
    `SELECT DISTINCT ${columns.join(', ')} FROM ${parquetFiles(files)} WHERE ${conditionOf(filter)}`,
  );
  return rows.map((row) => columns.map((name) => textOf(row[name])));
}

/** Every verdict on the look-ups of these events. */
export async function storedVerdicts(
  duck: Duck,
  files: readonly string[],
  refs: readonly number[],
): Promise<StoredVerdict[]> {
  if (files.length === 0 || refs.length === 0) return [];
  const rows = await duck.rows(
    `SELECT ref, subject, verdict, "by", revision FROM ${parquetFiles(files)} WHERE ref IN (${refs.join(', ')})`,
  );
  return rows.map((row: DuckRow) => ({
    ref: Number(row.ref),
    subject: String(row.subject),
    verdict: String(row.verdict) as VerdictName,
    by: textOf(row.by),
    revision: Number(row.revision),
  }));
}

/** A text, or a number as text; null where there is none. */
function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'bigint' ? String(value) : null;
}

/** `"name":value` as SQL; NULL where there is no value. */
function memberOf(name: string): string {
  const column = `"${name}"`;
  const told: Readonly<Record<string, string>> = {
    time: `'"' || strftime("time" AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%f') || 'Z"'`,
    extra: column,
    records: `${column}::VARCHAR`,
    bytes: `${column}::VARCHAR`,
    record_date: `'"' || ${column}::VARCHAR || '"'`,
  };
  return `'"${name}":' || ${told[name] ?? `to_json(${column})::VARCHAR`}`;
}

function conditionOf({ picks, strays }: EventFilter): string {
  const any = picks.map(pickCondition).join(' OR ');
  const kind = strays === undefined ? '' : ` AND ${strays ? '' : 'NOT '}(late OR clock)`;
  return `(${any})${kind}`;
}

function pickCondition({ column, values, actions, from, to }: Pick): string {
  if (values?.length === 0) return 'false';
  const parts: string[] = ['true'];
  if (column === 'subject')
    parts.push(
      values === null ? 'len(subjects) > 0' : `list_has_any(subjects, [${values.map(quoted).join(', ')}])`,
    );
  else if (column !== null)
    parts.push(values === null ? `${column} IS NOT NULL` : `${column} IN (${values.map(quoted).join(', ')})`);
  if (actions !== undefined) parts.push(`action IN (${actions.map(quoted).join(', ')})`);
  if (Number.isFinite(from)) parts.push(`"time" >= make_timestamp(${from})::TIMESTAMPTZ`);
  if (Number.isFinite(to)) parts.push(`"time" < make_timestamp(${to})::TIMESTAMPTZ`);
  return `(${parts.join(' AND ')})`;
}
