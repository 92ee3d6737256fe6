/**
 * Where the texts of a line stand that was read before (line-reader.ts), so that whoever keeps rows copies bytes instead of reading JSON again: about a tenth of the
 * cost. Says that it cannot tell where anything is not as expected.
 */
import type { Buffer } from 'node:buffer';
import type { RowTexts } from '../../../schemas/event-columns.ts';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COLON,
  COMMA,
  LOWER_N,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
} from './bytes.ts';
import { FIELDS, fieldNumber } from './fields.ts';
import { skipText, UNSURE } from './texts.ts';
import { forgetNames, skipLiteral, skipName, skipSpace, skipValue } from './values.ts';

const { names, members, size } = FIELDS;
const { lengths } = names;
const SUBJECT = fieldNumber('subject');
const SUBJECTS = fieldNumber('subjects');

/** The field that came after each one in the line before, and first of all: guesses that only save time. */
const follows = new Uint8Array(size + 1);
let view: DataView = new DataView(new ArrayBuffer(0));
let viewed: Buffer | null = null;
let hasEscapes = false;

/** Finds the texts of the line at `start`, which {@link readLine} has read; false where it cannot. */
export function findRowTexts(bytes: Buffer, start: number, into: RowTexts): boolean {
  if (bytes !== viewed) {
    viewed = bytes;
    view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }
  begin(bytes, into);
  let previous: number = size;
  let at = skipSpace(bytes, start);
  if (bytes[at] !== OPEN_BRACE) return false;
  do {
    if (bytes[++at] !== QUOTE) at = skipSpace(bytes, at);
    if (bytes[at++] !== QUOTE) return false;
    let field: number = follows[previous];
    if (members.standsAt(view, at, field)) at += lengths[field] + 2;
    else {
      let end = at;
      while (bytes[end] !== QUOTE) if (bytes[end++] < SPACE) return false;
      field = names.find(bytes, at, end);
      at = field < 0 ? skipName(bytes, at) : end + 1;
      if (at === UNSURE) return false;
      at = skipSpace(bytes, at);
      if (bytes[at++] !== COLON) return false;
      if (field >= 0) follows[previous] = field;
    }
    if (bytes[at] <= SPACE) at = skipSpace(bytes, at);
    if (field < 0) {
      into.hasUnknown = true;
      at = skipValue(bytes, at);
    } else {
      previous = field;
      at = findValue(bytes, at, field, into);
    }
    if (at === UNSURE) return false;
    if (bytes[at] <= SPACE) at = skipSpace(bytes, at);
  } while (bytes[at] === COMMA);
  return bytes[at] === CLOSE_BRACE;
}

function begin(bytes: Buffer, into: RowTexts): void {
  into.bytes = bytes;
  into.starts.fill(-1, 0, size);
  into.escaped = 0;
  into.subjects = 0;
  into.hasUnknown = false;
  forgetNames();
}

function findValue(bytes: Buffer, at: number, field: number, into: RowTexts): number {
  const byte = bytes[at];
  if (byte === QUOTE) {
    const after = afterText(bytes, at + 1);
    into.starts[field] = at + 1;
    into.ends[field] = after - 1;
    if (hasEscapes) into.escaped |= 1 << (field === SUBJECT ? SUBJECTS : field);
    if (field === SUBJECT) insertSubject(into, at + 1, after - 1);
    return after;
  }
  if (byte === LOWER_N) return skipLiteral(bytes, at);
  if (field === SUBJECTS && byte === OPEN_BRACKET) return findSubjects(bytes, at, into);
  const after = skipValue(bytes, at);
  into.starts[field] = at;
  into.ends[field] = after;
  return after;
}

/** Passes over a text, after its quote; notes whether it has escapes. */
function afterText(bytes: Buffer, start: number): number {
  hasEscapes = false;
  let at = start;
  for (let byte = bytes[at]; byte !== QUOTE; byte = bytes[++at]) {
    if (byte === BACKSLASH) {
      hasEscapes = true;
      return skipText(bytes, start);
    }
  }
  return at + 1;
}

function findSubjects(bytes: Buffer, start: number, into: RowTexts): number {
  let at = skipSpace(bytes, start + 1);
  if (bytes[at] === CLOSE_BRACKET) return at + 1;
  for (; ; at = skipSpace(bytes, at + 1)) {
    if (bytes[at] !== QUOTE) return UNSURE;
    const after = afterText(bytes, at + 1);
    if (after === UNSURE) return UNSURE;
    if (hasEscapes) into.escaped |= 1 << SUBJECTS;
    addSubject(into, at + 1, after - 1);
    at = skipSpace(bytes, after);
    if (bytes[at] !== COMMA) break;
  }
  return bytes[at] === CLOSE_BRACKET ? at + 1 : UNSURE;
}

function addSubject(into: RowTexts, start: number, end: number): void {
  if (into.subjects === into.subjectStarts.length) {
    const [starts, ends] = [into.subjectStarts, into.subjectEnds];
    into.subjectStarts = new Int32Array(starts.length * 2);
    into.subjectEnds = new Int32Array(starts.length * 2);
    into.subjectStarts.set(starts);
    into.subjectEnds.set(ends);
  }
  into.subjectStarts[into.subjects] = start;
  into.subjectEnds[into.subjects++] = end;
}

/** `subject` stands before `subjects`, wherever the line names it. */
function insertSubject(into: RowTexts, start: number, end: number): void {
  addSubject(into, start, end);
  into.subjectStarts.copyWithin(1, 0, into.subjects - 1);
  into.subjectEnds.copyWithin(1, 0, into.subjects - 1);
  into.subjectStarts[0] = start;
  into.subjectEnds[0] = end;
}
