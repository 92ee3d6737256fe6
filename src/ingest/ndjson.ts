/** NDJSON → batches: one JSON object a line, read strictly. Blank lines are not rows; the last line needs no line break. */
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { hashBytes } from '../core/hash.ts';
import { type Problem, problem } from '../core/problem.ts';
import { collectRows, type Decoder, type DecoderOptions } from './decoder.ts';
import { decodeRow } from './encoding.ts';
import { lineWindow } from './line-window.ts';
import { kindInWords } from './read-row.ts';
import { DEPTH_MAX, type JsonFault, type Parsed, strictJson } from './strict-json.ts';

/** A decoder of NDJSON. */
export function ndjsonDecoder(options: DecoderOptions): Decoder {
  const { limits, encoding } = options;
  const rows = collectRows(options);
  const lines = lineWindow(options.firstByte, limits.rowBytes, limits.headBytes);
  const { line } = lines;
  const parsed: Parsed = { value: null };
  const trust = trustInBytes();
  let isEnded = false;

  /** Reads the line at hand into the batch; gives back what is wrong with it. */
  function readLine(): Problem | null {
    const { bytes, start, stop, length } = line;
    if (length > limits.rowBytes) return problem('row-too-long', { bytes: length, limit: limits.rowBytes });
    if (isBlank(bytes, start, stop)) return null;
    const known = trust(bytes, start, stop, lines.end, lines.pushes);
    const text =
      known === null
        ? decodeRow(bytes.subarray(start, stop), encoding())
        : bytes.toString(known, start, stop);
    if (text === null) return problem('row-encoding', { encoding: encoding() });
    const fault = parse(text, known !== null || encoding() === 'utf-8');
    if (fault !== null) {
      const code = line.isLast && fault === 'row-not-json' ? 'row-cut' : fault;
      return problem(code, { limit: DEPTH_MAX });
    }
    const { value } = parsed;
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return problem('row-not-object', { came: kindInWords(value) });
    return rows.add(value as Record<string, unknown>, hashBytes(bytes, start, stop), line.position);
  }

  function parse(text: string, isUtf8Row: boolean): JsonFault | null {
    if (isUtf8Row) return strictJson(line.bytes, line.start, line.stop, text, parsed);
    // in other encodings a character may hold the byte of a backslash: such rows are scanned as UTF-8
    const scanned = Buffer.from(text);
    return strictJson(scanned, 0, scanned.length, text, parsed);
  }

  return {
    problem: null,
    counts: rows.counts,
    push: (bytes) => lines.push(bytes),
    end() {
      isEnded = true;
      lines.finish();
    },
    take() {
      while (!rows.isFull() && lines.next()) {
        const wrong = readLine();
        if (wrong === null) continue;
        const raw = line.bytes.subarray(line.start, line.stop);
        rows.refuse(wrong, line.position, line.number, raw, line.length);
      }
      return rows.isFull() || isEnded ? rows.take() : null;
    },
  };
}

/**
 * Tells whether a line is ASCII or UTF-8 by looking at all complete lines at hand in one go; null if it must be looked
 * at by itself.
 */
function trustInBytes() {
  let until = 0;
  let known: 'latin1' | 'utf8' | null = null;
  let atPush = 0;
  return (
    bytes: Buffer,
    start: number,
    stop: number,
    end: number,
    pushes: number,
  ): 'latin1' | 'utf8' | null => {
    if (pushes === atPush && stop <= until) return known;
    atPush = pushes;
    until = Math.max(stop, bytes.lastIndexOf(10, end - 1) + 1);
    const complete = bytes.subarray(start, until);
    known = isAscii(complete) ? 'latin1' : isUtf8(complete) ? 'utf8' : null;
    return known;
  };
}

function isBlank(bytes: Buffer, start: number, stop: number): boolean {
  for (let at = start; at < stop; at++) if (bytes[at] !== 32 && bytes[at] !== 9) return false;
  return true;
}
