/**
 * Judged rows on their way from one thread to another: columns and texts side by side in shared memory, copied once.
 *
 * Rows are put in event order and without gaps, so that row i there is the i-th event.
 */
import { Buffer } from 'node:buffer';
import { allocateColumns, type EventBatch, ROW_FORM } from '../../../schemas/event-columns.ts';
import { type Defaults, normalEvent } from '../../batch/normal-event.ts';
import type { DetectorColumns } from '../../detector/define.ts';
import type { JudgedSlice, Passed } from '../../engine/back.ts';
import { detectorColumns } from '../../engine/derive.ts';

type Column = Float64Array | Int32Array | Uint32Array | Uint8Array;
/** How a column is made over shared memory. */
interface ArrayOf<T extends Column> {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: ArrayBufferLike, at: number, length: number): T;
}
const NO_BYTES = new ArrayBuffer(0);

/** One value a subject, not a row. */
const BY_SUBJECT = new Set<string>(['subjects', 'verdict', 'cause']);

/** The columns that travel. */
const TRAVELLING = Object.entries(
  detectorColumns(allocateColumns(0, 0), 0) as unknown as Record<string, Column>,
)
  .filter(([name]) => name !== 'subjectStart')
  .map(([name, column]) => ({ name, array: column.constructor as unknown as ArrayOf<Column> }));

/** Shared memory of one slice; it grows with the slices put into it. */
export interface SliceMemory {
  columns: SharedArrayBuffer;
  texts: SharedArrayBuffer;
}

/** What stands in a memory. */
export interface PutSlice {
  readonly columns: SharedArrayBuffer;
  readonly texts: SharedArrayBuffer;
  readonly rows: number;
  readonly subjects: number;
  /** The inputs that rows came from, each with the source of rows that name none. */
  readonly sources: readonly (readonly [input: number, source: string | null])[];
  readonly begin: Passed;
  readonly end: Passed;
}

/** Memory with no room yet. */
export function sliceMemory(): SliceMemory {
  return { columns: new SharedArrayBuffer(0), texts: new SharedArrayBuffer(1 << 16) };
}

/** Views of the columns of so many rows and subjects in shared memory, and how many bytes they take. */
function viewsOf(memory: SharedArrayBuffer, rows: number, subjects: number) {
  let at = 0;
  const take = <T extends Column>(array: ArrayOf<T>, length: number): T => {
    const end = at + length * array.BYTES_PER_ELEMENT;
    const view = end <= memory.byteLength ? new array(memory, at, length) : new array(NO_BYTES, 0, 0);
    at = Math.ceil(end / 8) * 8;
    return view;
  };
  const orderTime = take(Float64Array, rows);
  const bytes = take(Float64Array, rows);
  const inputs = take(Int32Array, rows);
  const textStart = take(Uint32Array, rows + 1);
  const subjectStart = take(Uint32Array, rows + 1);
  const columns: Record<string, Column> = { subjectStart };
  for (const { name, array } of TRAVELLING)
    columns[name] = take(array, BY_SUBJECT.has(name) ? subjects : rows);
  return { orderTime, bytes, inputs, textStart, columns, size: at };
}

/** Puts a slice into a memory. `sourceOf` names the source of rows of an input that name none. */
export function putSlice(
  { batch, columns, rows, orderTime, begin, end }: JudgedSlice<EventBatch>,
  memory: SliceMemory,
  sourceOf: (input: number) => string | null,
): PutSlice {
  let subjects = 0;
  for (const row of rows) subjects += columns.subjectStart[row + 1] - columns.subjectStart[row];
  const { size } = viewsOf(memory.columns, rows.length, subjects);
  if (size > memory.columns.byteLength) memory.columns = new SharedArrayBuffer(size + (size >> 1));
  const views = viewsOf(memory.columns, rows.length, subjects);
  const from = columns as unknown as Record<string, Column>;
  const isOneRun = isRun(rows);
  for (const { name } of TRAVELLING) {
    if (!BY_SUBJECT.has(name)) copyRows(views.columns[name], from[name], rows, isOneRun);
  }
  copyRows(views.orderTime, orderTime, rows, isOneRun);
  copySubjects(views.columns, from, rows, isOneRun);
  for (let i = 0; i < rows.length; i++) {
    const { input, byte } = batch.origin(rows[i]);
    views.bytes[i] = byte;
    views.inputs[i] = input;
  }
  putTexts(batch, rows, views.textStart, memory);
  const sources = [...new Set(views.inputs)].map((input) => [input, sourceOf(input)] as const);
  return { columns: memory.columns, texts: memory.texts, rows: rows.length, subjects, sources, begin, end };
}

