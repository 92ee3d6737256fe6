/**
 * A page: judged events on their way to another process, which makes rows of the lake of them. Columns that a row needs side by side,
 * and the texts of the events as they were read. What a page says depends on nothing but itself and the registers it names.
 */
import { Buffer } from 'node:buffer';
import type { NormalEvent } from '../../../schemas/access-event.ts';
import { type EventBatch, type Origin, ROW_FORM } from '../../../schemas/event-columns.ts';
import { encodeEvents } from '../../batch/encode.ts';
import { type Defaults, normalEvent } from '../../batch/normal-event.ts';
import type { DetectorColumns } from '../../detector/define.ts';
import { snapshotReader, snapshotWriter } from '../../state/snapshot.ts';
import type { JudgedBatch, RowColumns } from '../../store/rows/event-rows.ts';

/** Some events of a page. */
export interface PagePiece {
  readonly size: number;
  readonly batch: JudgedBatch;
  readonly columns: RowColumns;
}

/** What rows are made from. */
export interface PageRows {
  readonly size: number;
  /** Its events, in order. Events of one piece are held at once. */
  pieces(): Iterable<PagePiece>;
  /** The commit that brought the registers in force; null: none. */
  readonly registers: number | null;
}

/** A page that is being written. */
export interface Page {
  /** Adds judged events, in event order. */
  add(batch: EventBatch, rows: Int32Array, columns: PageColumns): void;
  rows(): number;
  /** What their texts take. */
  bytes(): number;
  /** What was added, as bytes. The page is empty afterwards. `sourceOf` names the source of rows of an input that name none. */
  take(registers: number | null, sourceOf: (input: number) => string | null): Uint8Array;
}

interface Head {
  readonly registers: number | null;
  readonly sources: readonly (readonly [input: number, source: string | null])[];
}

/** The columns of a row, and those of its subjects. */
const NUMBERS = ['ref', 'time', 'content', 'person'] as const;
const CODES = ['marks', 'offDuty'] as const;
const OF_SUBJECT = ['verdict', 'cause'] as const;

type PageColumns = Pick<
  DetectorColumns,
  (typeof NUMBERS)[number] | (typeof CODES)[number] | (typeof OF_SUBJECT)[number] | 'subjectStart'
>;

const PIECE_ROWS = 4_096;
const ROWS_AT_FIRST = 4_096;
const TEXT_BYTES = 512;

/** An empty page; its memory is used again. */
export function newPage(): Page {
  let size = 0;
  let subjects = 0;
  let room = ROWS_AT_FIRST;
  let numbers = NUMBERS.map(() => new Float64Array(room));
  let codes = CODES.map(() => new Uint8Array(room));
  let places = { input: new Int32Array(room), byte: new Float64Array(room) };
  let subjectStart = new Uint32Array(room + 1);
  let textStart = new Uint32Array(room + 1);
  let ofSubject = OF_SUBJECT.map(() => new Uint8Array(room));
  let texts = new Uint8Array(room * TEXT_BYTES);

  function reserve(more: number): void {
    if (size + more <= room) return;
    room = Math.max(room * 2, size + more);
    numbers = numbers.map((column) => grown(column, new Float64Array(room)));
    codes = codes.map((column) => grown(column, new Uint8Array(room)));
    places = {
      input: grown(places.input, new Int32Array(room)),
      byte: grown(places.byte, new Float64Array(room)),
    };
    subjectStart = grown(subjectStart, new Uint32Array(room + 1));
    textStart = grown(textStart, new Uint32Array(room + 1));
  }

  function addSubjects(from: number, to: number, columns: PageColumns): void {
    if (subjects + to - from > ofSubject[0].length)
      ofSubject = ofSubject.map((column) => grown(column, new Uint8Array(2 * (subjects + to - from))));
    for (let entry = from; entry < to; entry++, subjects++)
      for (const [i, name] of OF_SUBJECT.entries()) ofSubject[i][subjects] = columns[name][entry];
  }

  function addText(batch: EventBatch, row: number): void {
    const at = textStart[size];
    let end = batch.putRow(row, texts, at);
    while (end < 0) {
      texts = grown(texts, new Uint8Array(texts.length * 2));
      end = batch.putRow(row, texts, at);
    }
    textStart[size + 1] = end;
  }

  return {
    add(batch, rows, columns) {
      reserve(rows.length);
      for (const [i, name] of NUMBERS.entries()) copyRows(columns[name], rows, numbers[i], size);
      for (const [i, name] of CODES.entries()) copyRows(columns[name], rows, codes[i], size);
      for (const row of rows) {
        const { input, byte } = batch.origin(row);
        places.input[size] = input;
        places.byte[size] = byte;
        addSubjects(columns.subjectStart[row], columns.subjectStart[row + 1], columns);
        subjectStart[size + 1] = subjects;
        addText(batch, row);
        size++;
      }
    },
    rows: () => size,
    bytes: () => textStart[size],
    take(registers, sourceOf) {
      const out = snapshotWriter();
      const inputs = [...new Set(places.input.subarray(0, size))];
      const sources = inputs.map((input) => [input, sourceOf(input)] as const);
      out.json({ registers, sources } satisfies Head);
      for (const column of [...numbers, ...codes, places.input, places.byte])
        out.numbers(column.subarray(0, size));
      out.numbers(subjectStart.subarray(0, size + 1));
      for (const column of ofSubject) out.numbers(column.subarray(0, subjects));
      out.numbers(textStart.subarray(0, size + 1));
      out.numbers(texts.subarray(0, textStart[size]));
      size = 0;
      subjects = 0;
      return out.bytes();
    },
  };
}

