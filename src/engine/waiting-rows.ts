/**
 * Rows that wait for their turn, written down and read again. Where it is known with what a row was read, its line stays as it is; else the event
 * stands there with every default applied, which takes ten times as long.
 */
import type { EventBatch } from '../../schemas/event-columns.ts';
import { putEvent } from '../batch/encode.ts';
import { gatherer } from '../batch/gather.ts';
import type { Defaults } from '../batch/normal-event.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import { restoreBatch, saveBatch } from './batch-bytes.ts';

/** Rows of one batch, in event order from `next` on. */
export interface WaitingRows {
  readonly batch: EventBatch;
  readonly order: Int32Array | null;
  readonly orderTime: Float64Array;
  readonly next: number;
  /** The source of rows that name none; null: their kind of log; absent: nobody has said with what they were read. */
  readonly source?: string | null | undefined;
}

/** What rows were read with whose source is this. */
export type DefaultsOf = (source: string | null) => Defaults;

/** Of engines that were told of no source with any rows. */
export function unknownDefaults(): never {
  throw new Error('rows were saved as lines, and nobody says what they were read with');
}

interface GroupHead {
  readonly source?: string | null | undefined;
  readonly hasRaw: boolean;
}

/** Writes rows down, those that were read alike together. `isInWords`: no line stays as it is, for whoever reads them by other settings. */
export function saveWaiting(waiting: readonly WaitingRows[], out: SnapshotWriter, isInWords = false): void {
  const groups = [...Map.groupBy(waiting, ({ source }) => (isInWords ? undefined : source))];
  out.json(groups.length);
  for (const [source, runs] of groups) {
    const ranges = runs.map(({ batch, order, next }) => ({ batch, rows: order, from: next, to: batch.size }));
    const rows = gatherer()(ranges);
    out.json({ source, hasRaw: rows.raw !== undefined } satisfies GroupHead);
    saveBatch(source === undefined ? inWords(rows) : rows, out);
    out.numbers(orderTimes(runs, rows.size));
  }
}

function orderTimes(runs: readonly WaitingRows[], size: number): Float64Array {
  const times = new Float64Array(size);
  let at = 0;
  for (const { batch, order, orderTime, next } of runs)
    for (let i = next; i < batch.size; i++) times[at++] = orderTime[order === null ? i : order[i]];
  return times;
}

function inWords(batch: EventBatch): EventBatch {
  return { ...batch, putRow: (row, into, at) => putEvent(batch.event(row), into, at) };
}

/** Reads them again. */
export function restoreWaiting(
  from: SnapshotReader,
  defaultsOf: DefaultsOf,
): Pick<WaitingRows, 'batch' | 'orderTime' | 'source'>[] {
  return Array.from({ length: from.json<number>() }, () => {
    const { source, hasRaw } = from.json<GroupHead>();
    const batch = restoreBatch(from, source === undefined ? {} : defaultsOf(source), hasRaw);
    return { batch, source, orderTime: from.numbers(Float64Array) };
  });
}
