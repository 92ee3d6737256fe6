/**
 * JSON values that stay where they are: checked as strictly as the strict reader does, and passed over. What is rare
 * (deep nesting, many members, an escaped name, an exponent, many digits) is for the strict reader.
 * Positions as in texts.ts, but every reader begins at the first byte of the value.
 */

import type { Buffer } from 'node:buffer';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  DOT,
  LOWER_N,
  MINUS,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  ZERO,
} from './bytes.ts';
import { skipText, UNSURE } from './texts.ts';

const TAB = 9;

/** Nested deeper than this is for the strict reader. */
const DEPTH_MAX = 16;
/** Members of one object whose names are compared each with each. */
const MEMBERS_MAX = 48;
/** Whole numbers of up to so many digits are exact. */
const DIGITS_MAX = 15;
/** Fractions of up to so many characters are finite. */
const FRACTION_MAX = 300;

/** The position of the next byte that is no space. */
export function skipSpace(bytes: Buffer, start: number): number {
  let at = start;
  while (bytes[at] === SPACE || bytes[at] === TAB) at++;
  return at;
}

// the names of the members of all objects around the value at hand, the outermost object's first
const starts = new Int32Array(MEMBERS_MAX * (DEPTH_MAX + 1));
const ends = new Int32Array(starts.length);
let base = 0; // names from here on are of the object at hand
let count = 0;
let depth = 0;

/** Forgets all names: another line begins. */
export function forgetNames(): void {
  base = 0;
  count = 0;
  depth = 0;
}

/** Passes over the name of a member, after its opening quote; it must not repeat another of its object. */
export function skipName(bytes: Buffer, start: number): number {
  let end = start;
  for (; bytes[end] !== QUOTE; end++) if (bytes[end] < SPACE || bytes[end] === BACKSLASH) return UNSURE;
  if (count - base === MEMBERS_MAX) return UNSURE;
  for (let i = base; i < count; i++) if (isSame(bytes, starts[i], ends[i], start, end)) return UNSURE;
  starts[count] = start;
  ends[count++] = end;
  return end + 1;
}

/** Passes over a value. */
export function skipValue(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === QUOTE) return skipText(bytes, at + 1);
  if (byte === OPEN_BRACE) return skipObject(bytes, at);
  if (byte === OPEN_BRACKET) return skipArray(bytes, at);
  if (byte === MINUS || (byte >= ZERO && byte <= 57)) return skipNumber(bytes, at);
  return skipLiteral(bytes, at);
}

/** Passes over an object. */
export function skipObject(bytes: Buffer, start: number): number {
  const outer = base;
  base = count;
  if (++depth > DEPTH_MAX) return UNSURE;
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] !== CLOSE_BRACE) {
    for (; ; at = skipSpace(bytes, at + 1)) {
      if (bytes[at] !== QUOTE) return UNSURE;
      at = skipName(bytes, at + 1);
      if (at === UNSURE) return UNSURE;
      if (bytes[at] <= SPACE) at = skipSpace(bytes, at);
      if (bytes[at] !== COLON) return UNSURE;
      at = skipValue(bytes, skipSpace(bytes, at + 1));
      if (at === UNSURE) return UNSURE;
      if (bytes[at] <= SPACE) at = skipSpace(bytes, at);
      if (bytes[at] !== COMMA) break;
    }
    if (bytes[at] !== CLOSE_BRACE) return UNSURE;
  }
  depth--;
  count = base;
  base = outer;
  return at + 1;
}

function skipArray(bytes: Buffer, start: number): number {
  if (++depth > DEPTH_MAX) return UNSURE;
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] !== CLOSE_BRACKET) {
    for (; ; at++) {
      at = skipValue(bytes, skipSpace(bytes, at));
      if (at === UNSURE) return UNSURE;
      at = skipSpace(bytes, at);
      if (bytes[at] !== COMMA) break;
    }
    if (bytes[at] !== CLOSE_BRACKET) return UNSURE;
  }
  depth--;
  return at + 1;
}

/** From the end, where names that are alike differ. */
function isSame(bytes: Buffer, startA: number, endA: number, startB: number, endB: number): boolean {
  if (endA - startA !== endB - startB) return false;
  for (let a = endA - 1, b = endB - 1; a >= startA; a--, b--) if (bytes[a] !== bytes[b]) return false;
  return true;
}

function skipNumber(bytes: Buffer, start: number): number {
  let at = bytes[start] === MINUS ? start + 1 : start;
  const first = at;
  while (isDigit(bytes[at])) at++;
  if (at === first || (bytes[first] === ZERO && at > first + 1)) return UNSURE;
  if (bytes[at] !== DOT) return at - first > DIGITS_MAX || isExponent(bytes[at]) ? UNSURE : at;
  const point = at++;
  while (isDigit(bytes[at])) at++;
  return at === point + 1 || at - start > FRACTION_MAX || isExponent(bytes[at]) ? UNSURE : at;
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= 57;
}

function isExponent(byte: number): boolean {
  return (byte | 32) === 101;
}

/** Passes over `true`, `false` or `null`. */
export function skipLiteral(bytes: Buffer, at: number): number {
  const byte = bytes[at];
  if (byte === LOWER_N) return isLiteral(bytes, at, 117, 108, 108) ? at + 4 : UNSURE;
  if (byte === 116) return isLiteral(bytes, at, 114, 117, 101) ? at + 4 : UNSURE;
  return byte === 102 && isLiteral(bytes, at, 97, 108, 115) && bytes[at + 4] === 101 ? at + 5 : UNSURE;
}

function isLiteral(bytes: Buffer, at: number, second: number, third: number, fourth: number): boolean {
  return bytes[at + 1] === second && bytes[at + 2] === third && bytes[at + 3] === fourth;
}