/** Reads a page. `defaultsOf` gives what rows were read with whose source is this. */
export function readPage(bytes: Uint8Array, defaultsOf: (source: string | null) => Defaults): PageRows {
  const from = snapshotReader(bytes);
  const { registers, sources } = from.json<Head>();
  const defaults = new Map(sources.map(([input, source]) => [input, defaultsOf(source)]));
  const columns: Partial<Record<keyof PageColumns, Float64Array | Uint8Array | Uint32Array>> = {};
  for (const name of NUMBERS) columns[name] = from.numbers(Float64Array);
  for (const name of CODES) columns[name] = from.numbers(Uint8Array);
  const input = from.numbers(Int32Array);
  const byte = from.numbers(Float64Array);
  columns.subjectStart = from.numbers(Uint32Array);
  for (const name of OF_SUBJECT) columns[name] = from.numbers(Uint8Array);
  const textStart = from.numbers(Uint32Array);
  const texts = Buffer.from(from.numbers(Uint8Array).buffer);
  const event = (row: number): NormalEvent => {
    const read = JSON.parse(texts.toString('utf8', textStart[row] + 1, textStart[row + 1]));
    return texts[textStart[row]] === ROW_FORM.line
      ? normalEvent(read, byte[row], defaults.get(input[row]))
      : read;
  };
  const origin = (row: number): Origin => ({ input: input[row], byte: byte[row] });
  function piece(start: number, end: number): PagePiece {
    const rows = Array.from({ length: end - start }, (_, i) => start + i);
    const page = columns as PageColumns;
    const batch = encodeEvents(
      rows.map(event),
      rows.map((row) => page.content[row]),
      undefined,
      rows.map(origin),
    );
    batch.columns.marks.set(page.marks.subarray(start, end));
    const [from, to] = [page.subjectStart[start], page.subjectStart[end]];
    return {
      size: rows.length,
      batch,
      columns: {
        ...batch.columns,
        ref: page.ref.subarray(start, end),
        person: page.person.subarray(start, end),
        offDuty: page.offDuty.subarray(start, end),
        verdict: page.verdict.subarray(from, to),
        cause: page.cause.subarray(from, to),
      },
    };
  }
  return {
    size: input.length,
    *pieces() {
      for (let start = 0; start < input.length; start += PIECE_ROWS)
        yield piece(start, Math.min(input.length, start + PIECE_ROWS));
    },
    registers,
  };
}

function grown<T extends Float64Array | Int32Array | Uint32Array | Uint8Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

function copyRows(
  from: Float64Array | Uint8Array,
  rows: Int32Array,
  to: Float64Array | Uint8Array,
  at: number,
): void {
  for (let i = 0; i < rows.length; i++) to[at + i] = from[rows[i]];
}
