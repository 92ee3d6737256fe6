/** Events of a lake on their way back to the engine: which ones are wanted, and the form in which they are handed over. */
import type { Action } from '../../schemas/access-event.ts';
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { VerdictName } from '../../schemas/verdict.ts';
import type { Micros } from '../core/time.ts';
import { type KnownLeaves, NO_LEAVES } from './known-leaves.ts';
import { openParquet, type ParquetFile, type RowGroup } from './parquet/file.ts';
import { textAt } from './parquet/pages.ts';
import { type Piece, pieceOf, storedBatch } from './stored-batch.ts';
import { ASKED, type RowFilter, rowFilter } from './stored-filter.ts';
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
  /** Only such as stand near others in time. */
  readonly near?: Nearness;
}

/** Spans of time by the text of the column that is picked by. */
export interface Nearness {
  /** How long a span is. */
  readonly span: Micros;
  /** Numbers of the spans that are near, by text: a span's number is its begin divided by its length. */
  readonly spans: ReadonlyMap<string, ReadonlySet<number>>;
}

/** Events that any of the picks wants. `strays`: only those that came late or whose clock cannot be right, or only the others. */
export interface EventFilter {
  readonly picks: readonly Pick[];
  readonly strays?: boolean;
}

/** Some events by rising ref. */
export interface StoredEvents {
  /** With their marks, and the hashes of the rows as they were read; an origin is where a row was read. */
  readonly batch: EventBatch;
  readonly refs: Float64Array;
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

/** Rows whose texts are held at a time: about 200 bytes each. More are read in as many rounds as that makes. */
const WINDOW_ROWS = 2 ** 21;
/** Rows of a batch: so many are judged where they lie. */
const BATCH_ROWS = 16_384;

/** A row group of which some rows may be wanted, by some picks. */
interface Part {
  readonly group: RowGroup;
  readonly picks: readonly number[];
}

/** Events by rising ref. */
export function* storedEvents(
  paths: readonly string[],
  filter: EventFilter,
  leaves = NO_LEAVES,
  windowRows = WINDOW_ROWS,
): Generator<StoredEvents> {
  const wanted = rowFilter(filter);
  const files = paths.map((path) => openParquet(path, ASKED, leaves(path)));
  try {
    const parts = files.flatMap((file) => partsOf(file, wanted));
    if (parts.reduce((sum, { group }) => sum + group.rows, 0) <= windowRows) {
      yield* inOrder(parts.map(({ group, picks }) => ({ group, rows: wanted.rows(group, picks) })));
      return;
    }
    const found = parts.map(({ group, picks }) => {
      const rows = wanted.rows(group, picks);
      const own = group.numbers('ref');
      const refs = Float64Array.from(rows, (row) => own[row]);
      group.forget();
      return { group, rows, refs };
    });
    for (const isInWindow of windowsOf(
      found.map(({ refs }) => refs),
      windowRows,
    ))
      yield* inOrder(
        found.map(({ group, rows, refs }) => ({ group, rows: rows.filter((_, i) => isInWindow(refs[i])) })),
      );
  } finally {
    for (const file of files) file.close();
  }
}

/** Spans of refs that hold about so many of them. */
function windowsOf(all: readonly Float64Array[], windowRows: number): ((ref: number) => boolean)[] {
  let [count, least, greatest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const refs of all) {
    count += refs.length;
    for (const ref of refs) {
      if (ref < least) least = ref;
      if (ref > greatest) greatest = ref;
    }
  }
  const windows = Math.ceil(count / windowRows);
  const width = Math.ceil((greatest - least + 1) / windows);
  return Array.from({ length: windows }, (_, i) => {
    const from = least + i * width;
    return (ref) => ref >= from && ref < from + width;
  });
}

/** Rows of groups as batches, by rising ref. */
function* inOrder(chosen: readonly { group: RowGroup; rows: Int32Array }[]): Generator<StoredEvents> {
  const pieces: Piece[] = [];
  for (const { group, rows } of chosen) {
    if (rows.length > 0) pieces.push(pieceOf(group, rows.length === group.rows ? null : rows));
    group.forget();
  }
  const size = pieces.reduce((sum, { rows }) => sum + rows, 0);
  const order = { pieces: new Uint32Array(size), rows: new Uint32Array(size) };
  let first = Number.POSITIVE_INFINITY;
  for (const { numbers } of pieces) for (const ref of numbers.ref) first = Math.min(first, ref);
  const scale = 2 ** Math.ceil(Math.log2(size + 1));
  const sorted = new Float64Array(size); // a ref and where its row stands, as one number
  let at = 0;
  for (const [piece, { rows, numbers }] of pieces.entries())
    for (let row = 0; row < rows; row++, at++) {
      order.pieces[at] = piece;
      order.rows[at] = row;
      sorted[at] = (numbers.ref[row] - first) * scale + at;
    }
  sorted.sort();
  for (let from = 0; from < size; from += BATCH_ROWS) {
    const count = Math.min(BATCH_ROWS, size - from);
    const own = { pieces: new Uint32Array(count), rows: new Uint32Array(count) };
    const refs = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const place = sorted[from + i] % scale;
      own.pieces[i] = order.pieces[place];
      own.rows[i] = order.rows[place];
      refs[i] = pieces[own.pieces[i]].numbers.ref[own.rows[i]];
    }
    yield { batch: storedBatch(pieces, own), refs };
  }
}

