/** Rows of row groups as batches: keys are hashed once for each different text, and a text is made only when somebody asks for it. */
import { ACTIONS, type KeyField, type NormalEvent, OUTCOMES, SYSTEMS } from '../../schemas/access-event.ts';
import { allocateColumns, type EventBatch, KEY_COLUMNS, MARK, NO_DAY } from '../../schemas/event-columns.ts';
import { snake } from '../../schemas/field.ts';
import { putEvent } from '../batch/encode.ts';
import { hashBytes, hashText, pairKey } from '../core/hash.ts';
import { formatDate } from '../core/time.ts';
import type { RowGroup } from './parquet/file.ts';
import { type TextLists, type Texts, textAt } from './parquet/pages.ts';
import { SUBJECTS } from './stored-filter.ts';

/** The columns that are texts of the log, and those of them that the engine has keys for. */
const KEY_FIELDS = KEY_COLUMNS.map((column) => ({ column, field: snake(column) as KeyField }));
const TEXT_FIELDS: readonly string[] = ['system', 'action', 'outcome', 'purpose', 'extra'].concat(
  KEY_FIELDS.map(({ field }) => field),
);
const NUMBER_FIELDS = 'ref time records bytes record_date late clock reused_id input byte content'.split(' ');

/** Texts with the value that each has for the engine: a key, or a place in a closed list. */
interface Valued<T extends Texts> {
  readonly texts: T;
  readonly values: Float64Array;
}

/** Some rows of a row group, with all that an event is made of. */
export interface Piece {
  readonly rows: number;
  readonly texts: Readonly<Record<string, Valued<Texts>>>;
  readonly subjects: Valued<TextLists>;
  readonly numbers: Readonly<Record<string, Float64Array>>;
}

/** Reads rows of a row group; `rows` null: all of them. */
export function pieceOf(group: RowGroup, rows: Int32Array | null): Piece {
  const texts: Record<string, Valued<Texts>> = {};
  for (const field of TEXT_FIELDS) {
    const own = group.texts(field);
    texts[field] = valued(rows === null ? own : textsOfRows(own, rows), LISTS[field]);
  }
  const subjects = group.lists(SUBJECTS);
  const numbers: Record<string, Float64Array> = {};
  for (const field of NUMBER_FIELDS) {
    const own = group.numbers(field);
    numbers[field] = rows === null ? own : Float64Array.from(rows, (row) => own[row]);
  }
  return {
    rows: rows?.length ?? group.rows,
    texts,
    subjects: valued(rows === null ? subjects : listsOfRows(subjects, rows)),
    numbers,
  };
}

const LISTS: Readonly<Record<string, readonly string[]>> = {
  system: SYSTEMS,
  action: ACTIONS,
  outcome: OUTCOMES,
};

function valued<T extends Texts>(texts: T, list?: readonly string[]): Valued<T> {
  const { bytes, from, to, size } = texts;
  const codes = list === undefined ? null : new Map(list.map((name, code) => [hashText(name), code]));
  const values = new Float64Array(size);
  for (let text = 1; text < size; text++) {
    const key = hashBytes(bytes, from[text], to[text]);
    values[text] = codes === null ? key : (codes.get(key) ?? 0);
  }
  return { texts, values };
}

function textsOfRows(texts: Texts, rows: Int32Array): Texts {
  const codes = new Int32Array(rows.length);
  for (let i = 0; i < rows.length; i++) codes[i] = texts.codes[rows[i]];
  return withoutOthers(texts, codes);
}

function listsOfRows(lists: TextLists, rows: Int32Array): TextLists {
  const starts = new Uint32Array(rows.length + 1);
  for (let i = 0; i < rows.length; i++)
    starts[i + 1] = starts[i] + lists.starts[rows[i] + 1] - lists.starts[rows[i]];
  const codes = new Int32Array(starts[rows.length]);
  for (let i = 0, at = 0; i < rows.length; i++)
    for (let from = lists.starts[rows[i]]; from < lists.starts[rows[i] + 1]; from++)
      codes[at++] = lists.codes[from];
  return { ...withoutOthers(lists, codes), starts };
}

/** Texts of which only those are kept that some value has, where these are few: the buffer of all may be large. */
function withoutOthers(texts: Texts, codes: Int32Array): Texts {
  const { bytes, from, to, size } = texts;
  if (codes.length > size) return { ...texts, codes };
  const known = new Int32Array(size);
  const kept: number[] = [0];
  for (let i = 0; i < codes.length; i++) {
    const code = codes[i];
    if (code !== 0 && known[code] === 0) known[code] = kept.push(code) - 1;
    codes[i] = known[code];
  }
  const own = { from: new Uint32Array(kept.length), to: new Uint32Array(kept.length) };
  let length = 0;
  for (const [text, old] of kept.entries()) {
    own.from[text] = length;
    length += to[old] - from[old];
    own.to[text] = length;
  }
  const bytesKept = new Uint8Array(length);
  for (const [text, old] of kept.entries()) bytesKept.set(bytes.subarray(from[old], to[old]), own.from[text]);
  return { codes, bytes: bytesKept, ...own, size: kept.length };
}

/** Rows by rising ref: row i is row `rows[i]` of piece `pieces[i]`. */
export interface StoredOrder {
  readonly pieces: Uint32Array;
  readonly rows: Uint32Array;
}

