/**
 * Rows → sorted Parquet files, and Parquet files → fewer ones. A port, so that the crash tests can run the protocol
 * without DuckDB, thousands of times.
 */
import { setImmediate as pause } from 'node:timers/promises';
import type { System } from '../../schemas/access-event.ts';
import type { ParquetTable } from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import { type Duck, openDuck, parquetFiles, quoted } from './duck.ts';
import { type KnownLeaves, NO_LEAVES } from './known-leaves.ts';
import { writeParquet } from './parquet/file-writer.ts';
import { type Range, StoreFailed } from './store.ts';
import {
  type DeviceUse,
  type EventFilter,
  type PickColumn,
  type StoredEvents,
  type StoredVerdict,
  storedDevices,
  storedEvents,
  storedIds,
  storedValues,
  storedVerdicts,
} from './stored-events.ts';
import { LAKE_TABLES, type TableRows } from './tables.ts';

/** A file that was made: its row groups with their places, and what stands at the end. */
export interface MadeFile {
  readonly groups: readonly (Range & { readonly rows: number })[];
}

/** Sums over the rows of files that do not depend on their order: equal for equal sets of rows. */
export interface RowDigest {
  readonly rows: number;
  readonly digest: string;
}

/** Makes files of tables. Paths are of finished or staged files; what it makes is not fsynced. */
export interface TableMaker {
  /** Makes a file of rows; `write` takes its bytes in order. */
  make(rows: TableRows, write: (bytes: Uint8Array) => void): Promise<MadeFile>;
  /** Makes one file from several of the same table. */
  merge(table: ParquetTable, files: readonly string[], to: string): Promise<MadeFile>;
  digest(files: readonly string[]): Promise<RowDigest>;
  /** How many rows of a file go; those of other tables go with their events, which these files hold. */
  countGone(
    table: ParquetTable,
    file: string,
    gone: readonly Gone[],
    events: readonly string[],
  ): Promise<number>;
  /** Makes a file of the rows that stay. */
  makeKept(
    table: ParquetTable,
    file: string,
    gone: readonly Gone[],
    events: readonly string[],
    to: string,
  ): Promise<MadeFile>;
  /** `source/id` of events by their refs, from files of events. */
  eventIds(files: readonly string[], refs: readonly number[]): Promise<Map<number, string>>;
  /** Events by rising ref. */
  events(files: readonly string[], filter: EventFilter): AsyncIterable<StoredEvents>;
  /** The different values of columns among events. */
  values(
    files: readonly string[],
    columns: readonly PickColumn[],
    filter: EventFilter,
  ): Promise<(string | null)[][]>;
  /** How much each device was used by some events, and in which spans of time. */
  devices(files: readonly string[], span: Micros, filter: EventFilter): Promise<Map<string, DeviceUse>>;
  /** All revisions of the verdicts on the look-ups of these events, from files of verdicts. */
  verdicts(files: readonly string[], refs: readonly number[]): Promise<StoredVerdict[]>;
  /** Of these events, those that files of events hold. */
  knownEvents(files: readonly string[], events: readonly EventName[]): Promise<KnownEvent[]>;
  /** Breaks off what it is making: that fails, and leaves a file that nobody has named. */
  interrupt(): void;
  close(): void;
}

/** Rows whose time is over: those of a kind of log before a time. */
export interface Gone {
  readonly system: System;
  readonly before: Micros;
}

/** What a delivered row says it is. */
export interface EventName {
  readonly time: Micros;
  readonly source: string;
  readonly id: string;
}

/** An event of the lake: where it was read, and the hash of its bytes. */
export interface KnownEvent extends EventName {
  readonly input: number;
  readonly content: number;
}

/**
 * A question about one person reads a row group of each month: of a hundred million events in three years (docs/benchmarks.md) half as many bytes as with
 * 61,440, and with 15,360 the footers would weigh more than the rows.
 */
const ROW_GROUP_ROWS = 30_720;

