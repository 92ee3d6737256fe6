/** One line of NDJSON, read strictly: from bytes to the members of an object, or what is wrong with them. */
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { decodeRow, type RowEncoding } from './encoding.ts';
import type { Line } from './line-window.ts';
import { kindInWords } from './read-row.ts';
import { DEPTH_MAX, type JsonFault, type Parsed, strictJson } from './strict-json.ts';

/** The members of a row as they were written. */
export type Members = Readonly<Record<string, unknown>>;

/** How the text of a line is made: at once where its bytes are known to be ASCII or UTF-8; null where they must be looked at. */
export type KnownBytes = 'latin1' | 'utf8' | null;

/** Where {@link strictRow} puts what it read. */
export interface ReadRow {
  members: Members;
}

const TEXT: Bilingual = { ja: '文字列', en: 'a text' };
const parsed: Parsed = { value: null };

/** Reads a line that is not blank and not too long; gives back what is wrong with it. */
export function strictRow(
  line: Line,
  known: KnownBytes,
  encoding: () => RowEncoding,
  row: ReadRow,
): Problem | null {
  const { bytes, start, stop } = line;
  const text = textOf(bytes, start, stop, known, encoding);
  if (text === null) return problem('row-encoding', { encoding: encoding() });
  const fault = parse(line, text, known !== null || encoding() === 'utf-8');
  if (fault !== null) {
    const code = line.isLast && fault === 'row-not-json' ? 'row-cut' : fault;
    return problem(code, { limit: DEPTH_MAX });
  }
  const { value } = parsed;
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return problem('row-not-object', { came: typeof value === 'string' ? TEXT : kindInWords(value) });
  row.members = value as Members;
  return null;
}

function parse({ bytes, start, stop }: Line, text: string, isUtf8Row: boolean): JsonFault | null {
  if (isUtf8Row) return strictJson(bytes, start, stop, text, parsed);
  // in other encodings a character may hold the byte of a backslash: such rows are scanned as UTF-8
  const scanned = Buffer.from(text);
  return strictJson(scanned, 0, scanned.length, text, parsed);
}

/** Tells what the bytes are; the encoding is asked only where they are not ASCII. */
export function knownBytes(bytes: Uint8Array, encoding: () => RowEncoding): KnownBytes {
  if (isAscii(bytes)) return 'latin1';
  return encoding() === 'utf-8' && isUtf8(bytes) ? 'utf8' : null;
}

/** The text of a line; null where its bytes are not in the encoding. */
export function textOf(
  bytes: Buffer,
  start: number,
  stop: number,
  known: KnownBytes,
  encoding: () => RowEncoding,
): string | null {
  return known === null
    ? decodeRow(bytes.subarray(start, stop), encoding())
    : bytes.toString(known, start, stop);
}

/** Whether a line holds nothing but spaces and tabs. */
export function isBlank({ bytes, start, stop }: Line): boolean {
  for (let at = start; at < stop; at++) if (bytes[at] !== 32 && bytes[at] !== 9) return false;
  return true;
}
