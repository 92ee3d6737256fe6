/**
 * Where rows of messages stand. A decoder sees one stream of bytes; this knows which of its bytes belong to which record of the
 * partition, for as long as somebody may ask: until the rows are judged.
 */
import { Buffer } from 'node:buffer';

/** A record of a partition, as it came. */
export interface Message {
  readonly offset: number;
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
}

/** Records whose values were made one stretch of the stream. */
export interface Stretch {
  readonly first: number;
  readonly end: number;
  /** By record: where it begins in the stream, and its offset. */
  readonly starts: Float64Array;
  readonly offsets: Float64Array;
  /** Lines of the first record that were read another time, and their bytes. */
  readonly linesBefore: number;
  readonly bytesBefore: number;
  /** The bytes, while rows are still cut from them. */
  bytes: Buffer | null;
  /** Rows that were asked for by a name, in messages of several lines: where they begin and their line. */
  readonly noted: { readonly bytes: number[]; readonly lines: number[] };
}

const LF = 10;
const CR = 13;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Lays the values of messages one behind the other, each ended by a line break. `linesBefore`: of the first one, to be left out. */
export function stretchOf(messages: readonly Message[], first: number, linesBefore: number): Stretch {
  const values = messages.map(({ value }) => plainOf(value));
  const bytesBefore = linesBefore > 0 ? startOfLine(values[0], linesBefore) : 0;
  values[0] = values[0].subarray(bytesBefore);
  const starts = new Float64Array(values.length);
  const offsets = Float64Array.from(messages, ({ offset }) => offset);
  const bytes = Buffer.allocUnsafe(values.reduce((sum, { length }) => sum + length + 1, 0));
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    starts[i] = first + at;
    bytes.set(values[i], at);
    at += values[i].length;
    bytes[at++] = LF;
  }
  const noted = { bytes: [], lines: [] };
  return { first, end: first + at, starts, offsets, linesBefore, bytesBefore, bytes, noted };
}

/** The text of a message: without a byte order mark, empty where there is no value. */
function plainOf(value: Buffer | null): Buffer {
  if (value === null) return Buffer.alloc(0);
  return value[0] === BOM[0] && value.subarray(0, 3).equals(BOM) ? value.subarray(3) : value;
}

/** Which record of a stretch holds a byte. */
export function recordAt({ starts }: Stretch, byte: number): number {
  return lastAtMost(starts, byte);
}

/** Where in its message a byte of the stream stands. */
export function byteWithin({ starts, bytesBefore }: Stretch, record: number, byte: number): number {
  return byte - starts[record] + (record === 0 ? bytesBefore : 0);
}

/** How many line breaks stand in a message before a byte of the stream. */
export function linesUntil(stretch: Stretch, record: number, byte: number): number {
  const { bytes, first, starts, linesBefore } = stretch;
  const before = record === 0 ? linesBefore : 0;
  return before + (bytes === null ? 0 : breaksIn(bytes, starts[record] - first, byte - first));
}

/** Whether a record holds several lines; known while its bytes are at hand. */
export function isPacked(stretch: Stretch, record: number): boolean {
  const { bytes, first, end, starts, linesBefore } = stretch;
  if (record === 0 && linesBefore > 0) return true;
  if (bytes === null) return false;
  const start = starts[record] - first;
  let stop = (starts[record + 1] ?? end) - first - 1;
  while (stop > start && (bytes[stop - 1] === LF || bytes[stop - 1] === CR)) stop--;
  for (const sign of [LF, CR]) {
    const at = bytes.indexOf(sign, start);
    if (at >= 0 && at < stop) return true;
  }
  return false;
}

/** The last place of an ascending list that holds at most `value`. */
export function lastAtMost(list: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** Lines end as they do for the decoder: with LF, CRLF or CR. */
export function breaksIn(bytes: Buffer, from: number, to: number): number {
  let breaks = 0;
  for (let at = from; at < to; at++)
    if (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF)) breaks++;
  return breaks;
}

function startOfLine(bytes: Buffer, lines: number): number {
  let left = lines;
  for (let at = 0; at < bytes.length; at++) {
    const isBreak = bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] !== LF);
    if (isBreak && --left === 0) return at + 1;
  }
  return bytes.length;
}
