/** Which files of a lake hold the events to be judged again, and how far the lake had come when one came astray. */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import { compareEventIds } from '../../batch/event-order.ts';
import type { Micros } from '../../core/time.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { ExaminedLake } from './due.ts';
import { batchesOf, refOf } from './slice.ts';

/** Rounds in which a neighbour of a stray is looked for, where those that were tried are strays too that nobody asked for, or are held no more. */
const ROUNDS = 8;

/** An event that came in order. */
interface Neighbour {
  readonly time: Micros;
  readonly id: string;
}

/**
 * How far the lake had come when each stray came. Events of one time stand by their ids, and a stray stands at the latest time so far: so
 * it is the time of the last event before it that came in order; but where ids fall between the two, the lake had come as far as the next one.
 */
export async function timesBefore(
  strays: readonly EventBatch[],
  files: readonly string[],
  maker: TableMaker,
): Promise<Map<number, Micros>> {
  const ids = new Map<number, string>();
  for (const batch of strays)
    for (let row = 0; row < batch.size; row++) ids.set(refOf(batch, row), batch.eventId(row));
  const refs = [...ids.keys()].sort((a, b) => a - b);
  const find = (step: -1 | 1) => neighbours(refs, step, files, maker);
  const [before, after] = [await find(-1), await find(1)];
  const times = new Map<number, Micros>();
  /** The id before, and whether ids have fallen since the last event that came in order. */
  let last: { id: string; hasFallen: boolean; of: Neighbour } | null = null;
  for (const ref of refs) {
    const previous = before.get(ref);
    if (previous === undefined) continue;
    const id = ids.get(ref) as string;
    const beside: { id: string; hasFallen: boolean } =
      last?.of === previous ? last : { id: previous.id, hasFallen: false };
    const hasFallen = beside.hasFallen || compareEventIds(id, beside.id) < 0;
    last = { id, hasFallen, of: previous };
    times.set(ref, hasFallen ? (after.get(ref)?.time ?? previous.time) : previous.time);
  }
  return times;
}

/** The nearest event that came in order before or after each stray, by rising ref; the same object for all between two of them. */
async function neighbours(
  strays: readonly number[],
  step: -1 | 1,
  files: readonly string[],
  maker: TableMaker,
): Promise<Map<number, Neighbour>> {
  const isStray = new Set(strays);
  const found = new Map<number, Neighbour>();
  const places = new Map<number, number>();
  const inStep = step === 1 ? [...strays].reverse() : strays;
  for (const ref of inStep) places.set(ref, places.get(ref + step) ?? ref + step);
  for (let round = 0; round < ROUNDS; round++) {
    const values = [...new Set(places.values())].filter((ref) => !found.has(ref)).map(String);
    if (values.length === 0) break;
    const picks = [{ column: 'ref' as const, values, from: -Infinity, to: Infinity }];
    for await (const batch of batchesOf(maker.events(files, { picks, strays: false }), new Map()))
      for (let row = 0; row < batch.size; row++)
        found.set(refOf(batch, row), { time: batch.columns.time[row], id: batch.eventId(row) });
    for (const [ref, place] of places)
      if (!found.has(place)) {
        let next = place + step;
        while (isStray.has(next)) next += step;
        places.set(ref, next);
      }
  }
  return new Map(
    [...places].flatMap(([ref, place]) => {
      const neighbour = found.get(place);
      return neighbour === undefined ? [] : [[ref, neighbour]];
    }),
  );
}

/** The settled files of events, month by month: so rows come by rising ref, and one month is sorted at a time. */
export function monthsOf({ store, snapshot }: Pick<ExaminedLake, 'store' | 'snapshot'>): string[][] {
  const months = new Map<string, string[]>();
  for (const { table, tail, name } of snapshot.files) {
    if (table !== 'events' || tail) continue;
    const [, month] = name.split('/');
    months.set(month, [...(months.get(month) ?? []), store.path(name)]);
  }
  return [...months].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, files]) => files);
}
