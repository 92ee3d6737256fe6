/**
 * Reads one line of NDJSON from its bytes into the columns of a batch, in one pass and allocating nothing.
 *
 * It either reads exactly what the strict reader would read or says that it is not sure; it never refuses a line itself.
 * Positions as in texts.ts: the bytes are UTF-8, and a byte below 32 stands at the end of the line at the latest.
 */

import type { Buffer } from 'node:buffer';
import { TEXT_MAX } from '../../../schemas/access-event.ts';
import { readAddress } from './addresses.ts';
import { type BatchRows, makeRoom } from './batch-rows.ts';
import {
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  CR,
  LF,
  LOWER_N,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  ZERO,
} from './bytes.ts';
import {
  ADDRESS,
  CODE,
  COUNT,
  DATE,
  FIELDS,
  INSTANT,
  KEY,
  NOTED_KEY,
  OBJECT,
  REQUIRED_BITS,
  SUBJECT,
  SUBJECTS,
  TEXT,
} from './fields.ts';
import { readDate, readInstant } from './instants.ts';
import type { RowFinisher } from './row-finisher.ts';
import { hashText, skipText, UNSURE } from './texts.ts';
import { forgetNames, skipLiteral, skipName, skipObject, skipSpace, skipValue } from './values.ts';

/** Whole numbers of up to so many digits are exact. */
const DIGITS_MAX = 15;

const { names, members, kinds, mayBeNull, mayBeEmpty, choices } = FIELDS;
const { lengths } = names;

// What the line at hand has so far, and guesses from the line before. Guesses only save time.
/** The field that came after each one in the line before, and first of all. */
const follows = new Uint8Array(FIELDS.size + 1);
/** What the row before had in each field of codes. */
const lastCodes = new Uint8Array(FIELDS.size);
/** The bytes as words: names are compared four bytes at a time. */
let view: DataView = new DataView(new ArrayBuffer(0));
let viewed: Buffer | null = null;
let row = 0;
/** Fields that are null, as bits. */
let nulls = 0;
/** How many `subjects` there are. */
let listed = 0;

/**
 * Reads the line at `start` into row `rows.size`, whatever stood there; gives the position of its line break, or UNSURE,
 * also where it is longer than `lineBytes`. Byte 0 stands at `base` in the stream.
 */
export function readLine(
  rows: BatchRows,
  finish: RowFinisher,
  lineBytes: number,
  bytes: Buffer,
  start: number,
  base: number,
): number {
  row = rows.size;
  nulls = 0;
  listed = 0;
  forgetNames();
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  let seen = 0;
  let previous = FIELDS.size;
  let at = skipSpace(bytes, start);
  if (bytes[at] !== OPEN_BRACE) return UNSURE;
  do {
    if (bytes[++at] !== QUOTE) at = skipSpace(bytes, at);
    if (bytes[at++] !== QUOTE) return UNSURE; // an empty object, too: time is missing
    let field: number = follows[previous];
    if (members.standsAt(view, at, field)) at += lengths[field] + 2;
    else {
      field = fieldAt(bytes, at);
      at = field < 0 ? skipName(bytes, at) : at + lengths[field] + 1;
      if (at === UNSURE) return UNSURE;
      at = skipSpace(bytes, at);
      if (bytes[at++] !== COLON) return UNSURE;
    }
    if (bytes[at] <= SPACE) at = skipSpace(bytes, at);
    if (field < 0) at = skipValue(bytes, at);
    else {
      if ((seen & (1 << field)) !== 0) return UNSURE;
      seen |= 1 << field;
      follows[previous] = field;
      previous = field;
      at = readValue(rows, bytes, at, field);
    }
    if (at === UNSURE) return UNSURE;
    if (bytes[at] <= SPACE) at = skipSpace(bytes, at);
  } while (bytes[at] === COMMA);
  if (bytes[at] !== CLOSE_BRACE) return UNSURE;
  const stop = skipSpace(bytes, at + 1);
  if ((bytes[stop] !== LF && bytes[stop] !== CR) || stop - start > lineBytes) return UNSURE;
  if ((seen & REQUIRED_BITS) !== REQUIRED_BITS) return UNSURE;
  return finish(rows, seen & ~nulls, listed, bytes, start, stop, base) ? stop : UNSURE;
}

