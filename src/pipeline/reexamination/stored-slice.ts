/** Which files of a lake hold the events to be judged again, and how far the lake had come when one came astray. */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Micros } from '../../core/time.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { ExaminedLake } from './due.ts';
import { batchesOf, refOf } from './slice.ts';

/** Rounds in which the event before a stray is looked for, where that is one too. */
const ROUNDS = 8;

/** How far the lake had come before each stray: the time of the last event before it that came in order. */
export async function timesBefore(
  strays: readonly EventBatch[],
  files: readonly string[],
  maker: TableMaker,
): Promise<Map<number, Micros>> {
  const times = new Map<number, Micros>();
  const refs = strays.flatMap((batch) => Array.from({ length: batch.size }, (_, row) => refOf(batch, row)));
  let open = refs.map((ref) => ({ ref, before: ref - 1 }));
  for (let round = 0; round < ROUNDS && open.length > 0; round++) {
    const values = [...new Set(open.map(({ before }) => String(before)))];
    const picks = [{ column: 'ref' as const, values, from: -Infinity, to: Infinity }];
    const found = new Map<number, Micros>();
    for await (const batch of batchesOf(maker.events(files, { picks, strays: false }), new Map()))
      for (let row = 0; row < batch.size; row++) found.set(refOf(batch, row), batch.columns.time[row]);
    open = open.flatMap(({ ref, before }) => {
      const time = found.get(before);
      if (time === undefined) return [{ ref, before: before - 1 }];
      times.set(ref, time);
      return [];
    });
  }
  return times;
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
