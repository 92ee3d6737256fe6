/**
 * CSV → batches: the header names the fields, empty cells are absent, columns it does not know go into `extra`.
 * A faulty row is refused up to its first line break (src/core/csv.ts tells why), so that its neighbours are read.
 */
import { Buffer, isAscii, isUtf8 } from 'node:buffer';
import { type CsvFault, type CsvRecord, csvRecord, scanRecord } from '../core/csv.ts';
import { hashRow, type Key } from '../core/hash.ts';
import { type Problem, type ProblemCode, type ProblemDetails, problem, tellable } from '../core/problem.ts';
import { type Column, type CsvLines, csvLines } from './byte-decoder/csv-lines.ts';
import { type CsvRows, csvRows } from './byte-decoder/csv-rows.ts';
import { byteWindow } from './byte-window.ts';
import type { Decoder, DecoderOptions } from './decoder.ts';
import { decodeRow, type RowEncoding } from './encoding.ts';
import { FIELD_CHECKS, kindInWords } from './read-row.ts';
import { type Parsed, strictJson } from './strict-json.ts';
import { knownBytes } from './strict-row.ts';

const FAULTS: Readonly<Record<CsvFault, ProblemCode>> = {
  'unclosed-quote': 'csv-quote-open',
  'text-after-quote': 'csv-quote-text',
  'too-many-fields': 'csv-fields-many',
  'too-few-fields': 'csv-fields-few',
};
const LF = 10;
const CR = 13;

/** A decoder of CSV. `rowsOf` collects its rows: on bytes, or, in tests, strictly alone. */
export function csvDecoder(
  options: DecoderOptions,
  rowsOf: (options: DecoderOptions) => CsvRows = csvRows,
): Decoder {
  const { limits, encoding, name } = options;
  const rows = rowsOf(options);
  const window = byteWindow(options.firstByte);
  const record = csvRecord();
  const decoded = csvRecord();
  let header: readonly Column[] | null = options.columns?.map(columnNamed) ?? null;
  let lines: CsvLines | null = header === null ? null : csvLines(header);
  /** Rows that end before this byte of the window are ASCII, or in the encoding where that is UTF-8. */
  let trustedUntil = 0;
  let trouble: Problem | null = null;
  let line = options.firstLine ?? 1;
  let cut: { byte: number; line: number } | null = null;
  let isEnded = false;
  let retryLength = 0; // an incomplete record is scanned again only when there is twice as much of it
  let skipped: { head: Uint8Array; byte: number; length: number } | null = null;

  /** Reads one record or a piece of one; false when more bytes are needed. */
  function step(): boolean {
    const { bytes, start, end } = window;
    if (start === end && (skipped === null || !isEnded)) return false;
    if (skipped !== null) return skip();
    const isOver = end - start > limits.rowBytes;
    if (!isEnded && !isOver && end - start < retryLength) return false;
    const stop = isOver ? start + limits.rowBytes + 1 : end;
    const isWhole = scanRecord(bytes, start, stop, isEnded || isOver, header?.length ?? 0, record);
    retryLength = isWhole ? 0 : (end - start) * 2;
    if (!isWhole) return false;
    if (isOver && record.end === stop) {
      skipped = {
        head: Uint8Array.from(bytes.subarray(start, start + limits.headBytes)),
        byte: window.position,
        length: 0,
      };
      return true;
    }
    readRecord();
    line += record.breaks;
    window.moveTo(record.next);
    return true;
  }

  /** Passes over the rest of a row that is too long; false when it does not end in the bytes at hand. */
  function skip(): boolean {
    const { bytes, start, end } = window;
    let stop = start;
    while (stop < end && bytes[stop] !== LF && bytes[stop] !== CR) stop++;
    const over = skipped as NonNullable<typeof skipped>;
    over.length += stop - start;
    window.moveTo(stop);
    if (stop === end && !isEnded) return false;
    const wrong = problem('row-too-long', { bytes: over.length, limit: limits.rowBytes });
    if (header === null) trouble = unreadable(wrong);
    else rows.refuse(wrong, over.byte, line, over.head, over.length);
    skipped = null;
    return true;
  }

  function readRecord(): void {
    if (record.fault === null && record.fields === 0) return; // a blank line
    const wrong = header === null ? readHeader() : readRow(header);
    if (wrong === null) return;
    if (header === null) {
      trouble = unreadable(wrong);
      return;
    }
    if (isEnded && record.end === window.end) cut = { byte: window.position, line };
    const raw = window.bytes.subarray(window.start, record.end);
    rows.refuse(wrong, window.position, line, raw, raw.length);
  }

  function unreadable(wrong: Problem): Problem {
    return { ...wrong, place: { file: name, line } };
  }

  function readHeader(): Problem | null {
    const cell = record.fault === null ? cellsOf(window.bytes, window.start, record, encoding) : null;
    if (cell === null) return problem('csv-header-unreadable');
    const names = Array.from({ length: record.fields }, (_, i) => cell(i).trim());
    const wrong = headerProblem(names);
    if (wrong !== null) return wrong;
    header = names.map(columnNamed);
    lines = csvLines(header);
    return null;
  }

  function readRow(columns: readonly Column[]): Problem | null {
    if (record.fault !== null) return problem(FAULTS[record.fault], { expected: columns.length });
    const { bytes, start, position } = window;
    const content = hashRow(bytes, start, record.end);
    rows.keep?.(bytes, start, record.end);
    if (readOnBytes(content)) return null;
    const cell = cellsOf(bytes, start, record, encoding);
    if (cell === null) return problem('row-encoding', { encoding: encoding() });
    const row: Record<string, unknown> & { extra?: unknown } = {};
    const extra: [string, unknown][] = [];
    for (let i = 0; i < columns.length; i++) {
      if (record.starts[i] === record.ends[i]) continue;
      const text = cell(i);
      const { name: field, form } = columns[i];
      if (form === null) extra.push([field, text]);
      else if (form === 'object') {
        const members = membersOf(text);
        if (members === null) return wrongCell(field, text);
        extra.push(...members);
      } else row[field] = form === 'count' ? countIn(text) : form === 'texts' ? text.split('|') : text;
    }
    if (extra.length > 0) row.extra = Object.fromEntries(extra);
    return rows.add(row, content, position);
  }

  function readOnBytes(content: Key): boolean {
    const { bytes, start, position } = window;
    if (lines === null) return false;
    const isPlain =
      record.end <= trustedUntil || knownBytes(bytes.subarray(start, record.end), encoding) !== null;
    if (isPlain) return rows.read(lines, bytes, record, position, content);
    const text = decodeRow(bytes.subarray(start, record.end), encoding());
    if (text === null) return false;
    const cells = Buffer.from(text);
    scanRecord(cells, 0, cells.length, true, record.fields, decoded);
    return decoded.fault === null && rows.read(lines, cells, decoded, position, content);
  }

  /** Looks at the whole lines at hand in one go. */
  function trust(): void {
    const { bytes, start, end } = window;
    const until = start + bytes.subarray(start, end).lastIndexOf(LF) + 1;
    trustedUntil = until > start && knownBytes(bytes.subarray(start, until), encoding) !== null ? until : 0;
  }

  return {
    get problem() {
      return trouble;
    },
    counts: rows.counts,
    reached: () => ({
      ...(cut ?? { byte: window.position, line }),
      columns: header?.map(({ name: column }) => column) ?? null,
    }),
    push(bytes) {
      if (trouble !== null) return;
      window.append(bytes);
      trust();
    },
    end() {
      isEnded = true;
    },
    take() {
      while (trouble === null && !rows.isFull() && step());
      return rows.isFull() || isEnded ? rows.take() : null;
    },
    rest() {
      retryLength = 0;
      while (trouble === null && !rows.isFull() && step());
      return rows.take();
    },
  };
}

