/** Cells → rows: every cell is read by the kind its column declares; what cannot be read refuses the row, with its place. */
import {
  type Column,
  type Columns,
  commonColumns,
  type Register,
  type RowOf,
} from '../../schemas/registers/column.ts';
import type { Bilingual } from '../core/bilingual.ts';
import { hashText, type Key, NONE, pairKey } from '../core/hash.ts';
import { nearest } from '../core/nearest.ts';
import { type ProblemCode, tellable } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import type { Entries } from './history.ts';
import type { Validity } from './registers.ts';
import type { Report } from './report.ts';
import type { Cell, RecordFault, RegisterTable, TableRecord } from './table.ts';

/** The rows of one register in file order, with their lines for messages. */
export interface ReadRows<T extends Validity> extends Entries<T> {
  readonly places: RowPlaces;
}

/** Where each row stands: the file by its number, and the line. */
export interface RowPlaces {
  readonly files: readonly string[];
  readonly fileOf: Int32Array;
  readonly lineOf: Int32Array;
}

/** Turns what a row says, and from when until when it holds, into what questions are answered from; null refuses the row. */
export type Prepare<R extends Register, T> = (
  row: RowOf<R>,
  span: Validity,
  place: { file: string; line: number },
) => T | null;

/** Reads the tables of one register. */
export function readRows<C extends Columns, T extends Validity>(
  register: Register<C>,
  tables: readonly RegisterTable[],
  prepare: Prepare<Register<C>, T>,
  report: Report,
): ReadRows<T> {
  const rows: T[] = [];
  const identities: Key[] = [];
  const recorded: Micros[] = [];
  const withdrawn: number[] = [];
  const files: string[] = [];
  const fileOf: number[] = [];
  const lineOf: number[] = [];
  for (const table of tables) {
    const { file } = table;
    const positions = readHeader(register, table, report);
    if (positions === null) continue;
    const [rowsBefore, refusedBefore] = [rows.length, report.refused()];
    files.push(file);
    for (const record of table.records) {
      const row = readRow(register, positions, record, file, report);
      if (row === null) continue;
      const prepared = prepare(row, spanOf(register, row), { file, line: record.line });
      if (prepared === null) continue;
      rows.push(prepared);
      identities.push(identityOf(register, row));
      recorded.push(row.recorded_at ?? Number.NEGATIVE_INFINITY);
      withdrawn.push(row.withdrawn === true ? 1 : 0);
      fileOf.push(files.length - 1);
      lineOf.push(record.line);
    }
    if (rows.length > rowsBefore || report.refused() === refusedBefore) continue;
    report.note('register-unusable', {}, { file }); // it does not say that nothing exists
    files.pop();
  }
  return {
    rows: rows.slice(), // a list that grew keeps room for more
    identities: Float64Array.from(identities),
    recorded: Float64Array.from(recorded),
    withdrawn: Uint8Array.from(withdrawn),
    places: { files, fileOf: Int32Array.from(fileOf), lineOf: Int32Array.from(lineOf) },
  };
}

type Positions = Readonly<Record<string, number>>;

/** Where each column stands in the table; null where the table cannot be used. */
function readHeader(
  register: Register,
  { file, header, isBlank }: RegisterTable,
  report: Report,
): Positions | null {
  const names = Object.keys(register.columns);
  const positions: Record<string, number> = {};
  let isUsable = true;
  if (isBlank) {
    report.note('register-blank', { columns: names.join(' ') }, { file });
    return null;
  }
  for (const [i, name] of header.entries()) {
    const place = { file, line: 1 };
    if (name in positions) report.note('register-column-twice', { column: name }, place);
    else if (names.includes(name)) positions[name] = i;
    else if (name !== '') {
      const meant = nearest(
        name,
        names.filter((known) => !header.includes(known)),
      );
      // without a header its first row is taken for one
      const details = { column: tellable(name, `#${i + 1}`), columns: names.join(' '), meant: meant ?? '' };
      report.note(
        meant === undefined ? 'register-column-unknown' : 'register-column-misspelt',
        details,
        place,
      );
      // A restriction that is not read would allow more than was meant.
      if (meant !== undefined && register.columns[meant].restricts) isUsable = false;
    }
  }
  for (const name of names) {
    if (!register.columns[name].required || name in positions || header.length === 0) continue;
    report.note('register-column-missing', { column: name }, { file, line: 1 });
    isUsable = false;
  }
  if (!isUsable) report.note('register-unusable', {}, { file });
  return isUsable ? positions : null;
}

