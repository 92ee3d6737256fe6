/**
 * One JSON text, read strictly: well-formed in every string, no member twice at any depth, no number that a double
 * cannot hold, nested at most {@link DEPTH_MAX} deep. Built on JSON.parse, which checks the grammar; one scan of the
 * bytes finds what JSON.parse lets pass: it keeps the last of two equal members, rounds large integers, and takes half
 * a surrogate pair and any depth. (docs/strict-reading.md lists every decision.)
 */
import type { Buffer } from 'node:buffer';

/** How deep objects and arrays may be nested. */
export const DEPTH_MAX = 128;

/** Why a text was refused, as a problem code. */
export type JsonFault =
  | 'row-not-json'
  | 'row-member-repeated'
  | 'row-number'
  | 'row-text-malformed'
  | 'row-too-deep';

/** Where {@link strictJson} puts the value it read. */
export interface Parsed {
  value: unknown;
}

const QUOTE = 34;
const MINUS = 45;
const DOT = 46;
const COLON = 58;
const BACKSLASH = 92;
const LOWER_E = 101;

/** Integers of fewer digits are within 2^53 whatever they are. */
const SAFE_DIGITS = 15;

/** What the scan of one text found; reused from text to text. */
const seen = { members: 0, depth: 0, mayHoldSurrogates: false, isNumberTooLarge: false };

/** Reads `bytes[start, end)`, which must be valid UTF-8; `text` is the same as a string. Null, or why it was refused. */
export function strictJson(
  bytes: Buffer,
  start: number,
  end: number,
  text: string,
  parsed: Parsed,
): JsonFault | null {
  scan(bytes, start, end);
  if (seen.depth > DEPTH_MAX) return 'row-too-deep';
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'row-not-json';
  }
  if (seen.isNumberTooLarge) return 'row-number';
  if (seen.members !== countMembers(value)) return 'row-member-repeated';
  if (seen.mayHoldSurrogates && !isWellFormed(value)) return 'row-text-malformed';
  parsed.value = value;
  return null;
}

/** Counts colons outside strings, which are members, and notes what needs a closer look. Trusts nothing of the grammar. */
function scan(bytes: Buffer, start: number, end: number): void {
  let members = 0;
  let depth = 0;
  let deepest = 0;
  seen.mayHoldSurrogates = false;
  seen.isNumberTooLarge = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      for (at++; at < end && bytes[at] !== QUOTE; at++) {
        if (bytes[at] !== BACKSLASH) continue;
        at++;
        // \uD8xx to \uDFxx: half a pair
        if (bytes[at] === 117 && (bytes[at + 1] | 32) === 100 && bytes[at + 2] >= 56)
          seen.mayHoldSurrogates = true;
      }
    } else if (byte === COLON) {
      members++;
    } else if (byte < COLON) {
      if (byte >= 48 || byte === MINUS) at = scanNumber(bytes, at, end) - 1;
    } else if (byte === 123 || byte === 91) {
      if (++depth > deepest) deepest = depth;
    } else if (byte === 125 || byte === 93) {
      depth--;
    }
  }
  seen.members = members;
  seen.depth = deepest;
}

/** The end of the number at `start`; notes one that a double cannot hold. */
function scanNumber(bytes: Buffer, start: number, end: number): number {
  let at = start + 1;
  let isInteger = true;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte >= 48 && byte <= 57) continue;
    if (byte !== DOT && (byte | 32) !== LOWER_E && byte !== MINUS && byte !== 43) break;
    isInteger = false;
  }
  if (at - start > SAFE_DIGITS || !isInteger) {
    const value = Number(bytes.toString('latin1', start, at));
    if (isInteger ? !Number.isSafeInteger(value) : !Number.isFinite(value)) seen.isNumberTooLarge = true;
  }
  return at;
}

function countMembers(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') members += countMembers(item);
    return members;
  }
  const object = value as Record<string, unknown>;
  for (const name in object) {
    members++;
    const member = object[name];
    if (typeof member === 'object') members += countMembers(member);
  }
  return members;
}

function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isWellFormed(member));
}
