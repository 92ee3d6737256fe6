/**
 * The bytes of a page on their way: a buffer that grows, and the encodings of Parquet that lake files use.
 * Source: https://github.com/apache/parquet-format/blob/master/Encodings.md
 */
import { Buffer } from 'node:buffer';
import { grown } from './grown.ts';

const TWO_32 = 0x1_0000_0000;
/** A run is written as one where it repeats as often as this. */
const RUN_MIN = 8;

/** Bytes that grow; used again for every page. */
export interface PageBytes {
  /** What was written; good until the next {@link clear}. */
  written(): Buffer;
  clear(): void;
  /** A number of four bytes, little-endian. */
  u32(value: number): void;
  /** Texts before which their length stands. */
  text(from: Uint8Array, start: number, end: number): void;
  /** Whole numbers of up to 53 bits, eight bytes each. */
  int64s(values: Float64Array, count: number): void;
  int32s(values: Int32Array, count: number): void;
  /** Flags (0 or 1), a bit each. */
  flags(values: Int32Array, count: number): void;
  /** Small numbers of `width` bits each: runs of one value, and packed bits. */
  hybrid(values: Int32Array, count: number, width: number): void;
  /** The same, after its length: levels. */
  levels(values: Int32Array, count: number, width: number): void;
  /** The same for levels that are all one value. */
  sameLevels(value: number, count: number): void;
  byte(value: number): void;
}

/** Empty bytes. */
export function pageBytes(): PageBytes {
  let bytes = Buffer.allocUnsafe(2 ** 16);
  let at = 0;

  function room(count: number): void {
    bytes = grown(bytes, at, count);
  }
  function byte(value: number): void {
    room(1);
    bytes[at++] = value;
  }
  function u32(value: number): void {
    room(4);
    bytes[at++] = value;
    bytes[at++] = value >>> 8;
    bytes[at++] = value >>> 16;
    bytes[at++] = value >>> 24;
  }
  function varint(value: number): void {
    let rest = value;
    for (; rest >= 0x80; rest >>>= 7) byte((rest & 0x7f) | 0x80);
    byte(rest);
  }
  function run(value: number, count: number, width: number): void {
    varint(count << 1);
    for (let bits = 0; bits < width; bits += 8) byte(value >>> bits);
  }
  /** `values[from, to)` as bits, filled up to a multiple of eight values. */
  function packed(values: Int32Array, from: number, to: number, width: number): void {
    const groups = Math.ceil((to - from) / 8);
    varint((groups << 1) | 1);
    const end = at + groups * width;
    room(groups * width);
    let held = 0;
    let bits = 0;
    for (let i = from; i < to; i++) {
      const value = values[i];
      held |= value << bits;
      bits += width;
      if (bits >= 32) {
        bytes[at++] = held;
        bytes[at++] = held >>> 8;
        bytes[at++] = held >>> 16;
        bytes[at++] = held >>> 24;
        bits -= 32;
        held = bits === 0 ? 0 : value >>> (width - bits);
      }
    }
    for (; bits > 0; bits -= 8, held >>>= 8) bytes[at++] = held;
    bytes.fill(0, at, end);
    at = end;
  }
  function hybrid(values: Int32Array, count: number, width: number): void {
    let from = 0; // not written yet
    let i = 0;
    while (i < count) {
      const value = values[i];
      let end = i + 1;
      while (end < count && values[end] === value) end++;
      // what is packed is filled up to eight values from the run that follows
      const first = i + ((8 - ((i - from) & 7)) & 7);
      if (end - first >= RUN_MIN) {
        if (first > from) packed(values, from, first, width);
        run(value, end - first, width);
        from = end;
      }
      i = end;
    }
    if (from < count) packed(values, from, count, width);
  }
  /** Writes what `body` writes after its length. */
  function afterLength(body: () => void): void {
    const start = at;
    u32(0);
    body();
    bytes.writeUInt32LE(at - start - 4, start);
  }

  return {
    written: () => bytes.subarray(0, at),
    clear() {
      at = 0;
    },
    byte,
    u32,
    text(from, start, end) {
      u32(end - start);
      room(end - start);
      if (end - start > 64) {
        bytes.set(from.subarray(start, end), at);
        at += end - start;
      } else for (let i = start; i < end; i++) bytes[at++] = from[i];
    },
    int64s(values, count) {
      room(count * 8);
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 8);
      for (let i = 0; i < count; i++) {
        const value = values[i];
        const high = Math.floor(value / TWO_32);
        view.setInt32(i * 8, value - high * TWO_32, true);
        view.setInt32(i * 8 + 4, high, true);
      }
      at += count * 8;
    },
    int32s(values, count) {
      room(count * 4);
      const view = new DataView(bytes.buffer, bytes.byteOffset + at, count * 4);
      for (let i = 0; i < count; i++) view.setInt32(i * 4, values[i], true);
      at += count * 4;
    },
    flags(values, count) {
      room(Math.ceil(count / 8));
      for (let i = 0; i < count; i += 8) {
        let bits = 0;
        for (let j = Math.min(7, count - i - 1); j >= 0; j--) bits = (bits << 1) | values[i + j];
        bytes[at++] = bits;
      }
    },
    hybrid,
    levels: (values, count, width) => afterLength(() => hybrid(values, count, width)),
    sameLevels: (value, count) => afterLength(() => run(value, count, 8)),
  };
}
