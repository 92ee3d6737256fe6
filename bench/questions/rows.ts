/** The rows of the made-up lake as SQL: the same number, month and staff give the same rows. */
import type { ParquetTable } from '../../schemas/commit.ts';
import { columnsOf, LAKE_TABLES } from '../../src/store/tables.ts';

/** How large the lake is. */
export interface LakePlan {
  readonly events: number;
  readonly months: number;
  readonly staff: number;
  readonly residents: number;
}

/** One month of it. */
export interface LakeMonth {
  /** `2022-04`. */
  readonly name: string;
  /** The number of its first event. */
  readonly from: number;
  readonly events: number;
  /** Microseconds since the epoch. */
  readonly begin: number;
  readonly end: number;
}

const FIRST_YEAR = 2022;
const JST = 9 * 3_600_000_000;

/** A lake of so many events in three years. */
export function lakePlan(events: number): LakePlan {
  return { events, months: 36, staff: 2_000, residents: 300_000 };
}

/** Its months, with as many events each. */
export function monthsOf({ events, months }: LakePlan): LakeMonth[] {
  return Array.from({ length: months }, (_, i) => {
    const from = Math.floor((events * i) / months);
    return {
      name: `${FIRST_YEAR + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}`,
      from,
      events: Math.floor((events * (i + 1)) / months) - from,
      begin: Date.UTC(FIRST_YEAR, i, 1) * 1_000 - JST,
      end: Date.UTC(FIRST_YEAR, i + 1, 1) * 1_000 - JST,
    };
  });
}

/** A number below `n` that only depends on the event and on what it is for. */
const chosen = (what: number, n: number) => `(hash(i * 31 + ${what}) % ${n})::BIGINT`;

/** Events of a month in event order, with the columns of the `events` table. */
function eventsSql({ staff, residents }: LakePlan, { from, events, begin, end }: LakeMonth): string {
  const who = `lpad(${chosen(1, staff)}::VARCHAR, 4, '0')`;
  const isNamed = `kind < 92`;
  const subject = `'R' || lpad((${chosen(3, residents)} * ${chosen(4, residents)} // ${residents})::VARCHAR, 7, '0')`;
  const verdict = `CASE WHEN ${chosen(5, 10)} < 7 THEN 'explained' ELSE 'unexplained' END`;
  return `
    SELECT i AS ref, make_timestamp(${begin} + ((i - ${from})::HUGEINT * ${end - begin} // ${events})::BIGINT)::TIMESTAMPTZ AS "time",
      'resident' AS system, 'juki' AS source, 'j-' || i AS id, 'u' || who AS actor, NULL::VARCHAR AS principal, 'P' || who AS person,
      CASE WHEN kind < 62 THEN 'view' WHEN kind < 82 THEN 'search' WHEN kind < 86 THEN 'print' WHEN kind < 90 THEN 'update' WHEN kind < 92 THEN 'list'
        WHEN kind < 97 THEN 'login' ELSE 'logout' END AS action,
      CASE WHEN kind = 96 THEN 'failure' ELSE 'success' END AS outcome, CASE WHEN kind = 96 THEN 'password' END AS reason,
      'PC-' || who AS device, '10.' || (who::INTEGER // 250) || '.0.' || (who::INTEGER % 250) AS ip, 'site-' || (who::INTEGER % 40) AS site,
      's-' || who || '-' || (i // 1000000) AS session, NULL::VARCHAR AS tenant,
      CASE WHEN ${isNamed} THEN [subject] ELSE []::VARCHAR[] END AS subjects,
      'screen-' || (kind % 12) AS resource, CASE WHEN ${isNamed} THEN 'resident-basic' END AS data_class, NULL::DATE AS record_date,
      CASE WHEN kind IN (90, 91) THEN 40 WHEN ${isNamed} THEN 1 ELSE 0 END::BIGINT AS records, NULL::BIGINT AS bytes,
      CASE WHEN ${isNamed} AND verdict = 'explained' THEN 'C-' || ${chosen(6, 1_000_000)} END AS case_id,
      NULL::VARCHAR AS purpose, NULL::VARCHAR AS transaction_id, NULL::VARCHAR AS destination, NULL::VARCHAR AS target, NULL::VARCHAR AS extra,
      CASE WHEN is_lookup THEN [verdict] END AS verdicts,
      CASE WHEN is_lookup THEN [CASE WHEN verdict = 'explained' THEN 'case' END] END AS causes,
      CASE WHEN ${chosen(7, 50)} = 0 THEN 'night' END AS off_duty, false AS late, false AS clock, false AS reused_id,
      1::INTEGER AS input, i * 400 AS byte, (hash(i) >> 12)::BIGINT AS content
    FROM (
      SELECT *, kind < 86 OR kind IN (90, 91) AS is_lookup FROM (
        SELECT i, ${who} AS who, ${chosen(2, 100)} AS kind, ${subject} AS subject, ${verdict} AS verdict FROM range(${from}, ${from + events}) numbers(i)))`;
}

const UNNESTED: Readonly<Record<string, string>> = {
  subject: 'subjects',
  verdict: 'verdicts',
  cause: 'causes',
};

/** Rows of a table of a month, sorted as the lake sorts them. There must be a table `keys (person, who)`. */
export function tableSql(table: ParquetTable, plan: LakePlan, month: LakeMonth): string {
  const { order } = LAKE_TABLES[table];
  const names = columnsOf(table)
    .map(({ name }) => `"${name}"`)
    .join(', ');
  return `SELECT ${names} FROM (${ROWS[table](eventsSql(plan, month))}) ORDER BY ${order}`;
}

/** One in ten that nobody could explain on arrival was explained by what came later. */
const settled = (events: string) =>
  `SELECT subjects[1] AS subject, ref, "time", keys.who, source || '/' || id AS event, is_later,
     CASE WHEN is_later THEN 'explained' ELSE verdicts[1] END AS verdict,
     CASE WHEN is_later THEN 'sale juki/x' ELSE causes[1] END AS "by", 1::INTEGER AS revision
   FROM (SELECT *, verdicts[1] = 'unexplained' AND hash(ref) % 10 = 0 AS is_later FROM (${events}) WHERE verdicts IS NOT NULL) judged
   JOIN keys USING (person)`;

const ROWS: Readonly<Record<ParquetTable, (events: string) => string>> = {
  events: (events) => events,
  subjects: (events) =>
    `SELECT * EXCLUDE (subjects, verdicts, causes), ${Object.entries(UNNESTED)
      .map(([one, list]) => `unnest(${list}) AS ${one}`)
      .join(', ')} FROM (${events}) WHERE len(subjects) > 0`,
  verdicts: settled,
  changes: (events) => `SELECT * FROM (${settled(events)}) WHERE is_later`,
};
