/** Derived columns of rows that were judged ahead of their turn: they are used again when it comes, so that no row is judged twice. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { DerivedColumns, DetectorColumns } from '../detector/define.ts';
import { columnMaker, detectorColumns } from './derive.ts';
import type { Slice } from './event-order.ts';

/** What a row has one value of, beside its ref, which it gets in order. */
export const BY_ROW = [
  'person',
  'who',
  'accountAbout',
  'rowCause',
  'offDuty',
  'unit',
  'permitted',
  'ownWork',
  'accountKind',
  'deviceKind',
  'atHome',
  'mayLeave',
  'hasOneAccount',
] as const satisfies readonly (keyof DerivedColumns)[];
/** What it has one value of for each subject. */
export const BY_SUBJECT = ['verdict', 'cause'] as const satisfies readonly (keyof DerivedColumns)[];

/** Columns of a batch that is judged in order. */
export interface ColumnsInOrder {
  readonly columns: DetectorColumns;
  /** By row: 1 where its derived columns are filled. Null: nowhere. */
  readonly known: Uint8Array | null;
}

/** Columns that were derived ahead, by batch. */
export interface JudgedAhead {
  /** Columns for a batch of which rows are judged ahead; all rows that wait in it are. */
  ahead(batch: EventBatch): DetectorColumns;
  /** Columns for the rows of slices: in their one batch, or gathered into another. Good until the next call. */
  inOrder(batch: EventBatch, slices: readonly Slice[]): ColumnsInOrder;
}

/** Nothing was judged ahead. */
export function judgedAhead(): JudgedAhead {
  const fresh = columnMaker();
  /** A batch takes its columns with it when it is let go. */
  const held = new WeakMap<EventBatch, DetectorColumns>();
  return {
    ahead(batch) {
      const columns = detectorColumns(batch.columns, batch.size);
      held.set(batch, columns);
      return columns;
    },
    inOrder(batch, slices) {
      const own = held.get(batch);
      if (own !== undefined) return { columns: own, known: new Uint8Array(batch.size).fill(1) };
      const columns = fresh(batch.columns, batch.size);
      if (!slices.some((slice) => held.has(slice.batch))) return { columns, known: null };
      const known = new Uint8Array(batch.size);
      let at = 0;
      for (const slice of slices) {
        const from = held.get(slice.batch);
        const many = slice.to - slice.from;
        if (from !== undefined) {
          copyRows(from, slice, columns, at);
          known.fill(1, at, at + many);
        }
        at += many;
      }
      return { columns, known };
    },
  };
}

/** Copies what was derived of the rows of a slice to the rows from `at` on. */
function copyRows(from: DetectorColumns, slice: Slice, into: DetectorColumns, at: number): void {
  for (const name of BY_ROW) copyColumn(from[name], slice, into[name], at);
  for (const name of BY_SUBJECT)
    copyEntries(from[name], from.subjectStart, slice, into[name], into.subjectStart[at]);
}

function copyColumn(
  values: Float64Array | Uint8Array,
  { order, from, to }: Slice,
  into: Float64Array | Uint8Array,
  at: number,
): void {
  if (order === null) into.set(values.subarray(from, to), at);
  else for (let i = from; i < to; i++) into[at + i - from] = values[order[i]];
}

function copyEntries(
  values: Uint8Array,
  starts: Uint32Array,
  { order, from, to }: Slice,
  into: Uint8Array,
  at: number,
): void {
  if (order === null) {
    into.set(values.subarray(starts[from], starts[to]), at);
    return;
  }
  let next = at;
  for (let i = from; i < to; i++) {
    const row = order[i];
    for (let entry = starts[row]; entry < starts[row + 1]; entry++) into[next++] = values[entry];
  }
}
