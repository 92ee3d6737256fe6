/**
 * The footer of a Parquet file: which row groups can hold a value, and the same footer with some of them left out, so that a reader sees no others.
 * Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import { mayHold, xxHash64 } from './bloom.ts';
import { binary, type Cursor, eachField, listHead, skip, TYPE, varintBytes, zigzag } from './thrift.ts';

/** The end of a Parquet file: the length of the metadata, and the mark. */
const TAIL_BYTES = 8;
/** The mark at both ends. */
export const MAGIC = Buffer.from('PAR1');

/** What is known of one column of a row group, as far as it was asked for. */
interface ColumnFacts {
  readonly min: Uint8Array | null;
  readonly max: Uint8Array | null;
  readonly isNumber: boolean;
  /** Where its Bloom filter begins. */
  readonly bloomAt: number | null;
}

/** One row group. */
interface GroupFacts {
  readonly rows: number;
  /** Where it stands in the metadata. */
  readonly from: number;
  readonly to: number;
  readonly columns: ReadonlyMap<string, ColumnFacts>;
}

/** A footer. */
export interface Footer {
  readonly metadata: Uint8Array;
  readonly groups: readonly GroupFacts[];
  /** Where the number of rows and the list of groups stand in the metadata. */
  readonly rowsAt: readonly [from: number, to: number];
  readonly listAt: readonly [from: number, to: number];
}

/** Values of columns, one of which a row must have in each column to matter. */
export type Wanted = Readonly<Record<string, readonly (string | number)[]>>;

