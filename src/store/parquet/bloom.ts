/**
 * The Bloom filters of a Parquet column: whether a row group can hold a value. Never says no to one that is there; says yes to one
 * that is not in about 1 of 100 cases (DuckDB's default).
 * Source: https://parquet.apache.org/docs/file-format/bloomfilter/ (split block filters over xxHash64 with seed 0).
 */
import { type Cursor, eachField, TYPE, zigzag } from './thrift.ts';

/** What each of the eight words of a block multiplies a hash by. */
export const SALT = [
  0x47b6137b, 0x44974d91, 0x8824ad5b, 0xa2b7289d, 0x705495c7, 0x2df1424b, 0x9efc4947, 0x5c6bfb31,
];
/** A block: eight words. */
export const BLOCK_BYTES = 32;
const MASK = (1n << 64n) - 1n;
const [P1, P2, P3, P4, P5] = [
  0x9e3779b185ebca87n,
  0xc2b2ae3d27d4eb4fn,
  0x165667b19e3779f9n,
  0x85ebca77c2b2ae63n,
  0x27d4eb2f165667c5n,
];

/** Whether a value with this hash may be there; true where the filter is of a kind that is not known here. `bytes`: the filter with its head. */
export function mayHold(bytes: Uint8Array, hash: bigint): boolean {
  const cursor: Cursor = { bytes, at: 0 };
  let size = 0;
  eachField(cursor, (id, type) => {
    if (id !== 1 || type !== TYPE.i32) return false; // there is only one algorithm, one hash, no compression so far
    size = zigzag(cursor);
    return true;
  });
  const blocks = Math.floor(size / BLOCK_BYTES);
  if (blocks === 0 || cursor.at + size > bytes.length) return true;
  const view = new DataView(bytes.buffer, bytes.byteOffset + cursor.at, size);
  const block = Number(((hash >> 32n) * BigInt(blocks)) >> 32n) * BLOCK_BYTES;
  const low = Number(hash & 0xffffffffn);
  return SALT.every((salt, i) => {
    const bit = Math.imul(low, salt) >>> 27;
    return ((view.getUint32(block + i * 4, true) >>> bit) & 1) === 1;
  });
}

/** xxHash64 with seed 0. Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
export function xxHash64(bytes: Uint8Array): bigint {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let at = 0;
  let hash = P5;
  if (bytes.length >= 32) {
    const lanes = [wrap(P1 + P2), P2, 0n, wrap(-P1)];
    for (; at + 32 <= bytes.length; at += 32)
      for (const [i, lane] of lanes.entries()) lanes[i] = round(lane, view.getBigUint64(at + i * 8, true));
    hash = wrap(
      rotated(lanes[0], 1n) + rotated(lanes[1], 7n) + rotated(lanes[2], 12n) + rotated(lanes[3], 18n),
    );
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * P1 + P4);
  }
  hash = wrap(hash + BigInt(bytes.length));
  for (; at + 8 <= bytes.length; at += 8)
    hash = wrap(rotated(hash ^ round(0n, view.getBigUint64(at, true)), 27n) * P1 + P4);
  if (at + 4 <= bytes.length) {
    hash = wrap(rotated(hash ^ wrap(BigInt(view.getUint32(at, true)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < bytes.length; at++) hash = wrap(rotated(hash ^ wrap(BigInt(bytes[at]) * P5), 11n) * P1);
  hash = wrap((hash ^ (hash >> 33n)) * P2);
  hash = wrap((hash ^ (hash >> 29n)) * P3);
  return hash ^ (hash >> 32n);
}

function round(lane: bigint, input: bigint): bigint {
  return wrap(rotated(wrap(lane + input * P2), 31n) * P1);
}

function rotated(value: bigint, bits: bigint): bigint {
  return wrap((value << bits) | (value >> (64n - bits)));
}

function wrap(value: bigint): bigint {
  return value & MASK;
}
