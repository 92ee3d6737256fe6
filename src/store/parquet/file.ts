/** A Parquet file of the lake by its row groups, whose columns are read when they are asked for. */
import { closeSync, fstatSync, readSync } from 'node:fs';
import { problem } from '../../core/problem.ts';
import { openRead } from '../file-system.ts';
import type { PieceCheck } from '../known-leaves.ts';
import { StoreFailed } from '../store.ts';
import { type Footer, groupsThatMayHold, MAGIC, readFooter, soughtOf, type Wanted } from './footer.ts';
import { type Chunk, type Group, layoutOf } from './layout.ts';
import { CODEC, readNumbers, readTextLists, readTexts, type TextLists, type Texts } from './pages.ts';

/** A row group. What is read is read once. */
export interface RowGroup {
  readonly rows: number;
  texts(column: string): Texts;
  lists(column: string): TextLists;
  /** Numbers, dates as days, flags as 0 and 1; NaN where there is none. */
  numbers(column: string): Float64Array;
  /** The least and the greatest number of a column, as far as the file tells. */
  bounds(column: string): readonly [least: number, greatest: number];
  /** Lets go of what was read. */
  forget(): void;
}

/** An open file. */
export interface ParquetFile {
  readonly groups: readonly RowGroup[];
  /** The groups in which a row may stand that has one of the values in each of these columns. */
  mayHold(wanted: Wanted): number[];
  close(): void;
}

/** The last piece of a file, of which its check is asked first. */
const FOOTER = -1;
/** Length of the metadata, and the mark. */
const TAIL_BYTES = 8;
/** So much of the end is read at first. */
const END_BYTES = 2 ** 16;

/** Opens a file. `asked`: columns of which it is asked what they may hold; `check` is asked of the footer, and of each row group when it is first read. Throws {@link StoreFailed} where it is damaged. */
export function openParquet(
  path: string,
  asked: readonly string[],
  check: PieceCheck | null = null,
): ParquetFile {
  const descriptor = openRead(path);
  try {
    const size = fstatSync(descriptor).size;
    check?.(descriptor, FOOTER);
    const read = (from: number, to: number, isForNow = false): Uint8Array =>
      readRange(descriptor, isForNow ? scratchOf(to - from) : Buffer.allocUnsafeSlow(to - from), from);
    let end = read(Math.max(0, size - END_BYTES), size);
    const metadataBytes = Buffer.from(end.buffer, end.byteOffset, end.length).readUInt32LE(
      end.length - TAIL_BYTES,
    );
    if (!MAGIC.equals(end.subarray(end.length - 4))) throw new RangeError('no Parquet file');
    if (metadataBytes + TAIL_BYTES > end.length) end = read(size - metadataBytes - TAIL_BYTES, size);
    const footer = readFooter(end, asked);
    if (footer === null) throw new RangeError('no footer');
    const layout = layoutOf(footer.metadata);
    let filters: Uint8Array | null = null;
    const filtersAt = firstFilter(footer, size);
    return {
      groups: layout.map((group, index) => {
        const readSure: typeof read = (...range) => {
          check?.(descriptor, index);
          return read(...range);
        };
        return guarded(path, rowGroup(group, footer, index, readSure));
      }),
      mayHold(wanted) {
        filters ??= read(filtersAt, size);
        return groupsThatMayHold(footer, soughtOf(wanted), filters, filtersAt);
      },
      close: () => closeSync(descriptor),
    };
  } catch (error) {
    closeSync(descriptor);
    throw damaged(path, error);
  }
}

function rowGroup(
  { rows, chunks }: Group,
  footer: Footer,
  index: number,
  read: (from: number, to: number, isForNow: boolean) => Uint8Array,
): RowGroup {
  const held = new Map<string, unknown>();
  const once = <T>(column: string, make: (bytes: Uint8Array, chunk: Chunk) => T): T => {
    const known = held.get(column);
    if (known !== undefined) return known as T;
    const chunk = chunks.get(column);
    if (chunk === undefined) throw new RangeError(`no column ${column}`);
    const value = make(read(chunk.from, chunk.to, chunk.codec !== CODEC.none), chunk);
    held.set(column, value);
    return value;
  };
  return {
    rows,
    texts: (column) => once(column, readTexts),
    lists: (column) => once(column, (bytes, chunk) => readTextLists(bytes, chunk, rows)),
    numbers: (column) => once(column, (bytes, chunk) => readNumbers(bytes, chunk, rows)),
    bounds(column) {
      const { min = null, max = null } = footer.groups[index].columns.get(column) ?? {};
      return [min?.length === 8 ? int64(min) : -Infinity, max?.length === 8 ? int64(max) : Infinity];
    },
    forget: () => held.clear(),
  };
}

/** Bytes that are none of a Parquet file make the reader fail anywhere: all of that means one thing. */
function guarded(path: string, group: RowGroup): RowGroup {
  const guard =
    <T>(read: (column: string) => T) =>
    (column: string): T => {
      try {
        return read(column);
      } catch (error) {
        throw damaged(path, error);
      }
    };
  return { ...group, texts: guard(group.texts), lists: guard(group.lists), numbers: guard(group.numbers) };
}

function damaged(path: string, error: unknown): unknown {
  return error instanceof RangeError
    ? new StoreFailed(problem('lake-damaged', {}, { file: path }), error)
    : error;
}

/** Where the first Bloom filter begins that may be asked. */
function firstFilter({ groups }: Footer, size: number): number {
  let first = size;
  for (const { columns } of groups)
    for (const { bloomAt } of columns.values()) if (bloomAt !== null) first = Math.min(first, bloomAt);
  return first;
}

/** Bytes that are unpacked at once, and no more needed then. */
let scratch = Buffer.alloc(0);

function scratchOf(size: number): Buffer {
  if (scratch.length < size) scratch = Buffer.allocUnsafeSlow(size * 2);
  return scratch.subarray(0, size);
}

function readRange(descriptor: number, bytes: Buffer, from: number): Uint8Array {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(descriptor, bytes, done, bytes.length - done, from + done);
    if (read === 0) throw new RangeError('the file ends too early');
    done += read;
  }
  return bytes;
}

function int64(bytes: Uint8Array): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigInt64(0, true));
}
