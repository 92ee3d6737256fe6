/** The rows of an answer as they are shown: times as text, and nobody who must be masked. */
import { formatInstant } from '../core/time.ts';
import type { Column, Row, Value } from './columns.ts';
import type { Answer, Tables } from './define.ts';
import type { Masking } from './masking.ts';

/** Rows as an answer gives them. */
export interface GivenRows {
  readonly rows: AsyncIterable<readonly Row[]>;
  /** Whether they are nobody else's, and have exactly the columns that are shown, in their order. */
  readonly isExact: boolean;
}

/** Of what a statement selects, the columns that are shown: where masking needs no others, rows need not be made anew. */
export function givenRows({ rows, columns }: Answer, tables: Tables, rowsMax: number | undefined): GivenRows {
  if (!('sql' in rows)) return { rows, isExact: false };
  const names = columns.map(({ name }) => name);
  const isMasking = columns.some((one) => isSubject(one) || isMention(one));
  const hasAll = columns.some(isSubject) && ['data_class', 'time'].every((name) => names.includes(name));
  const isExact = !isMasking || hasAll;
  const sql = rowsMax === undefined ? rows.sql : `SELECT * FROM (${rows.sql}) LIMIT ${rowsMax}`;
  return { rows: tables.stream(sql, rows.values, isExact ? names : undefined), isExact };
}

function isSubject({ kind }: Column): boolean {
  return kind === 'subject';
}

function isMention({ kind }: Column): boolean {
  return kind === 'mention';
}

/** `atEnd` throws where they must not be believed. */
export async function* shownRows(
  { rows, isExact }: GivenRows,
  columns: readonly Column[],
  masking: Masking,
  atEnd: () => void,
): AsyncIterable<readonly Row[]> {
  const masked = columns.filter(isSubject).map(({ name }) => name);
  const told = columns.filter(isMention).map(({ name }) => name);
  const timed = columns.filter(({ kind }) => kind === 'time').map(({ name }) => name);
  for await (const piece of rows) {
    if (!isExact) {
      yield piece.map((row) => shownRow(row, columns, masking));
      continue;
    }
    for (const row of piece as readonly Record<string, Value>[]) {
      for (const name of masked) row[name] = masking.shown(row[name], row.data_class, row.time);
      for (const name of told) row[name] = toldText(row[name], row, masking);
      for (const name of timed) row[name] = shownTime(row[name]);
    }
    yield piece;
  }
  atEnd();
}

function shownRow(row: Row, columns: readonly Column[], masking: Masking): Row {
  const shown: Record<string, Value> = {};
  for (const { name, kind } of columns) {
    const value = row[name] ?? null;
    if (kind === 'time') shown[name] = shownTime(value);
    else if (kind === 'subject') shown[name] = masking.shown(value, row.data_class, row.time);
    else shown[name] = kind === 'mention' ? toldText(value, row, masking) : value;
  }
  return shown;
}

function toldText(value: Value, row: Row, masking: Masking): Value {
  return typeof value === 'string' ? masking.told(value, row) : value;
}

function shownTime(value: Value): Value {
  return typeof value === 'number' ? formatInstant(value) : value;
}
