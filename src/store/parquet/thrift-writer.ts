/** Writes thrift's compact protocol, as far as the heads of pages and the footer of a Parquet file need it; what thrift.ts reads. */
import { Buffer } from 'node:buffer';
import { grown } from './grown.ts';
import { TYPE } from './thrift.ts';

/** Takes the fields of a struct by rising number. */
export interface ThriftWriter {
  i32(id: number, value: number): void;
  i64(id: number, value: number): void;
  text(id: number, value: string): void;
  binary(id: number, value: Uint8Array): void;
  flag(id: number, value: boolean): void;
  struct(id: number, fields: () => void): void;
  /** A list of structs. */
  structs<T>(id: number, items: readonly T[], fields: (item: T) => void): void;
  texts(id: number, items: readonly string[]): void;
  i32s(id: number, items: readonly number[]): void;
}

/** The bytes of a struct. */
export function thriftBytes(fields: (out: ThriftWriter) => void): Uint8Array {
  let bytes = Buffer.allocUnsafe(256);
  let at = 0;
  let last = 0;

  function room(count: number): void {
    bytes = grown(bytes, at, count);
  }
  function byte(value: number): void {
    room(1);
    bytes[at++] = value;
  }
  function varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) byte((rest % 0x80) + 0x80);
    byte(rest);
  }
  /** Not exact beyond 2^52. */
  const zigzag = (value: number) => varint(value < 0 ? value * -2 - 1 : value * 2);
  function head(id: number, type: number): void {
    if (id > last && id - last < 16) byte(((id - last) << 4) | type);
    else {
      byte(type);
      zigzag(id);
    }
    last = id;
  }
  function raw(value: Uint8Array): void {
    varint(value.length);
    room(value.length);
    bytes.set(value, at);
    at += value.length;
  }
  function listHead(id: number, type: number, size: number): void {
    head(id, TYPE.list);
    if (size < 15) byte((size << 4) | type);
    else {
      byte(0xf0 | type);
      varint(size);
    }
  }
  function body(fields: () => void): void {
    const outer = last;
    last = 0;
    fields();
    byte(TYPE.stop);
    last = outer;
  }

  const out: ThriftWriter = {
    i32(id, value) {
      head(id, TYPE.i32);
      zigzag(value);
    },
    i64(id, value) {
      head(id, TYPE.i64);
      zigzag(value);
    },
    text(id, value) {
      head(id, TYPE.binary);
      raw(Buffer.from(value));
    },
    binary(id, value) {
      head(id, TYPE.binary);
      raw(value);
    },
    flag: (id, value) => head(id, value ? TYPE.true : TYPE.false),
    struct(id, fields) {
      head(id, TYPE.struct);
      body(fields);
    },
    structs(id, items, fields) {
      listHead(id, TYPE.struct, items.length);
      for (const item of items) body(() => fields(item));
    },
    texts(id, items) {
      listHead(id, TYPE.binary, items.length);
      for (const item of items) raw(Buffer.from(item));
    },
    i32s(id, items) {
      listHead(id, TYPE.i32, items.length);
      for (const item of items) zigzag(item);
    },
  };
  body(() => fields(out));
  return bytes.subarray(0, at);
}