function readRow<C extends Columns>(
  { columns }: Register<C>,
  positions: Positions,
  record: TableRecord,
  file: string,
  report: Report,
): RowOf<Register<C>> | null {
  const { line, cells, fault } = record;
  if (fault !== null) {
    report.refuse('register-row-shape', { why: FAULTS[fault] }, { file, line });
    return null;
  }
  const row: Record<string, unknown> = {};
  for (const name in columns) {
    const column: Column = columns[name];
    const cell = positions[name] === undefined ? '' : (cells[positions[name]] ?? '');
    const value = readCell(column, cell);
    if (value === undefined || (column.required && value === null)) {
      const at = record.columnOf(positions[name]);
      const place = { file, line, ...(at === undefined ? {} : { column: at }) };
      const code: ProblemCode = value === undefined ? column.kind.fault : 'register-value-missing';
      report.refuse(
        code,
        { column: name, value: tellable(String(cell).trim()), choices: column.kind.choices ?? '' },
        place,
      );
      return null;
    }
    row[name] = value;
  }
  return row as RowOf<Register<C>>;
}

/** The value of a cell; undefined where it is not of the column's kind. */
function readCell({ kind, list, empty }: Column, cell: Cell): unknown {
  if (!list) {
    if (typeof cell !== 'string')
      return cell.length > 1 ? undefined : readCell({ kind, empty } as Column, cell[0] ?? '');
    const text = cell.trim();
    return text === '' ? null : kind.read(text);
  }
  if (cell.length === 0) return empty;
  if (typeof cell === 'string' && !cell.includes('|')) {
    const text = cell.trim();
    if (text === '') return empty;
    const value = kind.read(text);
    return value === undefined ? undefined : [value];
  }
  const values: unknown[] = [];
  for (const item of typeof cell === 'string' ? cell.split('|') : cell) {
    const text = item.trim();
    if (text === '') continue;
    const value = kind.read(text);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}

/** From the later of its beginnings to the earlier of its ends. */
function spanOf({ begins, ends }: Register, row: Readonly<Record<string, unknown>>): Validity {
  const bound = (name: string | undefined, open: number) =>
    name === undefined ? open : ((row[name] ?? open) as Micros);
  const [past, future] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return {
    start: Math.max(bound('valid_from', past), bound(begins, past)),
    end: Math.min(bound('valid_to', future), bound(ends, future)),
  };
}

/** The identity of a row: its key columns; the whole row (without the common columns) where those are empty. */
function identityOf({ key, columns }: Register, row: Readonly<Record<string, unknown>>): Key {
  const isKeyed = key.some((name) => row[name] !== null);
  return isKeyed
    ? keyOfAll(key, row)
    : keyOfAll(
        Object.keys(columns).filter((name) => !(name in commonColumns)),
        row,
      );
}

function keyOfAll(names: readonly string[], row: Readonly<Record<string, unknown>>): Key {
  let all = keyOf(row[names[0]]);
  for (let i = 1; i < names.length; i++) all = pairKey(all, keyOf(row[names[i]]));
  return all;
}

/** A value as a key: a text by its hash, NONE where there is none. */
function keyOf(value: unknown): Key {
  if (typeof value === 'string') return hashText(value);
  if (typeof value === 'number') return value;
  if (Array.isArray(value)) return value.map(keyOf).reduce(pairKey, value.length);
  return value === true ? 1 : NONE;
}

/** What may be wrong with the shape of a record, in words. */
const FAULTS: Readonly<Record<RecordFault, Bilingual>> = {
  'unclosed-quote': { ja: '引用符が閉じていません', en: 'a quote never closes' },
  'text-after-quote': { ja: '閉じた引用符の後に文字があります', en: 'text after a closing quote' },
  'too-many-fields': { ja: '見出しより項目が多い', en: 'more fields than the header' },
  'too-few-fields': { ja: '見出しより項目が少ない', en: 'fewer fields than the header' },
  'not-json': { ja: 'JSON ではありません', en: 'not JSON' },
  'not-an-object': { ja: 'JSON のオブジェクトではありません', en: 'not a JSON object' },
  'not-a-text': {
    ja: '文字・数・その一覧でない値があります',
    en: 'a value is neither text, number nor a list of them',
  },
};