function columnNamed(name: string, index: number): Column {
  return { name: name === '' ? `column_${index + 1}` : name, form: FIELD_CHECKS.get(name)?.form ?? null };
}

/** A header needs every required field, and no name twice. */
function headerProblem(names: readonly string[]): Problem | null {
  const missing = [...FIELD_CHECKS.values()].filter(
    ({ name, isRequired }) => isRequired && !names.includes(name),
  );
  if (missing.length > 0)
    return problem('csv-header-missing', { columns: missing.map(({ name }) => name).join(', ') });
  const repeated = names.findIndex((name, i) => name !== '' && names.indexOf(name) !== i);
  if (repeated === -1) return null;
  return problem('csv-header-repeated', { column: tellable(names[repeated], `#${repeated + 1}`) });
}

/** Gives the texts of a record's cells; null where its bytes are not in the encoding. */
function cellsOf(
  bytes: Buffer,
  start: number,
  record: CsvRecord,
  encoding: () => RowEncoding,
): ((i: number) => string) | null {
  const { starts, ends, doubled } = record;
  const row = bytes.subarray(start, record.end);
  const single = (i: number, text: string) => (doubled[i] ? text.replaceAll('""', '"') : text);
  if (isAscii(row)) {
    const whole = bytes.toString('latin1', start, record.end);
    return (i) => single(i, whole.slice(starts[i] - start, ends[i] - start));
  }
  if (encoding() === 'utf-8')
    return isUtf8(row) ? (i) => single(i, bytes.toString('utf8', starts[i], ends[i])) : null;
  if (decodeRow(row, encoding()) === null) return null;
  return (i) => single(i, decodeRow(bytes.subarray(starts[i], ends[i]), encoding()) ?? '');
}

/** A number where the cell holds one, else the text, which the schema check then refuses in words. */
function countIn(text: string): number | string {
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}

const parsed: Parsed = { value: null };

/** The members of a cell that holds a JSON object; null where it does not. */
function membersOf(text: string): [string, unknown][] | null {
  const bytes = Buffer.from(text);
  if (strictJson(bytes, 0, bytes.length, text, parsed) !== null) return null;
  const { value } = parsed;
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
}

function wrongCell(field: string, text: string): Problem {
  const expected = FIELD_CHECKS.get(field)?.expected ?? '';
  return problem('row-field-wrong', { field, expected, came: kindInWords(text) } satisfies ProblemDetails);
}