function partsOf(file: ParquetFile, wanted: RowFilter): Part[] {
  return wanted
    .picksIn(file)
    .flatMap((picks, index) => (picks === null ? [] : [{ group: file.groups[index], picks }]));
}

/** The different values of columns among events. */
export function storedValues(
  paths: readonly string[],
  columns: readonly PickColumn[],
  filter: EventFilter,
  leaves = NO_LEAVES,
): (string | null)[][] {
  const wanted = rowFilter(filter);
  const found = new Map<string, (string | null)[]>();
  eachFile(paths, leaves, (file) => {
    for (const { group, picks } of partsOf(file, wanted)) {
      const rows = wanted.rows(group, picks);
      if (rows.length > 0) noteValues(group, columns, rows, found);
      group.forget();
    }
  });
  return [...found.values()];
}

/** What is known of a device by the events there. */
export interface DeviceUse {
  events: number;
  /** Numbers of the spans of time in which there are some: a span's number is its begin divided by its length. */
  readonly spans: Set<number>;
}

/** How much each device was used by some events, and when. */
export function storedDevices(
  paths: readonly string[],
  span: Micros,
  filter: EventFilter,
  leaves = NO_LEAVES,
): Map<string, DeviceUse> {
  const wanted = rowFilter(filter);
  const found = new Map<string, DeviceUse>();
  const useOf = (device: string): DeviceUse => {
    const known = found.get(device) ?? { events: 0, spans: new Set() };
    found.set(device, known);
    return known;
  };
  eachFile(paths, leaves, (file) => {
    for (const { group, picks } of partsOf(file, wanted)) {
      const rows = wanted.rows(group, picks);
      if (rows.length > 0) {
        const [texts, time] = [group.texts('device'), group.numbers('time')];
        const uses: (DeviceUse | undefined)[] = [];
        for (const row of rows) {
          const code = texts.codes[row];
          if (code === 0) continue;
          uses[code] ??= useOf(textAt(texts, code) ?? '');
          uses[code].events++;
          uses[code].spans.add(Math.floor(time[row] / span));
        }
      }
      group.forget();
    }
  });
  return found;
}

function noteValues(
  group: RowGroup,
  columns: readonly PickColumn[],
  rows: Int32Array,
  into: Map<string, (string | null)[]>,
): void {
  const readers = columns.map((column) => {
    if (column !== 'ref') {
      const texts = group.texts(column);
      return { code: (row: number) => texts.codes[row], text: (code: number) => textAt(texts, code) };
    }
    const refs = group.numbers('ref');
    return { code: (row: number) => refs[row], text: String };
  });
  const seen = new Set<string>();
  for (const row of rows) {
    const codes = readers.map(({ code }) => code(row));
    const key = codes.join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    const values = codes.map((code, i) => readers[i].text(code));
    into.set(JSON.stringify(values), values);
  }
}

/** Every verdict on the look-ups of these events. */
export function storedVerdicts(
  paths: readonly string[],
  refs: readonly number[],
  leaves = NO_LEAVES,
): StoredVerdict[] {
  const found: StoredVerdict[] = [];
  eachWithRefs(paths, refs, leaves, (group, ref, row) => {
    const text = (column: string) => textAt(group.texts(column), group.texts(column).codes[row]);
    found.push({
      ref,
      subject: text('subject') ?? '',
      verdict: (text('verdict') ?? '') as VerdictName,
      by: text('by'),
      revision: group.numbers('revision')[row],
    });
  });
  return found;
}

/** `source/id` of events by their refs. */
export function storedIds(
  paths: readonly string[],
  refs: readonly number[],
  leaves = NO_LEAVES,
): Map<number, string> {
  const found = new Map<number, string>();
  eachWithRefs(paths, refs, leaves, (group, ref, row) => {
    const text = (column: string) => textAt(group.texts(column), group.texts(column).codes[row]);
    found.set(ref, `${text('source')}/${text('id')}`);
  });
  return found;
}

/** Calls `each` for every row that has one of the refs. */
function eachWithRefs(
  paths: readonly string[],
  refs: readonly number[],
  leaves: KnownLeaves,
  each: (group: RowGroup, ref: number, row: number) => void,
): void {
  const wanted = new Set(refs);
  const sorted = [...wanted].sort((a, b) => a - b);
  eachFile(paths, leaves, ({ groups }) => {
    for (const group of groups) {
      const [least, greatest] = group.bounds('ref');
      const next = sorted[firstAtLeast(sorted, least)];
      if (next === undefined || next > greatest) continue;
      const own = group.numbers('ref');
      for (let row = 0; row < own.length; row++) if (wanted.has(own[row])) each(group, own[row], row);
      group.forget();
    }
  });
}

function firstAtLeast(sorted: readonly number[], value: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function eachFile(paths: readonly string[], leaves: KnownLeaves, work: (file: ParquetFile) => void): void {
  for (const path of paths) {
    const file = openParquet(path, ASKED, leaves(path));
    try {
      work(file);
    } finally {
      file.close();
    }
  }
}
