/**
 * Rows that come again after more than the seven days that the engine remembers ids: they are looked for in the lake, so that
 * a repeat has no effect however late it comes. Costs nothing where all rows are recent.
 */
import { type EventBatch, MARK } from '../../../schemas/event-columns.ts';
import { gatherer } from '../../batch/gather.ts';
import type { Key } from '../../core/hash.ts';
import { DAY } from '../../core/time.ts';
import { DUPLICATE_DAYS } from '../../engine/duplicates.ts';
import type { KnownEvent, TableMaker } from '../../store/parquet-maker.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { Store } from '../../store/store.ts';

/** Knows what the lake held when the run began. */
export interface OldRows {
  /** The batch without the rows that the lake has; rows that use an id again with other bytes are marked. `key` is their input's. */
  leaveOut(batch: EventBatch, key: Key): Promise<EventBatch>;
}

/** Looks into the files of a snapshot; `count` is told how many were left out. */
export function oldRows(
  { files, inputs }: Snapshot,
  store: Store,
  maker: TableMaker,
  count: (duplicates: number) => void,
): OldRows {
  const all = files.filter(({ table }) => table === 'events');
  const events = all.filter(({ tail }) => !tail);
  const latest = Math.max(...all.map(({ last }) => last ?? Number.NEGATIVE_INFINITY));
  const horizon = latest - DUPLICATE_DAYS * DAY;
  const keyOf = new Map(inputs.map(({ input, key }) => [input, key]));

  return {
    async leaveOut(batch, key) {
      const { time, content, marks } = batch.columns;
      const old = rowsOf(batch).filter((row) => time[row] < horizon);
      const [first, last] = [
        Math.min(...old.map((row) => time[row])),
        Math.max(...old.map((row) => time[row])),
      ];
      const near = events.filter((file) => (file.first ?? 0) <= last && (file.last ?? 0) >= first);
      if (near.length === 0) return batch;
      const names = old.map((row) => nameOf(batch, row));
      const known = new Map<string, KnownEvent[]>();
      for (const one of await maker.knownEvents(
        near.map(({ name }) => store.path(name)),
        names,
      )) {
        const name = `${one.source}/${one.id}`;
        known.set(name, [...(known.get(name) ?? []), one]);
      }
      const gone = new Set<number>();
      for (const [i, row] of old.entries()) {
        const { source, id } = names[i];
        const isPosition = id === `${source}:${batch.origin(row).byte}`;
        const same = (known.get(`${source}/${id}`) ?? []).filter(
          ({ input }) => !isPosition || keyOf.get(input) === key,
        );
        if (same.some((one) => one.content === content[row])) gone.add(row);
        else if (same.length > 0) marks[row] |= MARK.reusedId;
      }
      if (gone.size > 0) count(gone.size);
      return gone.size === 0 ? batch : without(batch, gone);
    },
  };
}

function rowsOf({ size }: EventBatch): number[] {
  return Array.from({ length: size }, (_, row) => row);
}

function nameOf(batch: EventBatch, row: number) {
  const { time, source, id } = batch.event(row);
  return { time, source, id };
}

function without(batch: EventBatch, gone: ReadonlySet<number>): EventBatch {
  const rows = Int32Array.from(rowsOf(batch).filter((row) => !gone.has(row)));
  return gatherer()([{ batch, rows, from: 0, to: rows.length }]);
}
