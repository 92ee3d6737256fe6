/** Rows of CSV on their way into batches: read on bytes where that is sure, else as the strict reader read them. */

import { Buffer } from 'node:buffer';
import { normalEvent } from '../../batch/normal-event.ts';
import type { CsvRecord } from '../../core/csv.ts';
import { NONE } from '../../core/hash.ts';
import { SPARE_BYTES } from '../byte-window.ts';
import { type DecoderOptions, positionIdentity, type RowCounts, type Rows, refusal } from '../decoder.ts';
import { withRaw } from '../kept-raw.ts';
import { checkRow } from '../read-row.ts';
import { batchRows, type SpareRows } from './batch-rows.ts';
import type { CsvLines } from './csv-lines.ts';
import { readLine } from './line-reader.ts';
import { rowFinisher } from './row-finisher.ts';
import { UNSURE } from './texts.ts';

/** Rows of a CSV. */
export interface CsvRows extends Rows {
  /** The bytes of the row that is read or added next, where they are kept. */
  keep?(bytes: Buffer, start: number, end: number): void;
  /**
   * Takes the row `raw[start, record.end)` at `position` of the stream, whose cells stand as UTF-8 in `cells` where `record` says;
   * false where the strict reader must look.
   */
  read(lines: CsvLines, cells: Buffer, record: CsvRecord, position: number, content: number): boolean;
}

/** The first batch is small, so that hundreds of files can stand open at their beginning. */
const FIRST_BATCH_ROWS = 512;
/** Lines of a batch lie in buffers of this size, or larger where one needs it. */
const BUFFER_BYTES = 2 ** 18;
/** Arrays and buffers that wait to be used again. */
const SPARE_MAX = 32;
const NO_BYTES = new Uint8Array(0);

/** Collects the rows of the next batch and counts. */
export function csvRows(options: DecoderOptions): CsvRows {
  const { name, limits, defaults, inputKey, quarantine } = options;
  const counts: RowCounts = { read: 0, accepted: 0, quarantined: 0, fellBack: 0 };
  const finish = rowFinisher(defaults, inputKey);
  const rereading = { defaults, input: options.input, encoding: () => 'utf-8' as const };
  const spareRows: SpareRows[] = [];
  const spareBuffers: Buffer[] = [];
  const done = (arrays: SpareRows | null, buffers: readonly Buffer[]): void => {
    if (arrays !== null && spareRows.length < SPARE_MAX) spareRows.push(arrays);
    for (const each of buffers)
      if (spareBuffers.length < SPARE_MAX && each.length === BUFFER_BYTES) spareBuffers.push(each);
  };
  const capacity = (most: number) => Math.min(limits.batchRows, most);
  let held = batchRows(capacity(FIRST_BATCH_ROWS), rereading, undefined, done);
  /** Where the next line goes: buffers belong to one batch. */
  let buffer: Buffer | null = null;
  let end = 0;
  /** Bytes of the lines of the batch. */
  let written = 0;
  const { keepsRaw } = defaults;
  /** The bytes of the next row and of those of the batch. */
  let next: Uint8Array = NO_BYTES;
  let raws: Uint8Array[] = [];

  function makeRoom(bytes: number): Buffer {
    if (buffer === null || end + bytes > buffer.length) {
      buffer =
        bytes > BUFFER_BYTES
          ? Buffer.allocUnsafe(bytes)
          : (spareBuffers.pop() ?? Buffer.allocUnsafe(BUFFER_BYTES));
      end = 0;
    }
    return buffer;
  }

  function accept(bytes: Buffer, stop: number, position: number): void {
    held.accept(bytes, end, stop, position - end);
    written += stop - end;
    end = stop + 1;
    if (keepsRaw !== undefined) raws.push(next);
    counts.read++;
    counts.accepted++;
  }

  function keep(bytes: Buffer, start: number, stop: number): void {
    next = Uint8Array.from(bytes.subarray(start, stop));
  }

  return {
    counts,
    ...(keepsRaw !== undefined && { keep }),
    read(lines, cells, record, position, content) {
      const bytes = makeRoom(lines.room(record));
      const stop = lines.write(cells, record, bytes, end);
      if (stop === UNSURE) return false;
      if (readLine(held.rows, finish, Number.POSITIVE_INFINITY, bytes, end, position - end) !== stop) {
        held.clear();
        return false;
      }
      held.rows.columns.content[held.rows.size] = content;
      accept(bytes, stop, position);
      return true;
    },
    add(row, content, byte) {
      const wrong = checkRow(row);
      if (wrong !== null) return wrong;
      const event = normalEvent(row as Parameters<typeof normalEvent>[0], byte, defaults);
      held.fill(event, content, typeof row.id === 'string' ? NONE : positionIdentity(event, inputKey));
      const line = JSON.stringify(row);
      const bytes = makeRoom(Buffer.byteLength(line) + SPARE_BYTES);
      accept(bytes, end + bytes.write(line, end), byte);
      counts.fellBack++;
      return null;
    },
    refuse(problem, byte, line, raw, rawLength) {
      counts.read++;
      counts.quarantined++;
      quarantine(refusal(name, problem, byte, line, raw, rawLength));
    },
    isFull: () => held.rows.size === held.rows.capacity || written >= limits.batchBytes,
    take() {
      if (held.rows.size === 0) return null;
      const kept = raws;
      const batch = withRaw(held.seal(), defaults, (row) => kept[row]);
      raws = [];
      written = 0;
      held = batchRows(capacity(limits.batchRows), rereading, spareRows.pop(), done);
      buffer = null;
      return batch;
    },
  };
}
