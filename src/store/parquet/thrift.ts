/**
 * Thrift's compact protocol, as far as the footer of a Parquet file needs it: steps over values, and reads those that are asked for. Throws
 * {@link RangeError} where the bytes end too early or are none.
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */

/** Types of fields, and of elements of lists. */
export const TYPE = { stop: 0, true: 1, false: 2, i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

const [BYTE, I16, DOUBLE, SET, MAP] = [3, 4, 7, 10, 11];
const DEPTH_MAX = 32;

/** A place in the bytes that moves forward as values are read. */
export interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
}

/** The head of a list. */
export interface ListHead {
  readonly type: number;
  readonly size: number;
}

/** Calls `field` at the value of each field of a struct; what it returns false for is stepped over. */
export function eachField(cursor: Cursor, field: (id: number, type: number) => boolean, depth = 0): void {
  for (let id = 0; ; ) {
    const head = byteAt(cursor);
    const type = head & 0x0f;
    if (head === TYPE.stop) return;
    id = head >> 4 === 0 ? zigzag(cursor) : id + (head >> 4);
    if (!field(id, type)) skip(cursor, type, depth + 1);
  }
}

/** The head of a list; its elements follow. */
export function listHead(cursor: Cursor): ListHead {
  const head = byteAt(cursor);
  const size = head >> 4 === 15 ? varint(cursor) : head >> 4;
  return { type: head & 0x0f, size };
}

/** An integer. Beyond 2^53 it is not exact. */
export function zigzag(cursor: Cursor): number {
  const raw = varint(cursor);
  return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
}

/** Bytes or text, not copied. */
export function binary(cursor: Cursor): Uint8Array {
  const size = varint(cursor);
  const from = cursor.at;
  advance(cursor, size);
  return cursor.bytes.subarray(from, cursor.at);
}

/** Steps over a value. */
export function skip(cursor: Cursor, type: number, depth = 0): void {
  if (depth > DEPTH_MAX) throw new RangeError('too deep');
  switch (type) {
    case TYPE.true:
    case TYPE.false:
      return;
    case BYTE:
      advance(cursor, 1);
      return;
    case I16:
    case TYPE.i32:
    case TYPE.i64:
      while (byteAt(cursor) >= 0x80);
      return;
    case DOUBLE:
      advance(cursor, 8);
      return;
    case TYPE.binary:
      advance(cursor, varint(cursor));
      return;
    case TYPE.list:
    case SET: {
      const head = listHead(cursor);
      const isFlags = head.type === TYPE.true || head.type === TYPE.false; // in a list, each is a byte
      for (let i = 0; i < head.size; i++) skip(cursor, isFlags ? BYTE : head.type, depth + 1);
      return;
    }
    case MAP: {
      const size = varint(cursor);
      const types = size === 0 ? 0 : byteAt(cursor);
      for (let i = 0; i < size; i++) {
        skip(cursor, types >> 4, depth + 1);
        skip(cursor, types & 0x0f, depth + 1);
      }
      return;
    }
    case TYPE.struct:
      eachField(cursor, () => false, depth);
      return;
    default:
      throw new RangeError(`no such type: ${type}`);
  }
}

/** An unsigned integer as bytes. */
export function varintBytes(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return Uint8Array.from([...bytes, rest]);
}

function varint(cursor: Cursor): number {
  let value = 0;
  for (let scale = 1; ; scale *= 0x80) {
    const byte = byteAt(cursor);
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return value;
  }
}

function byteAt(cursor: Cursor): number {
  if (cursor.at >= cursor.bytes.length) throw new RangeError('the bytes end too early');
  return cursor.bytes[cursor.at++];
}

function advance(cursor: Cursor, size: number): void {
  if (size > cursor.bytes.length - cursor.at) throw new RangeError('the bytes end too early');
  cursor.at += size;
}
