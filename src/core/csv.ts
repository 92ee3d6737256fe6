/**
 * CSV (RFC 4180) as records of byte ranges: one scanner for streamed logs and for whole register files.
 *
 * It works on bytes of UTF-8 or CP932: in both, no byte of a wider character equals a quote, comma or line break.
 * Lines end with CRLF, LF or CR. A quote counts only at the start of a field; elsewhere it is an ordinary character.
 *
 * Recovery, one rule: a faulty record is refused up to its first line break, and reading goes on at the next line.
 * So a quote that never closes costs its own line and not the rest of the file. The cost stays linear: a line that opens
 * a quote without closing it holds an odd run of quotes, and such a run ends the scan of any earlier open quote.
 */

/** What may be wrong with the shape of a record. */
export type CsvFault = 'unclosed-quote' | 'text-after-quote' | 'too-many-fields' | 'too-few-fields';

/** One record as positions in the scanned bytes; reused from record to record. */
export interface CsvRecord {
  /** After the last byte of the record, line break not included; of a faulty one, of its first line. */
  end: number;
  /** Where the next record begins. */
  next: number;
  /** Line breaks from the start of the record to {@link next}. */
  breaks: number;
  /** How many fields; 0 for a blank line. */
  fields: number;
  /** Where field i lies, outer quotes not included. */
  readonly starts: number[];
  readonly ends: number[];
  /** Whether field i holds doubled quotes that stand for one. */
  readonly doubled: boolean[];
  fault: CsvFault | null;
}

/** An empty record for {@link scanRecord} to fill. */
export function csvRecord(): CsvRecord {
  return { end: 0, next: 0, breaks: 0, fields: 0, starts: [], ends: [], doubled: [], fault: null };
}

const LF = 10;
const CR = 13;
const QUOTE = 34;
const COMMA = 44;
const SPACE = 32;
const TAB = 9;

/**
 * Reads the record that begins at `start`. False if it does not end before `end` and more may come (`last` false).
 * `fieldsExpected` 0 takes any number of fields, as for a header.
 */
export function scanRecord(
  bytes: Uint8Array,
  start: number,
  end: number,
  last: boolean,
  fieldsExpected: number,
  record: CsvRecord,
): boolean {
  record.fields = 0;
  record.fault = null;
  record.breaks = 0;
  let at = start;
  let firstBreak = -1;
  for (;;) {
    let fieldEnd = at;
    if (at < end && bytes[at] === QUOTE) {
      const opened = ++at;
      let doubled = false;
      for (; ; at++) {
        if (at >= end) {
          if (!last) return false;
          return refuse(bytes, start, end, last, 'unclosed-quote', firstBreak, record);
        }
        const byte = bytes[at];
        if (byte === QUOTE) {
          if (at + 1 >= end && !last) return false;
          if (at + 1 >= end || bytes[at + 1] !== QUOTE) break;
          doubled = true;
          at++;
        } else if (byte === LF || byte === CR) {
          if (firstBreak < 0) firstBreak = at;
          if (byte === LF || bytes[at + 1] !== LF) record.breaks++;
        }
      }
      addField(record, opened, at, doubled);
      fieldEnd = ++at;
      if (at < end && bytes[at] !== COMMA && bytes[at] !== LF && bytes[at] !== CR)
        return refuse(bytes, at, end, last, 'text-after-quote', firstBreak, record);
    } else {
      const from = at;
      while (at < end && bytes[at] !== COMMA && bytes[at] !== LF && bytes[at] !== CR) at++;
      fieldEnd = at;
      addField(record, from, at, false);
    }
    if (at < end && bytes[at] === COMMA) {
      at++;
      if (fieldsExpected > 0 && record.fields >= fieldsExpected)
        return refuse(bytes, at, end, last, 'too-many-fields', firstBreak, record);
      continue;
    }
    const next = afterBreak(bytes, at, end, last);
    if (next < 0) return false;
    if (isBlank(bytes, start, fieldEnd, record)) record.fields = 0;
    else if (record.fields < fieldsExpected)
      return refuse(bytes, at, end, last, 'too-few-fields', firstBreak, record);
    record.end = at;
    if (next > at) record.breaks++;
    record.next = next;
    return true;
  }
}

