/**
 * A row of CSV as the line of NDJSON that says the same, written on bytes, so that one reader reads both.
 *
 * What is rare (a count in words, an object beside unknown columns) is for the strict reader; whatever stands in the line must
 * still be read strictly. Four bytes are copied at a time where none of them needs an escape.
 */

import { Buffer } from 'node:buffer';
import type { CsvRecord } from '../../core/csv.ts';
import { SPARE_BYTES } from '../byte-window.ts';
import type { FieldForm } from '../read-row.ts';
import {
  BACKSLASH,
  CLOSE_BRACE,
  CLOSE_BRACKET,
  COMMA,
  LF,
  OPEN_BRACE,
  OPEN_BRACKET,
  QUOTE,
  SPACE,
  ZERO,
} from './bytes.ts';
import { UNSURE } from './texts.ts';

/** One column of the header: its form is null where the declaration does not know it. */
export interface Column {
  readonly name: string;
  readonly form: FieldForm | null;
}

/** Writes the rows of one header. */
export interface CsvLines {
  /** More bytes than the line of a row needs, and what may stand behind it. */
  room(record: CsvRecord): number;
  /**
   * Writes the line of a row into `into` at `at`, and a line feed behind it; gives back where it ends, or UNSURE. `from` is UTF-8 and has
   * {@link SPARE_BYTES} behind the row.
   */
  write(from: Buffer, record: CsvRecord, into: Buffer, at: number): number;
}

/** An escaped byte takes so many at most: `\u0007`. */
const ESCAPED_BYTES = 6;
const BAR = 124;
/** Whole numbers of up to so many digits are exact. */
const DIGITS_MAX = 15;
const HEX = Buffer.from('0123456789abcdef');

/** How a cell is written. */
const [TEXT, TEXTS, COUNT, OBJECT, UNKNOWN] = [0, 1, 2, 3, 4];
const CODES = { text: TEXT, texts: TEXTS, count: COUNT, object: OBJECT } as const;

/** The writer of rows under a header. */
export function csvLines(columns: readonly Column[]): CsvLines {
  const forms = Uint8Array.from(columns, ({ form }) => (form === null ? UNKNOWN : CODES[form]));
  const names = columns.map(({ name }) => wordsOf(`,${JSON.stringify(name)}:`));
  const fixed = names.reduce((sum, { length }) => sum + length + 4, SPARE_BYTES + 8);

  return {
    room: ({ starts, end }) => (end - starts[0]) * ESCAPED_BYTES + fixed,
    write(from, { starts, ends, doubled }, into, at) {
      look(from, into);
      let to = at;
      let hasObject = false;
      let hasUnknown = false;
      for (let i = 0; i < forms.length; i++) {
        const start = starts[i];
        const end = ends[i];
        if (start === end) continue;
        to = putName(names[i], to);
        const form = forms[i];
        if (form === COUNT) to = putCount(from, start, end, into, to);
        else if (form === TEXTS) to = putTexts(from, start, end, doubled[i], into, to);
        else if (form === OBJECT) {
          hasObject = true;
          to = putObject(from, start, end, doubled[i], into, to);
        } else {
          if (form === UNKNOWN) hasUnknown = true;
          into[to] = QUOTE;
          to = putText(from, start, end, doubled[i], into, to + 1);
          into[to++] = QUOTE;
        }
        if (to === UNSURE) return UNSURE;
      }
      if (to === at || (hasObject && hasUnknown)) return UNSURE;
      into[at] = OPEN_BRACE; // in the place of the first comma
      into[to] = CLOSE_BRACE;
      into[to + 1] = LF;
      return to + 1;
    },
  };
}

/** An ASCII or UTF-8 text as words of four bytes, so that a name is put in few steps; the last may be more than the text. */
interface WordText {
  readonly length: number;
  readonly words: Int32Array;
}

