/**
 * JSON texts in place: their end, their key, and whether they are well-formed. Every reader begins after the opening
 * quote and gives the position after the closing one, or {@link UNSURE} where the strict reader must look.
 * The bytes must be UTF-8, and a byte below 32 must stand at the end of the line at the latest.
 */

import { Buffer } from 'node:buffer';
import { TEXT_MAX } from '../../../schemas/access-event.ts';
import { HASH, hashBytes, keyOf } from '../../core/hash.ts';
import { BACKSLASH, QUOTE } from './bytes.ts';

/** Says that the strict reader must look at the line. */
export const UNSURE = -1;

const LOWER_U = 117;

// copied here, constants are folded into the loop; read from another module they are loaded for every byte
const { seedHigh: SEED_HIGH, seedLow: SEED_LOW, high: MULTIPLY_HIGH, low: MULTIPLY_LOW } = HASH;

/** What a letter after a backslash stands for; 0 where it stands for nothing. */
const ESCAPES = new Uint8Array(256);
for (const [letter, byte] of Object.entries({ '"': 34, '\\': 92, '/': 47, b: 8, f: 12, n: 10, r: 13, t: 9 }))
  ESCAPES[letter.charCodeAt(0)] = byte;

/** The bytes that do not simply belong to a text: what ends it, and what only the strict reader or more care can read. */
const STOPS = new Uint8Array(256).fill(1, 0, 32);
STOPS[QUOTE] = 1;
STOPS[BACKSLASH] = 1;

/** Puts the key of a text into `keys[row]`. */
export function hashText(bytes: Buffer, start: number, keys: Float64Array, row: number): number {
  let high = SEED_HIGH;
  let low = SEED_LOW;
  let at = start;
  let byte = bytes[at];
  for (; STOPS[byte] === 0; byte = bytes[++at]) {
    high = Math.imul(high ^ byte, MULTIPLY_HIGH);
    low = Math.imul(low ^ byte, MULTIPLY_LOW);
  }
  if (byte === BACKSLASH) return hashEscapedText(bytes, start, keys, row);
  keys[row] = keyOf(high, low);
  return byte !== QUOTE || at - start > TEXT_MAX ? UNSURE : at + 1;
}

let scratch = Buffer.allocUnsafe(1_024);

function hashEscapedText(bytes: Buffer, start: number, keys: Float64Array, row: number): number {
  const after = skipText(bytes, start);
  if (after === UNSURE || after - start > TEXT_MAX) return UNSURE;
  if (scratch.length < after - start) scratch = Buffer.allocUnsafe((after - start) * 2);
  keys[row] = hashBytes(scratch, 0, putUnescaped(bytes, start, after - 1));
  return after;
}

/** Passes over a text. */
export function skipText(bytes: Buffer, start: number): number {
  for (let at = start; ; at++) {
    const byte = bytes[at];
    if (STOPS[byte] === 0) continue;
    if (byte !== BACKSLASH) return byte === QUOTE ? at + 1 : UNSURE;
    at++;
    if (bytes[at] === LOWER_U) {
      const unit = unitAt(bytes, at + 1);
      if (unit < 0 || (unit >= 0xd800 && unit < 0xe000)) return UNSURE; // halves of pairs are for the strict reader
      at += 4;
    } else if (ESCAPES[bytes[at]] === 0) return UNSURE;
  }
}

/** The characters of a well-formed text without surrogates as UTF-8 in the scratch; gives back how many bytes. */
function putUnescaped(bytes: Buffer, start: number, end: number): number {
  let to = 0;
  for (let at = start; at < end; at++) {
    if (bytes[at] !== BACKSLASH) {
      scratch[to++] = bytes[at];
      continue;
    }
    at++;
    if (bytes[at] !== LOWER_U) {
      scratch[to++] = ESCAPES[bytes[at]];
      continue;
    }
    const unit = unitAt(bytes, at + 1);
    at += 4;
    if (unit < 0x80) scratch[to++] = unit;
    else {
      if (unit < 0x800) scratch[to++] = 0xc0 | (unit >> 6);
      else {
        scratch[to++] = 0xe0 | (unit >> 12);
        scratch[to++] = 0x80 | ((unit >> 6) & 63);
      }
      scratch[to++] = 0x80 | (unit & 63);
    }
  }
  return to;
}

/** The number that four hexadecimal digits write; negative where they are not. */
function unitAt(bytes: Buffer, at: number): number {
  return (
    (digitOf(bytes[at]) << 12) |
    (digitOf(bytes[at + 1]) << 8) |
    (digitOf(bytes[at + 2]) << 4) |
    digitOf(bytes[at + 3])
  );
}

function digitOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48;
  const letter = byte | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

/** The text that begins at `start`, after its quote. */
export function textAt(bytes: Buffer, start: number): string {
  let end = start;
  let bits = 0;
  for (let byte = bytes[end]; byte !== QUOTE; byte = bytes[++end]) {
    if (byte === BACKSLASH) return JSON.parse(bytes.toString('utf8', start - 1, skipText(bytes, start)));
    bits |= byte;
  }
  return bytes.toString(bits < 128 ? 'latin1' : 'utf8', start, end);
}