/** Ends a faulty record at its first line break, which is `firstBreak` or else the first one from `at` on. */
function refuse(
  bytes: Uint8Array,
  at: number,
  end: number,
  last: boolean,
  fault: CsvFault,
  firstBreak: number,
  record: CsvRecord,
): boolean {
  let stop = firstBreak;
  if (stop < 0) for (stop = at; stop < end && bytes[stop] !== LF && bytes[stop] !== CR; ) stop++;
  const next = afterBreak(bytes, stop, end, last);
  if (next < 0) return false;
  record.fault = fault;
  record.end = stop;
  record.breaks = next > stop ? 1 : 0;
  record.next = next;
  return true;
}

/** The position after the line break at `at`; -1 if that cannot be told before more bytes come. */
function afterBreak(bytes: Uint8Array, at: number, end: number, last: boolean): number {
  if (at >= end) return last ? end : -1;
  if (bytes[at] === LF) return at + 1;
  if (at + 1 >= end) return last ? end : -1;
  return bytes[at + 1] === LF ? at + 2 : at + 1;
}

function addField(record: CsvRecord, start: number, end: number, doubled: boolean): void {
  const i = record.fields++;
  record.starts[i] = start;
  record.ends[i] = end;
  record.doubled[i] = doubled;
}

function isBlank(bytes: Uint8Array, start: number, end: number, record: CsvRecord): boolean {
  if (record.fields !== 1 || (start < end && bytes[start] === QUOTE)) return false;
  for (let i = start; i < end; i++) if (bytes[i] !== SPACE && bytes[i] !== TAB) return false;
  return true;
}

/** One field of a register file and where it stands; lines and columns count from 1, columns in UTF-16 units. */
export interface CsvField {
  readonly text: string;
  readonly line: number;
  readonly column: number;
}

/** One row of a register file. A faulty row holds the fields that could be read before the fault. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly CsvField[];
  readonly fault: CsvFault | null;
}

/** All rows of a whole text, the header first; its number of fields is expected of every other row. Blank lines are no rows. */
export function readCsv(text: string): CsvRow[] {
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const record = csvRecord();
  const rows: CsvRow[] = [];
  let line = 1;
  let at = text.charCodeAt(0) === 0xfeff ? 3 : 0;
  let lineStart = at;
  while (at < bytes.length) {
    scanRecord(bytes, at, bytes.length, true, rows[0]?.fields.length ?? 0, record);
    if (record.fields > 0 || record.fault !== null) {
      const fields: CsvField[] = [];
      let fieldLine = line;
      let seen = at;
      for (let i = 0; i < record.fields && record.starts[i] <= record.end; i++) {
        for (; seen < record.starts[i]; seen++) {
          if (bytes[seen] !== LF && (bytes[seen] !== CR || bytes[seen + 1] === LF)) continue;
          fieldLine++;
          lineStart = seen + 1;
        }
        const column = decoder.decode(bytes.subarray(lineStart, seen)).length + 1;
        fields.push({ text: csvText(bytes, record, i, decoder), line: fieldLine, column });
      }
      rows.push({ line, fields, fault: record.fault });
    }
    line += record.breaks;
    at = record.next;
    lineStart = at;
  }
  return rows;
}

/** The text of field i of a scanned record. Throws what a fatal decoder throws. */
export function csvText(
  bytes: Uint8Array,
  record: CsvRecord,
  i: number,
  decoder: { decode(bytes: Uint8Array): string },
): string {
  const text = decoder.decode(bytes.subarray(record.starts[i], record.ends[i]));
  return record.doubled[i] ? text.replaceAll('""', '"') : text;
}
