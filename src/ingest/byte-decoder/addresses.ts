/** Network addresses in place: plain IPv4 as it stands, others through the one spelling, which is remembered for a while. */

import { Buffer } from 'node:buffer';
import { normaliseAddress } from '../../core/address.ts';
import { type Key, hashText as keyOfText } from '../../core/hash.ts';
import { DOT } from './bytes.ts';
import { hashText, UNSURE } from './texts.ts';

/** Spellings that are remembered, a power of two; each takes the place of another one. */
const SLOTS = 1_024;
/** Longer texts are no addresses and are not remembered. */
const SPELLING_BYTES = 64;

/** Puts the key of an address into `keys[row]`; positions as in texts.ts. */
export type AddressReader = (bytes: Buffer, start: number, keys: Float64Array, row: number) => number;

/** A reader of addresses with a memory of spellings. */
export function addressReader(): AddressReader {
  const spellings: (Buffer | null)[] = Array.from({ length: SLOTS }, () => null);
  const known: Key[] = Array.from({ length: SLOTS }, () => 0);
  return (bytes, start, keys, row) => {
    const after = hashText(bytes, start, keys, row);
    if (after === UNSURE || isPlainV4(bytes, start, after - 1)) return after;
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
  };
}

/** Compares the bytes themselves: two spellings with one key must not be taken for each other. */
function isSame(spelling: Buffer | null, bytes: Buffer, start: number, end: number): boolean {
  if (spelling === null || spelling.length !== end - start) return false;
  for (let i = 0; i < spelling.length; i++) if (spelling[i] !== bytes[start + i]) return false;
  return true;
}

/** Four octets without leading zeros. */
function isPlainV4(bytes: Buffer, start: number, end: number): boolean {
  let at = start;
  for (let octet = 0; octet < 4; octet++) {
    if (octet > 0 && bytes[at++] !== DOT) return false;
    const first = at;
    let value = 0;
    for (let digit = bytes[at] - 48; digit >= 0 && digit <= 9 && at < first + 3; digit = bytes[++at] - 48)
      value = value * 10 + digit;
    if (at === first || value > 255 || (bytes[first] === 48 && at > first + 1)) return false;
  }
  return at === end;
}
