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
  const at = placeAfter(cursor.bytes, cursor.at, type, depth);
  if (at > cursor.bytes.length) throw tooEarly();
  cursor.at = at;
}

/**
 * Where the next value begins, perhaps behind the end: nothing is allocated, and nothing looked up that need not be, since a footer has hundreds of
 * thousands of values of which a question reads hundreds.
 */
function placeAfter(bytes: Uint8Array, from: number, type: number, depth: number): number {
  if (depth > DEPTH_MAX) throw new RangeError('too deep');
  let at = from;
  switch (type) {
    case TYPE.true:
    case TYPE.false:
      return at;
    case BYTE:
      return at + 1;
    case I16:
    case TYPE.i32:
    case TYPE.i64:
      while (bytes[at++] >= 0x80);
      return at;
    case DOUBLE:
      return at + 8;
    case TYPE.binary: {
      const size = bytes[at++];
      if (size < 0x80) return at + size;
      const cursor = { bytes, at: at - 1 };
      const length = varint(cursor);
      return cursor.at + length;
    }
    case TYPE.list:
    case SET:
      return afterList(bytes, at, depth);
    case MAP:
      return afterMap(bytes, at, depth);
    case TYPE.struct:
      for (;;) {
        const head = bytes[at++];
        if (head === TYPE.stop) return at;
        if (head === undefined) throw tooEarly();
        if (head < 0x10) while (bytes[at++] >= 0x80); // the number of the field
        at = placeAfter(bytes, at, head & 0x0f, depth + 1);
      }
    default:
      throw new RangeError(`no such type: ${type}`);
  }
}

function afterList(bytes: Uint8Array, from: number, depth: number): number {
  const cursor = { bytes, at: from };
  const { type, size } = listHead(cursor);
  const isFlags = type === TYPE.true || type === TYPE.false; // in a list, each is a byte
  let { at } = cursor;
  for (let i = 0; i < size; i++) {
    at = placeAfter(bytes, at, isFlags ? BYTE : type, depth + 1);
    if (at > bytes.length) throw tooEarly();
  }
  return at;
}

function afterMap(bytes: Uint8Array, from: number, depth: number): number {
  const cursor = { bytes, at: from };
  const size = varint(cursor);
  const types = size === 0 ? 0 : byteAt(cursor);
  let { at } = cursor;
  for (let i = 0; i < size; i++) {
    at = placeAfter(bytes, at, types >> 4, depth + 1);
    at = placeAfter(bytes, at, types & 0x0f, depth + 1);
    if (at > bytes.length) throw tooEarly();
  }
  return at;
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
  if (cursor.at >= cursor.bytes.length) throw tooEarly();
  return cursor.bytes[cursor.at++];
}

function advance(cursor: Cursor, size: number): void {
  if (size > cursor.bytes.length - cursor.at) throw tooEarly();
  cursor.at += size;
}

function tooEarly(): RangeError {
  return new RangeError('the bytes end too early');
}
