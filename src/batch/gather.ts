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

/** One batch with the rows of all ranges, in the order given. Texts are still read from the batches they came from. */
export function gather(ranges: readonly RowRange[]): EventBatch {
  const size = ranges.reduce((sum, range) => sum + range.to - range.from, 0);
  const origin: EventBatch[] = [];
  const originRow = new Int32Array(size);
  let subjectTotal = 0;
  let at = 0;
  for (const { batch, rows, from, to } of ranges) {
    const { subjectStart } = batch.columns;
    for (let i = from; i < to; i++, at++) {
      const row = rows === null ? i : rows[i];
      origin.push(batch);
      originRow[at] = row;
      subjectTotal += subjectStart[row + 1] - subjectStart[row];
    }
  }
  const columns = allocateColumns(size, subjectTotal);
  for (const name of PLAIN_COLUMNS) copyColumn(columns[name], ranges, name);
  copySubjects(columns, ranges);
  return {
    size,
    columns,
    event: (row) => origin[row].event(originRow[row]),
    eventId: (row) => origin[row].eventId(originRow[row]),
    subject: (row, index) => origin[row].subject(originRow[row], index),
  };
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
