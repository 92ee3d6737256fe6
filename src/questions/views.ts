/** What questions see of a lake: views of its tables over exactly the checked files. */
import { PARQUET_TABLES, type ParquetTable } from '../../schemas/commit.ts';
import type { Micros } from '../core/time.ts';
import { parquetFiles, quoted } from '../store/duck.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import { columnsOf } from '../store/tables.ts';
import type { Fence, Sight, Sights, ViewPeriod } from './query-messages.ts';

/**
 * The statements that prepare a database: no file but these can be read, none written, nothing attached, installed or set. What can be seen at first
 * is nothing.
 *
 * `events`, `subjects`, `verdicts`, `changes`: rows of the period, `time` in microseconds. `events_around`: with what is before and after. `settled`: the verdict in force of
 * each look-up, by `ref` and `subject`. `judged`: `events` with the verdicts in force, as far as `changes` shows those that changed since arrival.
 */
export function lockDown({ paths }: Fence, period: ViewPeriod): string[] {
  const nothing: Sight = { paths: [], wanted: null };
  return [
    `SET allowed_paths = [${paths.map(quoted).join(', ')}]`,
    'SET parquet_metadata_cache = true',
    'SET enable_external_access = false',
    ...viewsOf({ events: nothing, subjects: nothing, verdicts: nothing, changes: nothing }, period),
    SETTLED,
    JUDGED,
    'SET lock_configuration = true',
  ];
}

/** The statements that show other rows of some tables. */
export function viewsOf(sights: Sights, { from, to, before, after }: ViewPeriod): string[] {
  return PARQUET_TABLES.flatMap((table) => {
    const sight = sights[table];
    if (sight === undefined) return [];
    const own = viewOf(table, table, sight, from, to);
    return table === 'events'
      ? [own, viewOf('events_around', table, sight, from - before, to + after)]
      : [own];
  });
}

/** A lower revision counts no longer, its reason neither. */
const SETTLED = `CREATE VIEW settled AS SELECT ref, subject, said.verdict AS verdict, said."by" AS "by" FROM (
  SELECT ref, subject, arg_max({'verdict': verdict, 'by': "by"}, revision) AS said FROM verdicts GROUP BY ref, subject)`;

const JUDGED = `CREATE VIEW judged AS
  SELECT e.* REPLACE (
    CASE WHEN v.ref IS NULL THEN e.verdicts
      ELSE list_transform(e.subjects, lambda s, i: CASE WHEN map_contains(v.said, s) THEN v.said[s].verdict ELSE e.verdicts[i] END) END AS verdicts,
    CASE WHEN v.ref IS NULL THEN e.causes
      ELSE list_transform(e.subjects, lambda s, i: CASE WHEN map_contains(v.said, s) THEN v.said[s]."by" ELSE e.causes[i] END) END AS causes)
  FROM events e LEFT JOIN (
    SELECT ref, map(list(subject), list(said)) AS said FROM (
      SELECT ref, subject, arg_max({'verdict': verdict, 'by': "by"}, revision) AS said FROM changes GROUP BY ref, subject)
    GROUP BY ref) v ON v.ref = e.ref`;

function viewOf(
  name: string,
  table: ParquetTable,
  { paths, wanted }: Sight,
  from: Micros,
  to: Micros,
): string {
  const dates =
    table === 'verdicts' || table === 'changes'
      ? ['', '']
      : [', record_date', ', record_date::VARCHAR AS record_date'];
  return `CREATE OR REPLACE VIEW ${name} AS SELECT * EXCLUDE ("time"${dates[0]}), epoch_us("time") AS "time"${dates[1]}
    FROM ${rowsOf(table, paths)} WHERE "time" >= ${instant(from)} AND "time" < ${instant(to)}${wantedSql(wanted ?? {})}`;
}

function wantedSql(wanted: Wanted): string {
  return Object.entries(wanted)
    .map(([name, values]) => {
      const all = values.map((value) => (typeof value === 'number' ? String(value) : quoted(value)));
      return all.length === 0 ? ' AND false' : ` AND "${name}" IN (${all.join(', ')})`;
    })
    .join('');
}

function instant(time: Micros): string {
  return `make_timestamp(${Math.trunc(time)})::TIMESTAMPTZ`;
}

/** `read_parquet` of the files, or no rows of the same columns. */
function rowsOf(table: ParquetTable, paths: readonly string[]): string {
  if (paths.length > 0) return parquetFiles(paths);
  const columns = columnsOf(table).map(
    ({ name, staged }) =>
      `NULL::${name === 'time' ? 'TIMESTAMPTZ' : name === 'record_date' ? 'DATE' : staged} AS "${name}"`,
  );
  return `(SELECT ${columns.join(', ')} WHERE false)`;
}
