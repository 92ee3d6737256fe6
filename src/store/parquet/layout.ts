/**
 * Where the columns of a Parquet file lie: its leaves as the schema declares them, and the bytes of each in every row group.
 * Source: https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
 */
import { binary, type Cursor, eachField, listHead, TYPE, zigzag } from './thrift.ts';

/** Physical types of values. */
export const KIND = { boolean: 0, int32: 1, int64: 2, bytes: 6 } as const;

/** A column as its chunks are read: what stands in it, and how deep it may be absent or repeated. */
export interface Leaf {
  /** `subjects.list.element` of a list. */
  readonly path: string;
  readonly kind: number;
  /** The level of definition of a value, and of repetition of one that is not the first of its row. */
  readonly definedAt: number;
  readonly repeatedAt: number;
}

/** The bytes of a column in a row group. */
export interface Chunk {
  readonly leaf: Leaf;
  readonly codec: number;
  readonly values: number;
  readonly from: number;
  readonly to: number;
  /** What its pages come to when they are not compressed, heads included. */
  readonly plainBytes: number;
}

/** A row group. */
export interface Group {
  readonly rows: number;
  readonly chunks: ReadonlyMap<string, Chunk>;
}

/** Reads where everything lies. Throws {@link RangeError} where the metadata end too early. */
export function layoutOf(metadata: Uint8Array): Group[] {
  const cursor: Cursor = { bytes: metadata, at: 0 };
  let leaves: Leaf[] = [];
  const groups: Group[] = [];
  eachField(cursor, (id, type) => {
    if (type !== TYPE.list || (id !== 2 && id !== 4)) return false;
    const { size } = listHead(cursor);
    if (id === 2) leaves = leavesOf(Array.from({ length: size }, () => readElement(cursor)));
    else for (let i = 0; i < size; i++) groups.push(readGroup(cursor, leaves));
    return true;
  });
  return groups;
}

interface Element {
  readonly name: string;
  readonly kind: number;
  readonly repetition: number;
  readonly children: number;
}

const REPEATED = 2;

function readElement(cursor: Cursor): Element {
  let [kind, repetition, children] = [-1, 0, 0];
  let name = '';
  eachField(cursor, (id, type) => {
    if (id === 4 && type === TYPE.binary) name = Buffer.from(binary(cursor)).toString('utf8');
    else if (type !== TYPE.i32) return false;
    else if (id === 1) kind = zigzag(cursor);
    else if (id === 3) repetition = zigzag(cursor);
    else if (id === 5) children = zigzag(cursor);
    else return false;
    return true;
  });
  return { name, kind, repetition, children };
}

/** The schema is a tree written depth first; its first element is the root. */
function leavesOf(elements: readonly Element[]): Leaf[] {
  const leaves: Leaf[] = [];
  let at = 1;
  const walk = (children: number, path: readonly string[], definedAt: number, repeatedAt: number): void => {
    for (let i = 0; i < children; i++) {
      const element = elements[at++];
      if (element === undefined) throw new RangeError('the schema ends too early');
      const defined = definedAt + (element.repetition === 0 ? 0 : 1);
      const repeated = repeatedAt + (element.repetition === REPEATED ? 1 : 0);
      const own = [...path, element.name];
      if (element.children > 0) walk(element.children, own, defined, repeated);
      else leaves.push({ path: own.join('.'), kind: element.kind, definedAt: defined, repeatedAt: repeated });
    }
  };
  walk(elements[0]?.children ?? 0, [], 0, 0);
  return leaves;
}

function readGroup(cursor: Cursor, leaves: readonly Leaf[]): Group {
  const chunks = new Map<string, Chunk>();
  let rows = 0;
  eachField(cursor, (id, type) => {
    if (id === 3 && type === TYPE.i64) rows = zigzag(cursor);
    else if (id === 1 && type === TYPE.list) {
      const { size } = listHead(cursor);
      for (let i = 0; i < size; i++) {
        if (leaves[i] === undefined) throw new RangeError('more columns than the schema has');
        const chunk = readChunk(cursor, leaves[i]);
        chunks.set(chunk.leaf.path, chunk);
      }
    } else return false;
    return true;
  });
  return { rows, chunks };
}

function readChunk(cursor: Cursor, leaf: Leaf): Chunk {
  const told = new Map<number, number>();
  eachField(cursor, (id, type) => {
    if (id !== 3 || type !== TYPE.struct) return false;
    eachField(cursor, (field, fieldType) => {
      if (fieldType !== TYPE.i32 && fieldType !== TYPE.i64) return false;
      told.set(field, zigzag(cursor));
      return true;
    });
    return true;
  });
  const [CODEC, VALUES, PLAIN_BYTES, BYTES, DATA_AT, DICTIONARY_AT] = [4, 5, 6, 7, 9, 11];
  const value = (field: number) => told.get(field) ?? 0;
  const dictionaryAt = value(DICTIONARY_AT);
  const from = dictionaryAt > 0 ? Math.min(dictionaryAt, value(DATA_AT)) : value(DATA_AT);
  return {
    leaf,
    codec: value(CODEC),
    values: value(VALUES),
    from,
    to: from + value(BYTES),
    plainBytes: value(PLAIN_BYTES),
  };
}
