/** Copies chosen rows of several batches into one batch, so that small pieces are judged together. */
import {
  allocateColumns,
  type EventBatch,
  type EventColumns,
  KEY_COLUMNS,
} from '../../schemas/event-columns.ts';

/** Rows `rows[from .. to)` of a batch, or rows `from .. to` themselves where `rows` is null. */
export interface RowRange {
  readonly batch: EventBatch;
  readonly rows: Int32Array | null;
  readonly from: number;
  readonly to: number;
}

/** The columns that hold one value a row. */
export const PLAIN_COLUMNS = [
  ...KEY_COLUMNS,
  'time',
  'system',
  'action',
  'outcome',
  'marks',
  'records',
  'bytes',
  'recordDate',
  'identity',
  'content',
] as const satisfies readonly (keyof EventColumns)[];

/** Puts the rows of all ranges into one batch, in the order given. The batch is good until the next call: its columns are used again. */
export type Gather = (ranges: readonly RowRange[]) => EventBatch;

/**
 * Makes a {@link Gather} with columns of its own. Texts are still read from the batches the rows came from. (Fresh columns for
 * every batch made the garbage collector run so often that a town's day cost a tenth more.)
 */
export function gatherer(): Gather {
  let columns = allocateColumns(0, 0);
  let originRow = new Int32Array(0);

  function reserve(size: number, subjects: number): void {
    if (size <= originRow.length && subjects <= columns.subjects.length) return;
    const rowsMax = Math.max(size, originRow.length);
    columns = allocateColumns(rowsMax, Math.max(subjects, columns.subjects.length));
    originRow = new Int32Array(rowsMax);
  }

  return (ranges) => {
    const { size, subjects } = extent(ranges);
    reserve(size, subjects);
    const origin: EventBatch[] = [];
    for (const { batch, rows, from, to } of ranges) {
      for (let i = from; i < to; i++) {
        originRow[origin.length] = rows === null ? i : rows[i];
        origin.push(batch);
      }
    }
    for (const name of PLAIN_COLUMNS) copyColumn(columns[name], ranges, name);
    copySubjects(columns, ranges);
    const raw = (row: number) => origin[row].raw?.(originRow[row]) ?? null;
    return {
      size,
      columns,
      event: (row) => origin[row].event(originRow[row]),
      eventId: (row) => origin[row].eventId(originRow[row]),
      putEventId: (row, into, at) => origin[row].putEventId(originRow[row], into, at),
      putRow: (row, into, at) => origin[row].putRow(originRow[row], into, at),
      findTexts: (row, into) => origin[row].findTexts?.(originRow[row], into) ?? false,
      subject: (row, index) => origin[row].subject(originRow[row], index),
      origin: (row) => origin[row].origin(originRow[row]),
      ...(ranges.some(({ batch }) => batch.raw !== undefined) && { raw }),
    };
  };
}

/** How many rows and subjects all ranges have. */
function extent(ranges: readonly RowRange[]): { size: number; subjects: number } {
  let size = 0;
  let subjects = 0;
  for (const { batch, rows, from, to } of ranges) {
    const { subjectStart } = batch.columns;
    size += to - from;
    for (let i = from; i < to; i++) {
      const row = rows === null ? i : rows[i];
      subjects += subjectStart[row + 1] - subjectStart[row];
    }
  }
  return { size, subjects };
}

function copyColumn(
  target: EventColumns[(typeof PLAIN_COLUMNS)[number]],
  ranges: readonly RowRange[],
  name: (typeof PLAIN_COLUMNS)[number],
): void {
  let at = 0;
  for (const { batch, rows, from, to } of ranges) {
    const source = batch.columns[name];
    if (rows === null) {
      target.set(source.subarray(from, to), at);
      at += to - from;
    } else {
      for (let i = from; i < to; i++) target[at++] = source[rows[i]];
    }
  }
}

function copySubjects(columns: EventColumns, ranges: readonly RowRange[]): void {
  let at = 0;
  let subjectAt = 0;
  for (const { batch, rows, from, to } of ranges) {
    const { subjectStart, subjects } = batch.columns;
    for (let i = from; i < to; i++) {
      const row = rows === null ? i : rows[i];
      for (let s = subjectStart[row]; s < subjectStart[row + 1]; s++)
        columns.subjects[subjectAt++] = subjects[s];
      columns.subjectStart[++at] = subjectAt;
    }
  }
}