/** Which field the name at `at` is; negative where the declaration does not know it. */
function fieldAt(bytes: Buffer, at: number): number {
  let end = at;
  while (bytes[end] !== QUOTE) if (bytes[end++] < 32) return UNSURE;
  return names.find(bytes, at, end);
}

function readValue(rows: BatchRows, bytes: Buffer, at: number, field: number): number {
  const byte = bytes[at];
  const kind = kinds[field];
  if (byte === QUOTE) {
    const after = readText(rows, bytes, at + 1, field, kind);
    return after === at + 2 && mayBeEmpty[field] === 0 ? UNSURE : after;
  }
  if (byte === LOWER_N) {
    nulls |= 1 << field;
    return mayBeNull[field] === 0 ? UNSURE : skipLiteral(bytes, at);
  }
  if (kind === COUNT) return readCount(bytes, at, rows.floats[field]);
  if (kind === OBJECT && byte === OPEN_BRACE) return skipObject(bytes, at);
  if (kind !== SUBJECTS || byte !== OPEN_BRACKET) return UNSURE;
  rows.places[field][row] = at + 1;
  return readSubjects(rows, bytes, at);
}

function readText(rows: BatchRows, bytes: Buffer, at: number, field: number, kind: number): number {
  if (kind === KEY) return hashText(bytes, at, rows.floats[field], row);
  if (kind === CODE) return readCode(rows, bytes, at, field);
  if (kind === NOTED_KEY) {
    rows.places[field][row] = at;
    return hashText(bytes, at, rows.floats[field], row);
  }
  if (kind === SUBJECT) {
    makeRoom(rows, 1);
    rows.places[field][row] = at;
    return hashText(bytes, at, rows.subjects, rows.subjectCount);
  }
  if (kind === INSTANT) return readInstant(bytes, at, rows.floats[field], row);
  if (kind === ADDRESS) return readAddress(bytes, at, rows.floats[field], row);
  if (kind === DATE) return readDate(bytes, at, rows.columns.recordDate, row);
  if (kind !== TEXT) return UNSURE;
  const after = skipText(bytes, at);
  return after - at > TEXT_MAX ? UNSURE : after;
}

function readCode(rows: BatchRows, bytes: Buffer, start: number, field: number): number {
  const words = choices[field];
  if (words === null) return UNSURE;
  const last = lastCodes[field];
  if (words.standsAt(view, start, last)) {
    rows.codes[field][row] = last;
    return start + words.lengths[last] + 1;
  }
  let end = start;
  while (bytes[end] !== QUOTE) if (bytes[end++] <= SPACE) return UNSURE;
  const code = words.find(bytes, start, end);
  if (code < 0) return UNSURE;
  rows.codes[field][row] = code;
  lastCodes[field] = code;
  return end + 1;
}

function readCount(bytes: Buffer, start: number, counts: Float64Array): number {
  let at = start;
  let count = 0;
  for (let digit = bytes[at] - ZERO; digit >= 0 && digit <= 9; digit = bytes[++at] - ZERO)
    count = count * 10 + digit;
  counts[row] = count;
  const digits = at - start;
  // a fraction or an exponent shows in the byte that follows
  return digits === 0 || digits > DIGITS_MAX || (digits > 1 && bytes[start] === ZERO) ? UNSURE : at;
}

/** Puts the list behind a place for `subject`. */
function readSubjects(rows: BatchRows, bytes: Buffer, start: number): number {
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === CLOSE_BRACKET) return at + 1;
  for (; ; at = skipSpace(bytes, at + 1)) {
    if (bytes[at] !== QUOTE || bytes[at + 1] === QUOTE) return UNSURE;
    listed++;
    makeRoom(rows, listed + 1);
    at = hashText(bytes, at + 1, rows.subjects, rows.subjectCount + listed);
    if (at === UNSURE) return UNSURE;
    at = skipSpace(bytes, at);
    if (bytes[at] !== COMMA) break;
  }
  return bytes[at] === CLOSE_BRACKET ? at + 1 : UNSURE;
}
