/** What questions see of a lake: views of its tables over exactly the named files, made before the database is locked. */
import { PARQUET_TABLES, type ParquetTable } from '../../schemas/commit.ts';
import type { Micros } from '../core/time.ts';
import { parquetFiles, quoted } from '../store/duck.ts';
import { LAKE_TABLES } from '../store/tables.ts';
import type { TableFiles, ViewPeriod } from './query-messages.ts';

/**
 * The statements that prepare a database: no file but these can be read, none written, nothing attached, installed or set.
 *
 * `events`, `subjects`: rows of the period, `time` in microseconds. `events_around`: with the margin. `settled`: the verdict in force of each
 * look-up, by `ref` and `subject`.
 */
export function lockDown(files: TableFiles, period: ViewPeriod): string[] {
  const paths = PARQUET_TABLES.flatMap((table) => [...files[table]]);
  const { from, to, margin } = period;
  const view = (name: string, table: ParquetTable, begin: Micros, end: Micros) =>
    `CREATE VIEW ${name} AS SELECT * EXCLUDE ("time"${table === 'verdicts' ? '' : ', record_date'}), epoch_us("time") AS "time"${
      table === 'verdicts' ? '' : ', record_date::VARCHAR AS record_date'
    } FROM ${rowsOf(table, files[table])} WHERE "time" >= ${instant(begin)} AND "time" < ${instant(end)}`;
  return [
    `SET allowed_paths = [${paths.map(quoted).join(', ')}]`,
    'SET enable_external_access = false',
    view('events', 'events', from, to),
    view('events_around', 'events', from - margin, to + margin),
    view('subjects', 'subjects', from, to),
    view('verdicts', 'verdicts', from, to),
    'CREATE VIEW settled AS SELECT ref, subject, arg_max(verdict, revision) AS verdict, arg_max("by", revision) AS "by" FROM verdicts GROUP BY ref, subject',
    'SET lock_configuration = true',
  ];
}

function instant(time: Micros): string {
  return `make_timestamp(${Math.trunc(time)})::TIMESTAMPTZ`;
}

/** `read_parquet` of the files, or no rows of the same columns. */
function rowsOf(table: ParquetTable, paths: readonly string[]): string {
  if (paths.length > 0) return parquetFiles(paths);
  const columns = LAKE_TABLES[table].columns.map(
    ({ name, staged }) =>
      `NULL::${name === 'time' ? 'TIMESTAMPTZ' : name === 'record_date' ? 'DATE' : staged} AS "${name}"`,
  );
  return `(SELECT ${columns.join(', ')} WHERE false)`;
}