/** Whether rows stand one behind the other in their batch, as they mostly do: then columns are copied as bytes. */
function isRun(rows: Int32Array): boolean {
  for (let i = 1; i < rows.length; i++) if (rows[i] !== rows[0] + i) return false;
  return rows.length > 0;
}

function copyRows(to: Column, from: Column, rows: Int32Array, isOneRun: boolean): void {
  if (isOneRun) to.set(from.subarray(rows[0], rows[0] + rows.length));
  else for (let i = 0; i < rows.length; i++) to[i] = from[rows[i]];
}

function copySubjects(
  to: Record<string, Column>,
  from: Record<string, Column>,
  rows: Int32Array,
  isOneRun: boolean,
): void {
  let at = 0;
  to.subjectStart[0] = 0;
  if (isOneRun) {
    const first = from.subjectStart[rows[0]];
    const last = from.subjectStart[rows[rows.length - 1] + 1];
    for (const name of BY_SUBJECT) to[name].set(from[name].subarray(first, last));
    for (let i = 0; i < rows.length; i++) to.subjectStart[i + 1] = from.subjectStart[rows[i] + 1] - first;
    return;
  }
  for (let i = 0; i < rows.length; i++) {
    for (let entry = from.subjectStart[rows[i]]; entry < from.subjectStart[rows[i] + 1]; entry++, at++) {
      for (const name of BY_SUBJECT) to[name][at] = from[name][entry];
    }
    to.subjectStart[i + 1] = at;
  }
}

function putTexts(batch: EventBatch, rows: Int32Array, textStart: Uint32Array, memory: SliceMemory): void {
  let bytes = new Uint8Array(memory.texts);
  let at = 0;
  textStart[0] = 0;
  for (let i = 0; i < rows.length; i++) {
    let end = batch.putRow(rows[i], bytes, at);
    while (end < 0) {
      memory.texts = new SharedArrayBuffer(bytes.length * 2);
      new Uint8Array(memory.texts).set(bytes);
      bytes = new Uint8Array(memory.texts);
      end = batch.putRow(rows[i], bytes, at);
    }
    at = end;
    textStart[i + 1] = at;
  }
}

/** A slice on its way to another process: as much of its memory as it takes. */
export type SentSlice = Omit<PutSlice, 'columns' | 'texts'> & {
  readonly columns: Uint8Array;
  readonly texts: Uint8Array;
};

/** What is sent of a slice that was put. */
export function sentSlice(put: PutSlice): SentSlice {
  const { textStart, size } = viewsOf(put.columns, put.rows, put.subjects);
  return {
    ...put,
    columns: new Uint8Array(put.columns, 0, size),
    texts: new Uint8Array(put.texts, 0, textStart[put.rows]),
  };
}

/** A slice that has come, in a memory of this process. */
export function arrivedSlice(sent: SentSlice, memory: SliceMemory): PutSlice {
  memory.columns = filled(memory.columns, sent.columns);
  memory.texts = filled(memory.texts, sent.texts);
  return { ...sent, ...memory };
}

function filled(memory: SharedArrayBuffer, bytes: Uint8Array): SharedArrayBuffer {
  const room =
    memory.byteLength >= bytes.length ? memory : new SharedArrayBuffer(bytes.length + (bytes.length >> 1));
  new Uint8Array(room).set(bytes);
  return room;
}

/** The slice that was put, over the same memory. `defaultsOf` gives what rows were read with whose source is this. */
export function takeSlice(
  { columns: memory, texts, rows: size, subjects, sources, begin, end }: PutSlice,
  defaultsOf: (source: string | null) => Defaults,
): JudgedSlice {
  const { columns, orderTime, bytes, inputs, textStart } = viewsOf(memory, size, subjects);
  const text = Buffer.from(texts);
  const defaults = new Map(sources.map(([input, source]) => [input, defaultsOf(source)]));

  const event = (row: number) => {
    const read = JSON.parse(text.toString('utf8', textStart[row] + 1, textStart[row + 1]));
    const isLine = text[textStart[row]] === ROW_FORM.line;
    return isLine ? normalEvent(read, bytes[row], defaults.get(inputs[row])) : read;
  };
  const rows = Int32Array.from({ length: size }, (_, row) => row);
  return { batch: { event }, columns: columns as unknown as DetectorColumns, rows, orderTime, begin, end };
}
