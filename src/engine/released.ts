/** Slices that the event order lets go of, put together so that many rows are judged at a time. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Gather } from '../batch/gather.ts';
import { dayAt } from '../core/time.ts';
import type { Slice } from './event-order.ts';

/** A slice at least so long is judged where it lies; shorter ones are gathered first. */
const DIRECT_ROWS_MIN = 16_384;
/** Rows judged at a time. */
const JUDGED_ROWS_MAX = 16_384;

/** The next slices to judge together: one long one, or short ones up to {@link JUDGED_ROWS_MAX} rows. */
export function nextSlices(next: (rowsMax: number) => Slice | null): Slice[] {
  const slices: Slice[] = [];
  let size = 0;
  while (size < JUDGED_ROWS_MAX) {
    const slice = next(JUDGED_ROWS_MAX - size);
    if (slice === null) break;
    slices.push(slice);
    size += slice.to - slice.from;
    if (slices.length === 1 && size >= DIRECT_ROWS_MIN) break;
  }
  return slices;
}

/** The rows of a slice, in event order. */
export function rowsOf({ order, from, to }: Slice): Int32Array {
  return order === null ? rowsFrom(from, to) : order.subarray(from, to);
}

/** The first position after `from` whose row is ordered on a later day. */
export function endOfDay(inOrder: Int32Array, orderTime: Float64Array, from: number): number {
  const day = dayAt(orderTime[inOrder[from]]);
  if (dayAt(orderTime[inOrder[inOrder.length - 1]]) <= day) return inOrder.length;
  let to = from + 1;
  while (dayAt(orderTime[inOrder[to]]) <= day) to++;
  return to;
}

/** 0, 1, 2 …: as far as was asked for. */
let counted = new Int32Array(0);

/** The rows `from .. to` themselves. The array is everybody's: it is only read. */
function rowsFrom(from: number, to: number): Int32Array {
  if (counted.length < to) counted = Int32Array.from({ length: Math.max(to, JUDGED_ROWS_MAX) }, (_, i) => i);
  return counted.subarray(from, to);
}

/** Judges slices as one batch. */
export function judgeGathered(
  slices: readonly Slice[],
  gather: Gather,
  judgeRows: (batch: EventBatch, rows: Int32Array, orderTime: Float64Array, slices: readonly Slice[]) => void,
): void {
  const batch = gather(slices.map(({ batch, order, from, to }) => ({ batch, rows: order, from, to })));
  const orderTime = new Float64Array(batch.size);
  let at = 0;
  for (const slice of slices) for (const row of rowsOf(slice)) orderTime[at++] = slice.orderTime[row];
  judgeRows(batch, rowsFrom(0, batch.size), orderTime, slices);
}
