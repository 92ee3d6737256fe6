/** The rows of the made-up lake as SQL: the same number, month and staff give the same rows. */
import type { ParquetTable } from '../../schemas/commit.ts';
import { columnsOf } from '../../src/store/tables.ts';

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

/** The table of what is drawn by lot for the events of a month: {@link tableSql} makes its rows of it. There must be a table `keys (person, who)`. */
const DRAWN = 'drawn';

/** Makes {@link DRAWN}. */
export function drawnSql({ staff, residents }: LakePlan, { from, events, begin, end }: LakeMonth): string {
  return `CREATE OR REPLACE TABLE ${DRAWN} AS
    SELECT *, kind < 92 AS is_named, kind < 86 OR kind IN (90, 91) AS is_lookup, is_unexplained AND hash(i) % 10 = 0 AS is_later FROM (
      SELECT i, ${begin} + ((i - ${from})::HUGEINT * ${end - begin} // ${events})::BIGINT AS micros,
        ${chosen(1, staff)}::INTEGER AS staff, ${chosen(2, 100)}::INTEGER AS kind,
        (${chosen(3, residents)} * ${chosen(4, residents)} // ${residents})::INTEGER AS resident,
        ${chosen(5, 10)} >= 7 AS is_unexplained, ${chosen(6, 1_000_000)}::INTEGER AS case_number, ${chosen(7, 50)} = 0 AS is_night
      FROM range(${from}, ${from + events}) numbers(i))`;
}

const TIME = 'make_timestamp(micros)::TIMESTAMPTZ';
const WHO = `lpad(staff::VARCHAR, 4, '0')`;
const SUBJECT = `'R' || lpad(resident::VARCHAR, 7, '0')`;
const VERDICT = `CASE WHEN is_unexplained THEN 'unexplained' ELSE 'explained' END`;
const CAUSE = `CASE WHEN NOT is_unexplained THEN 'case' END`;

/** The columns of `events` that `subjects` has too, but for those of type list. */
const OF_EVENTS: Readonly<Record<string, string>> = {
  ref: 'i',
  time: TIME,
  system: `'resident'`,
  source: `'juki'`,
  id: `'j-' || i`,
  actor: `'u' || ${WHO}`,
  principal: 'NULL::VARCHAR',
  person: `'P' || ${WHO}`,
  action: `CASE WHEN kind < 62 THEN 'view' WHEN kind < 82 THEN 'search' WHEN kind < 86 THEN 'print' WHEN kind < 90 THEN 'update'
    WHEN kind < 92 THEN 'list' WHEN kind < 97 THEN 'login' ELSE 'logout' END`,
  outcome: `CASE WHEN kind = 96 THEN 'failure' ELSE 'success' END`,
  reason: `CASE WHEN kind = 96 THEN 'password' END`,
  device: `'PC-' || ${WHO}`,
  ip: `'10.' || (staff // 250) || '.0.' || (staff % 250)`,
  site: `'site-' || (staff % 40)`,
  session: `'s-' || ${WHO} || '-' || (i // 1000000)`,
  tenant: 'NULL::VARCHAR',
  resource: `'screen-' || (kind % 12)`,
  data_class: `CASE WHEN is_named THEN 'resident-basic' END`,
  record_date: 'NULL::DATE',
  records: 'CASE WHEN kind IN (90, 91) THEN 40 WHEN is_named THEN 1 ELSE 0 END::BIGINT',
  bytes: 'NULL::BIGINT',
  case_id: `CASE WHEN is_named AND NOT is_unexplained THEN 'C-' || case_number END`,
  purpose: 'NULL::VARCHAR',
  transaction_id: 'NULL::VARCHAR',
  destination: 'NULL::VARCHAR',
  target: 'NULL::VARCHAR',
  extra: 'NULL::VARCHAR',
  off_duty: `CASE WHEN is_night THEN 'night' END`,
  late: 'false',
  clock: 'false',
  reused_id: 'false',
  input: '1::INTEGER',
  byte: 'i * 400',
  content: '(hash(i) >> 12)::BIGINT',
};

/** One in ten that nobody could explain on arrival was explained by what came later. */
const OF_VERDICTS: Readonly<Record<string, string>> = {
  who: 'who',
  subject: SUBJECT,
  ref: 'i',
  time: TIME,
  event: `'juki/j-' || i`,
  verdict: `CASE WHEN is_later THEN 'explained' ELSE ${VERDICT} END`,
  by: `CASE WHEN is_later THEN 'sale juki/x' ELSE ${CAUSE} END`,
  revision: '1::INTEGER',
};

/** The tables of a lake that keeps no lines as they were read. */
type MadeTable = Exclude<ParquetTable, 'raw'>;
export const MADE_TABLES: readonly MadeTable[] = ['events', 'subjects', 'verdicts', 'changes'];

/** Of each table: the columns, which of what was drawn gives a row, and the order, which is that of the lake (`LAKE_TABLES`). */
const ROWS: Readonly<
  Record<MadeTable, { of: Readonly<Record<string, string>>; from: string; order: string }>
> = {
  events: {
    of: {
      ...OF_EVENTS,
      subjects: `CASE WHEN is_named THEN [${SUBJECT}] ELSE []::VARCHAR[] END`,
      verdicts: `CASE WHEN is_lookup THEN [${VERDICT}] END`,
      causes: `CASE WHEN is_lookup THEN [${CAUSE}] END`,
    },
    from: DRAWN,
    order: 'staff, i',
  },
  subjects: {
    of: {
      ...OF_EVENTS,
      subject: SUBJECT,
      verdict: `CASE WHEN is_lookup THEN ${VERDICT} END`,
      cause: `CASE WHEN is_lookup THEN ${CAUSE} END`,
    },
    from: `${DRAWN} WHERE is_named`,
    order: 'resident, i',
  },
  verdicts: { of: OF_VERDICTS, from: `${DRAWN} WHERE is_lookup`, order: 'resident, i' },
  changes: {
    of: OF_VERDICTS,
    from: `${DRAWN} JOIN keys ON person = 'P' || ${WHO} WHERE is_lookup AND is_later`,
    order: 'who, i',
  },
};

/** Rows of a table of the month that was drawn, sorted as the lake sorts them: what is sorted is small, and becomes rows afterwards. */
export function tableSql(table: MadeTable): string {
  const { of, from, order } = ROWS[table];
  const columns = columnsOf(table).map(({ name }) => `${of[name]} AS "${name}"`);
  return `SELECT ${columns.join(', ')} FROM (SELECT * FROM ${from} ORDER BY ${order})`;
}