/** Rows of pieces as a batch. An identity is that of source and id; the origin is where the row was read. */
export function storedBatch(all: readonly Piece[], { pieces, rows }: StoredOrder): EventBatch {
  const size = rows.length;
  let subjectCount = 0;
  for (let i = 0; i < size; i++) {
    const { starts } = all[pieces[i]].subjects.texts;
    subjectCount += starts[rows[i] + 1] - starts[rows[i]];
  }
  const columns = allocateColumns(size, subjectCount);
  const putTexts = (out: Float64Array | Uint8Array, field: string): void => {
    if (all.every(({ texts }) => texts[field].texts.size === 1)) return; // nobody says anything
    const codes = all.map(({ texts }) => texts[field].texts.codes);
    const values = all.map(({ texts }) => texts[field].values);
    for (let i = 0; i < size; i++) out[i] = values[pieces[i]][codes[pieces[i]][rows[i]]];
  };
  const putNumbers = (out: Float64Array | Int32Array, field: string, absent: number): void => {
    const values = all.map(({ numbers }) => numbers[field]);
    for (let i = 0; i < size; i++) {
      const value = values[pieces[i]][rows[i]];
      out[i] = Number.isNaN(value) ? absent : value;
    }
  };
  const putMarks = (field: string, mark: number): void => {
    const flags = all.map(({ numbers }) => numbers[field]);
    for (let i = 0; i < size; i++) if (flags[pieces[i]][rows[i]] === 1) columns.marks[i] |= mark;
  };
  for (const { column, field } of KEY_FIELDS) putTexts(columns[column], field);
  for (const field of ['system', 'action', 'outcome'] as const) putTexts(columns[field], field);
  for (const field of ['time', 'records', 'bytes', 'content'] as const) putNumbers(columns[field], field, 0);
  putNumbers(columns.recordDate, 'record_date', NO_DAY);
  putMarks('late', MARK.late);
  putMarks('clock', MARK.clock);
  putMarks('reused_id', MARK.reusedId);
  const { identity, source, id } = columns;
  for (let i = 0; i < size; i++) identity[i] = pairKey(source[i], id[i]);
  putSubjects(columns, all, { pieces, rows });
  return { size, columns, ...readers(all, { pieces, rows }) };
}

function putSubjects(
  { subjectStart, subjects }: EventBatch['columns'],
  all: readonly Piece[],
  { pieces, rows }: StoredOrder,
): void {
  for (let i = 0, at = 0; i < rows.length; i++) {
    const { texts, values } = all[pieces[i]].subjects;
    const end = texts.starts[rows[i] + 1];
    for (let from = texts.starts[rows[i]]; from < end; from++) subjects[at++] = values[texts.codes[from]];
    subjectStart[i + 1] = at;
  }
}

const SLASH = 0x2f;

/** The texts of rows. */
function readers(all: readonly Piece[], { pieces, rows }: StoredOrder): Omit<EventBatch, 'size' | 'columns'> {
  const text = (i: number, field: string): string | null => {
    const { texts } = all[pieces[i]].texts[field];
    return textAt(texts, texts.codes[rows[i]]);
  };
  const number = (i: number, field: string): number | null => {
    const value = all[pieces[i]].numbers[field][rows[i]];
    return Number.isNaN(value) ? null : value;
  };
  const subjectsOf = (i: number): string[] => {
    const { texts } = all[pieces[i]].subjects;
    const own = texts.codes.subarray(texts.starts[rows[i]], texts.starts[rows[i] + 1]);
    return Array.from(own, (code) => textAt(texts, code) ?? '');
  };
  const date = (i: number): string | null => {
    const day = number(i, 'record_date');
    return day === null ? null : formatDate(day);
  };
  const event = (i: number): NormalEvent => ({
    time: number(i, 'time') ?? 0,
    system: (text(i, 'system') ?? '') as NormalEvent['system'],
    source: text(i, 'source') ?? '',
    id: text(i, 'id') ?? '',
    actor: text(i, 'actor'),
    principal: text(i, 'principal'),
    action: (text(i, 'action') ?? '') as NormalEvent['action'],
    outcome: (text(i, 'outcome') ?? '') as NormalEvent['outcome'],
    reason: text(i, 'reason'),
    device: text(i, 'device'),
    ip: text(i, 'ip'),
    site: text(i, 'site'),
    session: text(i, 'session'),
    tenant: text(i, 'tenant'),
    subjects: subjectsOf(i),
    resource: text(i, 'resource'),
    data_class: text(i, 'data_class'),
    record_date: date(i),
    records: number(i, 'records') ?? 0,
    bytes: number(i, 'bytes'),
    case_id: text(i, 'case_id'),
    purpose: text(i, 'purpose'),
    transaction_id: text(i, 'transaction_id'),
    destination: text(i, 'destination'),
    target: text(i, 'target'),
    extra: JSON.parse(text(i, 'extra') ?? '{}') as NormalEvent['extra'],
  });
  const putPart = (i: number, field: 'source' | 'id', into: Uint8Array, at: number): number => {
    const { codes, bytes, from, to } = all[pieces[i]].texts[field].texts;
    const code = codes[rows[i]];
    const end = at + to[code] - from[code];
    if (end > into.length) return -1;
    for (let next = at, source = from[code]; next < end; ) into[next++] = bytes[source++];
    return end;
  };
  return {
    event,
    eventId: (i) => `${text(i, 'source')}/${text(i, 'id')}`,
    putEventId(i, into, at) {
      const end = putPart(i, 'source', into, at);
      if (end === -1 || end === into.length) return -1;
      into[end] = SLASH;
      return putPart(i, 'id', into, end + 1);
    },
    putRow: (i, into, at) => putEvent(event(i), into, at),
    subject: (i, index) => subjectsOf(i)[index],
    origin: (i) => ({ input: number(i, 'input') ?? 0, byte: number(i, 'byte') ?? 0 }),
  };
}
