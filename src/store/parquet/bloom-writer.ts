/**
 * Bloom filters as bloom.ts reads them, and xxHash64 in 32-bit steps: about 0.1 µs a short value, where big integers take ten times that.
 * Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
 */
import { Buffer } from 'node:buffer';
import { BLOCK_BYTES, SALT, xxHash64 } from './bloom.ts';
import { thriftBytes } from './thrift-writer.ts';

/** Bits a value for one wrong yes in 100: 8 / -ln(1 - 0.01^(1/8)). Source: the format's page on Bloom filters. */
const BITS_A_VALUE = 9.69;
const TWO_32 = 0x1_0000_0000;
/** Longer values are rare enough for big integers. */
const SHORT_MAX = 31;

// the primes of xxHash64, high and low half
const [P1H, P1L] = [0x9e3779b1, 0x85ebca87];
const [P2H, P2L] = [0xc2b2ae3d, 0x27d4eb4f];
const [P3H, P3L] = [0x165667b1, 0x9e3779f9];
const [P4H, P4L] = [0x85ebca77, 0xc2b2ae63];
const [P5H, P5L] = [0x27d4eb2f, 0x165667c5];

// the hash at hand: allocating two numbers a value would cost more than the hash
let high = 0;
let low = 0;

/** The hashes of values that one filter is made of. */
export interface BloomHashes {
  /** Adds `bytes[start, end)`. */
  add(bytes: Uint8Array, start: number, end: number): void;
  /** The filter with its head; null where nothing was added. */
  filter(): Uint8Array | null;
}

/** No hashes yet. */
export function bloomHashes(): BloomHashes {
  let halves = new Uint32Array(256);
  let count = 0;
  return {
    add(bytes, start, end) {
      if (count * 2 === halves.length) {
        const larger = new Uint32Array(halves.length * 2);
        larger.set(halves);
        halves = larger;
      }
      hash(bytes, start, end);
      halves[count * 2] = high;
      halves[count * 2 + 1] = low;
      count++;
    },
    filter: () => (count === 0 ? null : filterOf(halves.subarray(0, count * 2))),
  };
}

/** The hash of a value, as {@link xxHash64} gives it. */
export function shortHash64(value: Uint8Array): bigint {
  hash(value, 0, value.length);
  return (BigInt(high) << 32n) | BigInt(low);
}

function filterOf(halves: Uint32Array): Uint8Array {
  const bits = Math.max(BLOCK_BYTES * 8, (halves.length / 2) * BITS_A_VALUE);
  const size = 2 ** Math.ceil(Math.log2(bits / 8));
  const words = new Int32Array(size / 4);
  const blocks = size / BLOCK_BYTES;
  for (let i = 0; i < halves.length; i += 2) {
    const block = Math.floor((halves[i] * blocks) / TWO_32) * 8;
    const key = halves[i + 1];
    for (let word = 0; word < 8; word++) words[block + word] |= 1 << (Math.imul(key, SALT[word]) >>> 27);
  }
  const head = thriftBytes((out) => {
    out.i32(1, size);
    for (const id of [2, 3, 4]) out.struct(id, () => out.struct(1, () => {})); // split blocks, xxHash, not compressed
  });
  return Buffer.concat([head, new Uint8Array(words.buffer)]);
}

function hash(bytes: Uint8Array, start: number, end: number): void {
  if (end - start > SHORT_MAX) {
    const long = xxHash64(bytes.subarray(start, end));
    high = Number(long >> 32n);
    low = Number(long & 0xffffffffn);
    return;
  }
  high = P5H;
  low = P5L;
  plus(0, end - start);
  let at = start;
  for (; at + 8 <= end; at += 8) {
    const [heldHigh, heldLow] = [high, low];
    high = wordAt(bytes, at + 4);
    low = wordAt(bytes, at);
    times(P2H, P2L);
    turn(31);
    times(P1H, P1L);
    high = (high ^ heldHigh) >>> 0;
    low = (low ^ heldLow) >>> 0;
    turn(27);
    times(P1H, P1L);
    plus(P4H, P4L);
  }
  if (at + 4 <= end) {
    const [heldHigh, heldLow] = [high, low];
    high = 0;
    low = wordAt(bytes, at);
    times(P1H, P1L);
    high = (high ^ heldHigh) >>> 0;
    low = (low ^ heldLow) >>> 0;
    turn(23);
    times(P2H, P2L);
    plus(P3H, P3L);
    at += 4;
  }
  for (; at < end; at++) {
    const [heldHigh, heldLow] = [high, low];
    high = 0;
    low = bytes[at];
    times(P5H, P5L);
    high = (high ^ heldHigh) >>> 0;
    low = (low ^ heldLow) >>> 0;
    turn(11);
    times(P1H, P1L);
  }
  low = (low ^ (high >>> 1)) >>> 0; // ^= >> 33
  times(P2H, P2L);
  fold(29);
  times(P3H, P3L);
  low = (low ^ high) >>> 0; // ^= >> 32
}

function wordAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

function plus(otherHigh: number, otherLow: number): void {
  const sum = low + otherLow;
  low = sum >>> 0;
  high = (high + otherHigh + (sum >= TWO_32 ? 1 : 0)) >>> 0;
}

/** To the left, by less than 32. */
function turn(bits: number): void {
  const held = high;
  high = ((high << bits) | (low >>> (32 - bits))) >>> 0;
  low = ((low << bits) | (held >>> (32 - bits))) >>> 0;
}

function fold(bits: number): void {
  const moved = ((low >>> bits) | (high << (32 - bits))) >>> 0;
  low = (low ^ moved) >>> 0;
  high = (high ^ (high >>> bits)) >>> 0;
}

/** Schoolbook multiplication of 16-bit digits, modulo 2^64. */
function times(otherHigh: number, otherLow: number): void {
  const [a0, a1, b0, b1] = [low & 0xffff, low >>> 16, otherLow & 0xffff, otherLow >>> 16];
  const first = a0 * b0;
  const second = a0 * b1;
  const third = a1 * b0;
  const middle = Math.floor(first / 0x10000) + (second & 0xffff) + (third & 0xffff);
  const carried = a1 * b1 + (second >>> 16) + (third >>> 16) + (middle >>> 16);
  high = (carried + Math.imul(high, otherLow) + Math.imul(low, otherHigh)) >>> 0;
  low = ((middle << 16) | (first & 0xffff)) >>> 0;
}