/** Reads a footer from the last bytes of a file; knows of its columns those of `names`. Null where it is none. */
export function readFooter(end: Uint8Array, names: readonly string[]): Footer | null {
  const size =
    end.length < TAIL_BYTES
      ? -1
      : Buffer.from(end.buffer, end.byteOffset, end.length).readUInt32LE(end.length - TAIL_BYTES);
  if (size < 0 || size > end.length - TAIL_BYTES) return null;
  const metadata = end.subarray(end.length - TAIL_BYTES - size, end.length - TAIL_BYTES);
  try {
    return footerOf(metadata, new Set(names));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function footerOf(metadata: Uint8Array, names: ReadonlySet<string>): Footer | null {
  const cursor: Cursor = { bytes: metadata, at: 0 };
  const groups: GroupFacts[] = [];
  let rowsAt: Footer['rowsAt'] | null = null;
  let listAt: Footer['listAt'] | null = null;
  eachField(cursor, (id, type) => {
    const from = cursor.at;
    if (id === 3 && type === TYPE.i64) {
      skip(cursor, type);
      rowsAt = [from, cursor.at];
      return true;
    }
    if (id !== 4 || type !== TYPE.list) return false;
    const { size } = listHead(cursor);
    const places = new Set<number>();
    for (let i = 0; i < size; i++) groups.push(readGroup(cursor, names, i === 0 ? null : places, places));
    listAt = [from, cursor.at];
    return true;
  });
  return rowsAt === null || listAt === null ? null : { metadata, groups, rowsAt, listAt };
}

/** `places`: where the wanted columns stand in every group, once they are `known` from the first. */
function readGroup(
  cursor: Cursor,
  names: ReadonlySet<string>,
  known: ReadonlySet<number> | null,
  places: Set<number>,
): GroupFacts {
  const from = cursor.at;
  const columns = new Map<string, ColumnFacts>();
  let rows = 0;
  eachField(cursor, (id, type) => {
    if (id === 3 && type === TYPE.i64) {
      rows = zigzag(cursor);
      return true;
    }
    if (id !== 1 || type !== TYPE.list) return false;
    const { size } = listHead(cursor);
    for (let i = 0; i < size; i++) {
      if (known !== null && !known.has(i)) skip(cursor, TYPE.struct);
      else if (readChunk(cursor, names, columns)) places.add(i);
    }
    return true;
  });
  return { rows, from, to: cursor.at, columns };
}

/** Whether the column was a wanted one. */
function readChunk(cursor: Cursor, names: ReadonlySet<string>, into: Map<string, ColumnFacts>): boolean {
  const before = into.size;
  eachField(cursor, (id, type) => {
    if (id !== 3 || type !== TYPE.struct) return false;
    readColumn(cursor, names, into);
    return true;
  });
  return into.size > before;
}

const INT64 = 2;

function readColumn(cursor: Cursor, names: ReadonlySet<string>, into: Map<string, ColumnFacts>): void {
  let path = '';
  let isNumber = false;
  let bloomAt: number | null = null;
  let bounds: Pick<ColumnFacts, 'min' | 'max'> = { min: null, max: null };
  let isWanted = false;
  eachField(cursor, (id, type) => {
    if (id === 1 && type === TYPE.i32) isNumber = zigzag(cursor) === INT64;
    else if (id === 3 && type === TYPE.list) {
      const { size } = listHead(cursor);
      const parts = Array.from({ length: size }, () => Buffer.from(binary(cursor)).toString('utf8'));
      path = parts.join('.');
      isWanted = names.has(path);
    } else if (isWanted && id === 12 && type === TYPE.struct) bounds = readBounds(cursor);
    else if (isWanted && id === 14 && type === TYPE.i64) bloomAt = zigzag(cursor);
    else return false;
    return true;
  });
  if (isWanted) into.set(path, { ...bounds, isNumber, bloomAt });
}

function readBounds(cursor: Cursor): Pick<ColumnFacts, 'min' | 'max'> {
  let min: Uint8Array | null = null;
  let max: Uint8Array | null = null;
  eachField(cursor, (id, type) => {
    if (type !== TYPE.binary || (id !== 5 && id !== 6)) return false;
    if (id === 5) max = binary(cursor);
    else min = binary(cursor);
    return true;
  });
  return { min, max };
}

/** What is looked for in one column: its values in the order of bounds, so that of a long list only those are looked at that a row group may hold. */
interface SoughtColumn {
  readonly name: string;
  readonly texts: SoughtValues<Uint8Array>;
  readonly numbers: SoughtValues<bigint>;
}

interface SoughtValues<T> {
  readonly values: readonly T[];
  /** Of the value at a place. */
  hash(index: number): bigint;
}

/** {@link Wanted}, made ready to be looked for in many footers. */
export type Sought = readonly SoughtColumn[];

/** More values than this are not looked for in a Bloom filter: it would mostly say yes to one of them. */
const FILTERED_MAX = 500;

/** Makes what is wanted ready. */
export function soughtOf(wanted: Wanted): Sought {
  return Object.entries(wanted).map(([name, values]) => ({
    name,
    texts: soughtValues(
      values.flatMap((value): Uint8Array[] => (typeof value === 'string' ? [Buffer.from(value)] : [])),
      Buffer.compare,
      (text) => text,
    ),
    numbers: soughtValues(
      values.flatMap((value) => (typeof value === 'number' ? BigInt(value) : [])),
      order,
      (number) => Buffer.from(BigInt64Array.of(number).buffer),
    ),
  }));
}

function soughtValues<T>(
  values: T[],
  compare: (one: T, other: T) => number,
  bytesOf: (value: T) => Uint8Array,
): SoughtValues<T> {
  values.sort(compare);
  const hashes = new Map<number, bigint>();
  return {
    values,
    hash(index) {
      const known = hashes.get(index) ?? xxHash64(bytesOf(values[index]));
      hashes.set(index, known);
      return known;
    },
  };
}

function order(one: bigint, other: bigint): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/**
 * The row groups in which rows may stand that are sought. `end` are the last bytes of the file, the first of which is its byte `endAt`: Bloom filters
 * that stand there are asked too.
 */
export function groupsThatMayHold(
  { groups }: Footer,
  sought: Sought,
  end: Uint8Array,
  endAt: number,
): number[] {
  return groups.flatMap((group, index) => {
    const isPossible = sought.every((column) => {
      const facts = group.columns.get(column.name);
      return facts === undefined || mayStandIn(facts, column, end, endAt);
    });
    return isPossible ? [index] : [];
  });
}

/** The first and last text of each column that was read of, where all row groups tell. */
export function boundsOf({ groups }: Footer): Map<string, readonly [first: string, last: string]> {
  const bounds = new Map<string, readonly [string, string]>();
  for (const name of groups[0]?.columns.keys() ?? []) {
    const texts = groups.flatMap(({ columns }) => {
      const { min = null, max = null, isNumber = true } = columns.get(name) ?? {};
      return isNumber || min === null || max === null
        ? []
        : [Buffer.from(min).toString(), Buffer.from(max).toString()];
    });
    if (texts.length === groups.length * 2) bounds.set(name, [texts.reduce(least), texts.reduce(greatest)]);
  }
  return bounds;
}

/** The text that stands first. */
export const least = (one: string, other: string) => (one < other ? one : other);
/** The text that stands last. */
export const greatest = (one: string, other: string) => (one > other ? one : other);

/** Whether one of the values may stand in a column; values of another kind than its own are not looked for. */
function mayStandIn(
  { min, max, isNumber, bloomAt }: ColumnFacts,
  { texts, numbers }: SoughtColumn,
  end: Uint8Array,
  endAt: number,
): boolean {
  if ((isNumber ? texts : numbers).values.length > 0) return true;
  const filter = bloomAt === null || bloomAt < endAt ? null : end.subarray(bloomAt - endAt);
  if (!isNumber) return mayHoldOne(texts, min, max, Buffer.compare, filter);
  const numberIn = (bound: Uint8Array | null) => (bound?.length === 8 ? int64(bound) : null);
  return mayHoldOne(numbers, numberIn(min), numberIn(max), order, filter);
}

function mayHoldOne<T>(
  { values, hash }: SoughtValues<T>,
  min: T | null,
  max: T | null,
  compare: (one: T, other: T) => number,
  filter: Uint8Array | null,
): boolean {
  const [from, to] =
    min === null || max === null
      ? [0, values.length]
      : [
          firstWhere(values, (value) => compare(value, min) >= 0),
          firstWhere(values, (value) => compare(value, max) > 0),
        ];
  if (filter === null || to - from > FILTERED_MAX) return from < to;
  for (let index = from; index < to; index++) if (mayHold(filter, hash(index))) return true;
  return false;
}

/** The place of the first value of which something holds, and of all after it. */
function firstWhere<T>(values: readonly T[], holds: (value: T) => boolean): number {
  let [from, to] = [0, values.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (holds(values[middle])) to = middle;
    else from = middle + 1;
  }
  return from;
}

function int64(bytes: Uint8Array): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getBigInt64(0, true);
}

/** The end of a Parquet file that has only some of the row groups, each where it was. */
export function endWith({ metadata, groups, rowsAt, listAt }: Footer, kept: readonly number[]): Uint8Array {
  const rows = kept.reduce((sum, index) => sum + groups[index].rows, 0);
  const head =
    kept.length < 15 ? [(kept.length << 4) | TYPE.struct] : [0xf0 | TYPE.struct, ...varintBytes(kept.length)];
  const changed = Buffer.concat([
    metadata.subarray(0, rowsAt[0]),
    varintBytes(rows * 2), // zigzag of what is not negative
    metadata.subarray(rowsAt[1], listAt[0]),
    Uint8Array.from(head),
    ...kept.map((index) => metadata.subarray(groups[index].from, groups[index].to)),
    metadata.subarray(listAt[1]),
  ]);
  const size = Buffer.alloc(4);
  size.writeUInt32LE(changed.length);
  return Buffer.concat([changed, size, MAGIC]);
}