function wordsOf(text: string): WordText {
  const bytes = Buffer.from(text);
  const words = new Int32Array(Math.ceil(bytes.length / 4));
  for (const [i, byte] of bytes.entries()) words[i >> 2] |= byte << ((i & 3) * 8);
  return { length: bytes.length, words };
}

// the buffers at hand as words
let source: DataView = new DataView(new ArrayBuffer(0));
let sourceOf: Buffer | null = null;
let target: DataView = source;
let targetOf: Buffer | null = null;

function look(from: Buffer, into: Buffer): void {
  if (from !== sourceOf) {
    sourceOf = from;
    source = new DataView(from.buffer, from.byteOffset, from.byteLength);
  }
  if (into !== targetOf) {
    targetOf = into;
    target = new DataView(into.buffer, into.byteOffset, into.byteLength);
  }
}

function putName({ words, length }: WordText, at: number): number {
  for (let i = 0; i < words.length; i++) target.setInt32(at + i * 4, words[i], true);
  return at + length;
}

function putCount(from: Buffer, start: number, end: number, into: Buffer, at: number): number {
  if (end - start > DIGITS_MAX) return UNSURE;
  let to = at;
  for (let i = start; i < end; i++) {
    const digit = from[i] - ZERO;
    if (digit < 0 || digit > 9) return UNSURE;
    into[to++] = from[i];
  }
  return to;
}

function putTexts(
  from: Buffer,
  start: number,
  end: number,
  isDoubled: boolean,
  into: Buffer,
  at: number,
): number {
  let to = at;
  into[to++] = OPEN_BRACKET;
  for (let first = start; first <= end; ) {
    let past = first;
    while (past < end && from[past] !== BAR) past++;
    if (first > start) into[to++] = COMMA;
    into[to++] = QUOTE;
    to = putText(from, first, past, isDoubled, into, to);
    into[to++] = QUOTE;
    first = past + 1;
  }
  into[to++] = CLOSE_BRACKET;
  return to;
}

/** Copies an object as it was written, quotes no longer doubled: whether it is one, the line reader says. */
function putObject(
  from: Buffer,
  start: number,
  end: number,
  isDoubled: boolean,
  into: Buffer,
  at: number,
): number {
  if (from[start] !== OPEN_BRACE) return UNSURE;
  let to = at;
  for (let i = start; i < end; i++) {
    into[to++] = from[i];
    if (isDoubled && from[i] === QUOTE) i++;
  }
  return to;
}

/** Writes a text without its quotes; where quotes are doubled, two are one. */
function putText(
  from: Buffer,
  start: number,
  end: number,
  isDoubled: boolean,
  into: Buffer,
  at: number,
): number {
  let to = at;
  let i = start;
  for (; i + 4 <= end; i += 4, to += 4) {
    const word = source.getInt32(i, true);
    if (needsCare(word)) break;
    target.setInt32(to, word, true);
  }
  for (; i < end; i++) {
    const byte = from[i];
    if (byte >= SPACE && byte !== QUOTE && byte !== BACKSLASH) {
      into[to++] = byte;
      continue;
    }
    into[to++] = BACKSLASH;
    if (byte >= SPACE) {
      into[to++] = byte;
      if (isDoubled && byte === QUOTE) i++;
      continue;
    }
    into[to++] = 117; // u
    into[to++] = ZERO;
    into[to++] = ZERO;
    into[to++] = HEX[byte >> 4];
    into[to++] = HEX[byte & 15];
  }
  return to;
}

/**
 * Whether one of four bytes is a quote, a backslash or below a space; sometimes also where none is. Source: “Determine if a word
 * has a byte less than n” (Bit Twiddling Hacks, Sean Eron Anderson, public domain).
 */
function needsCare(word: number): boolean {
  const quotes = word ^ 0x22222222;
  const backslashes = word ^ 0x5c5c5c5c;
  const below =
    ((word - 0x20202020) & ~word) |
    ((quotes - 0x01010101) & ~quotes) |
    ((backslashes - 0x01010101) & ~backslashes);
  return (below & 0x80808080) !== 0;
}
