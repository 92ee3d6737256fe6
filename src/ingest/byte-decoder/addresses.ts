/** Network addresses in place: plain IPv4 as it stands, others through the one spelling, which is remembered for a while. */

import { Buffer } from 'node:buffer';
import { normaliseAddress } from '../../core/address.ts';
import { HASH, type Key, keyOf, hashText as keyOfText } from '../../core/hash.ts';
import { DOT, QUOTE, ZERO } from './bytes.ts';
import { hashText, UNSURE } from './texts.ts';

/** Spellings that are remembered, a power of two; each takes the place of another one. */
const SLOTS = 1_024;
/** Longer texts are no addresses and are not remembered. */
const SPELLING_BYTES = 64;

const spellings: (Buffer | null)[] = Array.from({ length: SLOTS }, () => null);
const known: Key[] = Array.from({ length: SLOTS }, () => 0);

/** Puts the key of an address into `keys[row]`; positions as in texts.ts. */
export function readAddress(bytes: Buffer, start: number, keys: Float64Array, row: number): number {
  const afterV4 = readPlainV4(bytes, start, keys, row);
  if (afterV4 !== UNSURE) return afterV4;
  const after = hashText(bytes, start, keys, row);
  if (after === UNSURE) return UNSURE;
  const slot = keys[row] & (SLOTS - 1);
  if (isSame(spellings[slot], bytes, start, after - 1)) {
    keys[row] = known[slot];
    return after;
  }
  const text: string = JSON.parse(bytes.toString('utf8', start - 1, after));
  keys[row] = keyOfText(normaliseAddress(text));
  if (after - start <= SPELLING_BYTES) {
    spellings[slot] = Buffer.from(bytes.subarray(start, after - 1));
    known[slot] = keys[row];
  }
  return after;
}

/** Compares the bytes themselves: two spellings with one key must not be taken for each other. */
function isSame(spelling: Buffer | null, bytes: Buffer, start: number, end: number): boolean {
  if (spelling === null || spelling.length !== end - start) return false;
  for (let i = 0; i < spelling.length; i++) if (spelling[i] !== bytes[start + i]) return false;
  return true;
}

/** Puts the key of four octets without leading zeros into `keys[row]`; UNSURE where the text is anything else. */
function readPlainV4(bytes: Buffer, start: number, keys: Float64Array, row: number): number {
  let high = HASH.seedHigh;
  let low = HASH.seedLow;
  let octets = 1;
  let first = start;
  let value = 0;
  for (let at = start; ; at++) {
    const byte = bytes[at];
    const digit = byte - ZERO;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else {
      // an octet ends here: `00`, `01` or `1000` have more digits than their value needs or may have
      const digits = at - first;
      const needed = value < 10 ? 1 : value < 100 ? 2 : 3;
      if (digits !== needed || value > 255) return UNSURE;
      if (byte === QUOTE) {
        keys[row] = keyOf(high, low);
        return octets === 4 ? at + 1 : UNSURE;
      }
      if (byte !== DOT) return UNSURE;
      octets++;
      first = at + 1;
      value = 0;
    }
    high = Math.imul(high ^ byte, HASH.high);
    low = Math.imul(low ^ byte, HASH.low);
  }
}
