/** What questions see of a lake: views of its tables over exactly the checked files. */
import { PARQUET_TABLES, type ParquetTable } from '../../schemas/lake-tables.ts';
import type { Micros } from '../core/time.ts';
import { parquetFiles, patternOf, quoted } from '../store/duck.ts';
import { columnsOf } from '../store/tables.ts';
import type { Fence, Sight, ViewPeriod } from './query-messages.ts';

/**
 * The statements that prepare a database: no file but these can be read, none written, nothing attached, installed or set. What can be seen at first
 * is nothing.
 *
 * `events`, `subjects`, `verdicts`, `changes`: rows of the period, `time` in microseconds, `instant` the same as it lies in the files: of the first rows by
 * that, DuckDB reads no row groups of later times. `events_around`: with what is before and after. `settled`: the verdict in force of each look-up, by `ref` and `subject`. `judged`: `events` with the verdicts in force, as far as `changes` shows those that changed since arrival.
 */
export function lockDown({ paths }: Fence, period: ViewPeriod): string[] {
  const nothing: Sight = { paths: [], rows: 0, first: 0, last: 0, wanted: null, isReadOften: false };
  return [
    `SET allowed_paths = [${[...new Set(paths.flatMap((path) => [path, patternOf(path)]))].map(quoted).join(', ')}]`,
    'SET parquet_metadata_cache = true',
    'SET enable_external_access = false',
    SHORTENED,
    ...PARQUET_TABLES.flatMap((table) => viewsOf(table, rowsOf(table, []), nothing, period)),
    SETTLED,
    JUDGED,
    'SET lock_configuration = true',
  ];
}

/** The statements that show other rows of a table; `rows`: what they come from, as SQL. */
export function viewsOf(
  table: ParquetTable,
  rows: string,
  sight: Sight,
  { from, to, before, after }: ViewPeriod,
): string[] {
  const dates = hasDate(table) ? [', record_date', ', record_date::VARCHAR AS record_date'] : ['', ''];
  const view = (name: string, first: Micros, end: Micros) =>
    `CREATE OR REPLACE VIEW ${name} AS SELECT * EXCLUDE ("time"${dates[0]}), epoch_us("time") AS "time", "time" AS instant${dates[1]}
      FROM ${rows} WHERE ${whereSql(sight, first, end)}`;
  const own = view(table, from, to);
  return table === 'events' ? [own, view('events_around', from - before, to + after)] : [own];
}

/** The rows that any view of the table shows, as they lie in the files. */
export function chosenSql(
  table: ParquetTable,
  sight: Sight,
  { from, to, before, after }: ViewPeriod,
): string {
  const [first, end] = table === 'events' ? [from - before, to + after] : [from, to];
  return `SELECT * FROM ${rowsOf(table, sight.paths)} WHERE ${whereSql(sight, first, end)}`;
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

/** Characters of one text that are shown. */
const SHOWN_MAX = 4_096;
/** The last word before the cut is left out as far as this: half of an identifier would not be recognised where it must be masked. */
const WORD_MAX = 200;

/**
 * `shortened(text)`: no form shows a text of a megabyte, and rows of many of them do not fit into memory. It says how long the text is; whole it stays in
 * the lake, and is compared whole.
 */
const SHORTENED = `CREATE MACRO shortened(t) AS CASE WHEN strlen(t) <= ${SHOWN_MAX} OR length(t) <= ${SHOWN_MAX} THEN t
  ELSE regexp_replace(left(t, ${SHOWN_MAX}), '\\S{1,${WORD_MAX}}$', '') || ' […' || length(t)::VARCHAR || ']' END`;

function hasDate(table: ParquetTable): boolean {
  return columnsOf(table).some(({ name }) => name === 'record_date');
}

/** A column that nothing is asked of is not unpacked: who names no period, or whole months, spares the times of all rows. */
function whereSql({ first, last, wanted }: Sight, from: Micros, to: Micros): string {
  const conditions = Object.entries(wanted ?? {}).map(([name, values]) => {
    const all = values.map((value) => (typeof value === 'number' ? String(value) : quoted(value)));
    return all.length === 0 ? 'false' : `"${name}" IN (${all.join(', ')})`;
  });
  if (first < from) conditions.push(`"time" >= ${instant(from)}`);
  if (last >= to) conditions.push(`"time" < ${instant(to)}`);
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

function instant(time: Micros): string {
  return `make_timestamp(${Math.trunc(time)})::TIMESTAMPTZ`;
}

/**
 * Columns that no question is about: where a row was read, a quarter of its bytes, which is for taking in; beside verdicts the names of events, which
 * go by their refs.
 */
const UNSEEN: readonly string[] = ['input', 'byte', 'content', 'event'];

/** Rows of the files, or none, with the columns that questions see. */
export function rowsOf(table: ParquetTable, paths: readonly string[]): string {
  const columns = columnsOf(table).filter(({ name }) => !UNSEEN.includes(name));
  if (paths.length > 0)
    return `(SELECT ${columns.map(({ name }) => `"${name}"`).join(', ')} FROM ${parquetFiles(paths)})`;
  const empty = columns.map(
    ({ name, staged }) =>
      `NULL::${name === 'time' ? 'TIMESTAMPTZ' : name === 'record_date' ? 'DATE' : staged} AS "${name}"`,
  );
  return `(SELECT ${empty.join(', ')} WHERE false)`;
}