/** A maker with a DuckDB of its own, opened when it is first needed. `leaves`: by which events and verdicts are checked before they are given back. */
export function duckMaker(spillFolder: string, leaves: KnownLeaves = NO_LEAVES): TableMaker {
  let opening: Promise<Duck> | null = null;
  const duck = () => {
    opening ??= openDuck({ memoryMb: 512, threads: 2, spillFolder });
    return opening;
  };
  /** What judging asks while files are made. */
  let asking: ReturnType<Duck['beside']> | null = null;

  async function asked<T>(file: string, work: (db: Duck) => Promise<T>): Promise<T> {
    try {
      return await work(await duck());
    } catch (error) {
      // what DuckDB says may quote a row
      const why = /no space left/i.test(String(error)) ? 'ENOSPC' : 'DuckDB';
      throw new StoreFailed(problem('lake-failed', { why }, { file }), error);
    }
  }

  const copy = (table: ParquetTable, select: string, to: string): Promise<MadeFile> =>
    asked(to, (db) => parquetOf(db, table, select, to));

  return {
    make: async ({ columns, size }, write) => ({
      groups: await writeParquet(columns, size, ROW_GROUP_ROWS, write, pause),
    }),
    merge: (table, files, to) =>
      copy(table, `SELECT * FROM ${parquetFiles(files)} ORDER BY ${LAKE_TABLES[table].order}`, to),
    async digest(files) {
      const [row] = await asked(files[0], (db) =>
        db.rows(
          `SELECT count(*) AS n, sum(hash(t)::HUGEINT)::VARCHAR AS s, bit_xor(hash(t))::VARCHAR AS x FROM ${parquetFiles(files)} t`,
        ),
      );
      return { rows: Number(row.n), digest: `${String(row.s)} ${String(row.x)}` };
    },
    async countGone(table, file, gone, events) {
      const [row] = await asked(file, (db) =>
        db.rows(`SELECT count(*) AS n FROM ${parquetFiles([file])} WHERE ${goneRows(table, gone, events)}`),
      );
      return Number(row.n);
    },
    makeKept: (table, file, gone, events, to) =>
      copy(
        table,
        `SELECT * FROM ${parquetFiles([file])} WHERE NOT (${goneRows(table, gone, events)}) ORDER BY ${LAKE_TABLES[table].order}`,
        to,
      ),
    eventIds: async (files, refs) => storedIds(files, refs, leaves),
    async *events(files, filter) {
      yield* storedEvents(files, filter, leaves);
    },
    values: async (files, columns, filter) => storedValues(files, columns, filter, leaves),
    devices: async (files, span, filter) => storedDevices(files, span, filter, leaves),
    verdicts: async (files, refs) => storedVerdicts(files, refs, leaves),
    async knownEvents(files, events) {
      const wanted = events.map(({ time, source, id }) => `(${time}, ${quoted(source)}, ${quoted(id)})`);
      const found = await asked(files[0], async (db) => {
        asking ??= db.beside();
        return (await asking).rows(
          `SELECT w.time, source, id, input, content FROM ${parquetFiles(files)} e
           JOIN (VALUES ${wanted.join(', ')}) w(time, source, id) USING (source, id) WHERE epoch_us(e.time) = w.time`,
        );
      });
      return found.map(({ time, source, id, input, content }) => ({
        time: Number(time),
        source: String(source),
        id: String(id),
        input: Number(input),
        content: Number(content),
      }));
    },
    interrupt: () => void opening?.then(({ connection }) => connection.interrupt()),
    close() {
      void opening?.then((db) => db.close());
    },
  };
}

/** Rows as a file of a table. */
export async function parquetOf(
  db: Duck,
  table: ParquetTable,
  select: string,
  to: string,
): Promise<MadeFile> {
  const { hasFilters } = LAKE_TABLES[table];
  await db.run(
    `COPY (${select}) TO ${quoted(to)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE ${ROW_GROUP_ROWS}, WRITE_BLOOM_FILTER ${hasFilters})`,
  );
  return { groups: await groupsOf(db, to) };
}

/** SQL that holds for rows whose time is over. */
function goneRows(table: ParquetTable, gone: readonly Gone[], events: readonly string[]): string {
  const isGone = gone
    .map(({ system, before }) => `(system = ${quoted(system)} AND epoch_us("time") < ${before})`)
    .join(' OR ');
  if (table !== 'verdicts' && table !== 'changes') return isGone;
  return events.length === 0 ? 'false' : `ref IN (SELECT ref FROM ${parquetFiles(events)} WHERE ${isGone})`;
}

/** The row groups of a Parquet file; each reaches to where the next one begins, the first from byte 0. */
async function groupsOf(db: Duck, file: string): Promise<MadeFile['groups']> {
  const found = await db.rows(
    `SELECT any_value(row_group_num_rows) AS n,
       max(coalesce(dictionary_page_offset, data_page_offset) + total_compressed_size) AS "end"
     FROM parquet_metadata(${quoted(file)}) GROUP BY row_group_id ORDER BY row_group_id`,
  );
  let from = 0;
  return found.map((row) => {
    const group = { rows: Number(row.n), from, to: Number(row.end) };
    from = group.to;
    return group;
  });
}
