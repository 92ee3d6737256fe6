/** Register files as tables of cells: the texts of CSV and NDJSON, not yet judged. */
import { type CsvFault, csvRecord, csvText, scanRecord } from '../core/csv.ts';

/** A cell as written; NDJSON may give a list as several texts. */
export type Cell = string | readonly string[];

/** What may be wrong with the shape of a record. */
export type RecordFault = CsvFault | 'not-json' | 'not-an-object' | 'not-a-text';

/** One record of a table; reused from record to record. */
export interface TableRecord {
  /** Counts from 1. */
  readonly line: number;
  /** In the order of the header; shorter where the record is. */
  readonly cells: readonly Cell[];
  readonly fault: RecordFault | null;
  /** Where a cell begins on its line, from 1; undefined where the format has no columns. */
  columnOf(cell: number): number | undefined;
}

/** A register file, ready to be read once. */
export interface RegisterTable {
  /** As messages name it. */
  readonly file: string;
  readonly header: readonly string[];
  /** True where the format needs a header and there is none. */
  readonly isBlank: boolean;
  readonly records: Iterable<TableRecord>;
}

/** From this length on a slice keeps the whole text alive in V8, so longer cells are decoded by themselves. */
const SLICE_MIN = 13;

/** The table in a CSV file (UTF-8 bytes). */
export function csvTable(file: string, bytes: Uint8Array): RegisterTable {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const record = csvRecord();
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let at = bom;
  let line = 1;
  const header: string[] = [];
  while (at < bytes.length && header.length === 0) {
    scanRecord(bytes, at, bytes.length, true, 0, record);
    for (let i = 0; i < record.fields; i++) header.push(csvText(bytes, record, i, decoder).trim());
    line += record.breaks;
    at = record.next;
  }

  function* records(): Generator<TableRecord> {
    const cells: string[] = [];
    let start = at;
    let firstLine = line;
    const columnOf = (cell: number) => {
      const before = decoder.decode(bytes.subarray(start, record.starts[cell]));
      return before.length - Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r'));
    };
    while (start < bytes.length) {
      scanRecord(bytes, start, bytes.length, true, header.length, record);
      if (record.fields > 0 || record.fault !== null) {
        cells.length = 0;
        if (record.fault === null) readCells(cells, start);
        // a spreadsheet leaves rows of commas behind
        const isEmpty = record.fault === null && cells.every((cell) => cell.trim() === '');
        if (!isEmpty) yield { line: firstLine, cells, fault: record.fault, columnOf };
      }
      firstLine += record.breaks;
      start = record.next;
    }
  }

  /** Decodes a record at once where it is ASCII: then bytes and characters are the same positions. */
  function readCells(cells: string[], start: number): void {
    const whole = decoder.decode(bytes.subarray(start, record.end));
    const isAscii = whole.length === record.end - start;
    for (let i = 0; i < record.fields; i++) {
      const isShort = record.ends[i] - record.starts[i] < SLICE_MIN;
      const isPlain = isAscii && isShort && !record.doubled[i];
      cells.push(
        isPlain
          ? whole.slice(record.starts[i] - start, record.ends[i] - start)
          : csvText(bytes, record, i, decoder),
      );
    }
  }
  return { file, header, isBlank: header.length === 0, records: { [Symbol.iterator]: records } };
}

/** The table in an NDJSON file (UTF-8 bytes): its header is every member name any record has. */
export function ndjsonTable(file: string, bytes: Uint8Array): RegisterTable {
  const header: string[] = [];
  const places = new Map<string, number>();
  const parsed: {
    line: number;
    members: readonly (readonly [string, unknown])[];
    fault: RecordFault | null;
  }[] = [];
  for (const [i, content] of new TextDecoder().decode(bytes).split('\n').entries()) {
    if (content.trim() === '') continue;
    const { value, fault } = parseObject(content);
    const members = Object.entries(value);
    for (const [name] of members) {
      if (places.has(name)) continue;
      places.set(name, header.length);
      header.push(name);
    }
    parsed.push({ line: i + 1, members, fault });
  }

  function* records(): Generator<TableRecord> {
    for (const { line, members, fault } of parsed) {
      const cells: Cell[] = Array.from({ length: header.length }, () => '');
      let bad = fault;
      for (const [name, value] of members) {
        const cell = cellOf(value);
        if (cell === null) bad ??= 'not-a-text';
        else cells[places.get(name) ?? 0] = cell;
      }
      yield { line, cells, fault: bad, columnOf: () => undefined };
    }
  }
  return { file, header, isBlank: false, records: { [Symbol.iterator]: records } };
}

function parseObject(content: string): { value: object; fault: RecordFault | null } {
  try {
    const value: unknown = JSON.parse(content);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? { value, fault: null } : { value: {}, fault: 'not-an-object' };
  } catch {
    return { value: {}, fault: 'not-json' };
  }
}

/** A JSON value as a cell: texts, numbers, true and false (yes and no), null (empty), and lists of these. */
function cellOf(value: unknown): Cell | null {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (!Array.isArray(value)) return null;
  const items = value.map(cellOf);
  return items.every((item) => typeof item === 'string') ? items : null;
}
