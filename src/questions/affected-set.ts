/** Which of these records were really touched: touched, provably not touched, or cannot say, with the coverage it rests on. */
import type { Bilingual } from '../core/bilingual.ts';
import { dayAt, formatDate, type Micros } from '../core/time.ts';
import { COLUMN, column, type Row } from './columns.ts';
import { wantedOf } from './conditions.ts';
import { type Bound, countIn, defineQuestion, type Figure, figure, given, type Inquiry } from './define.ts';
import { LOOKUP_SQL } from './look-ups.ts';
import type { Parameters } from './parameters.ts';
import { likeOf } from './patterns.ts';

/** `affected-set`. */
export const affectedSet = defineQuestion({
  id: 'affected-set',
  title: { ja: '本当に影響を受けた記録はどれか', en: 'Which records were really affected' },
  about: {
    ja: '一覧にある記録（注文・対象者など）が、指定した端末・アカウント・職員に触れられたかを 1 件ずつ「触れられた」「触れられていない」「判断できない」に分けます。記録の抜けや、名指しのない照会があるときは、痕跡がなくても「判断できない」とします。',
    en: 'Sorts each record of a list (orders, subjects …) into touched, not touched, and cannot say, by a device, account or person. Where days are missing or look-ups name no record, what left no trace is “cannot say”.',
  },
  needs: [['subjects', 'subject', 'item']],
  takes: ['device', 'actor', 'principal', 'from', 'to'],
  tables: ['events', 'subjects'],
  registers: [],
  wants: ({ subjects }) =>
    isList(subjects)
      ? { events: { resource: subjects }, subjects: { subject: subjects } }
      : { events: null, subjects: { subject: [] } },
  example: 'affected-set --subjects orders.txt --device PC-0202',
  async answer(inquiry) {
    const { parameters, tables, gaps } = inquiry;
    const { where, values, traces } = conditionsOf(parameters);
    const records = await tables.rows(
      `WITH ${traces}
       SELECT b.record, max(t.record_date) AS record_date,
         count(t.ref) FILTER (${where} AND t.outcome = 'success') AS touches,
         count(t.ref) FILTER (${where} AND t.outcome = 'success' AND t.action = 'delete') AS deleted,
         count(t.ref) FILTER (${where} AND t.outcome = 'success' AND t.is_personal) AS personal,
         count(t.ref) FILTER (${where} AND t.outcome = 'failure') AS failed,
         min(t.time) FILTER (${where} AND t.outcome = 'success') AS first,
         max(t.time) FILTER (${where} AND t.outcome = 'success') AS last,
         list_sort(list_distinct(list(coalesce(t.person, t.actor)) FILTER (${where} AND t.outcome = 'success'))) AS people
       FROM base b LEFT JOIN traces t ON t.record = b.record GROUP BY b.record ORDER BY b.record`,
      values,
    );
    await inquiry.see({ events: wantedOf(parameters) });
    const unnamed = await unnamedBy(inquiry);
    const doubts = [...gaps, ...unnamed];
    const rows = records.map((row): Row => ({ ...row, result: resultOf(row, doubts.length > 0) }));
    return {
      count: rows.length,
      counted: { ja: '調べた記録', en: 'records asked about' },
      figures: figuresOf(rows),
      columns: COLUMNS,
      rows: given(rows),
      gaps: unnamed,
      cannotShow: [STATED_LIST],
    };
  },
});

const COLUMNS = [
  column('record', '記録', 'record', 'subject'),
  column('result', '判断', 'result'),
  COLUMN.record_date,
  column('touches', '回数', 'touches', 'number'),
  column('deleted', '削除', 'deletions', 'number'),
  column('failed', '失敗した試み', 'failed tries', 'number'),
  column('first', '最初', 'first', 'time'),
  column('last', '最後', 'last', 'time'),
  column('people', 'だれが', 'by whom'),
];

const STATED_LIST: Bilingual = {
  ja: '「触れられていない」は、調べた期間と記録元の中でのことです。期間より前のことや、ログを取っていない経路は含みません',
  en: '“Not touched” is about the period and sources searched: not about earlier days, nor ways that are not logged.',
};

/** Whether the records are named: then traces of subjects are looked for in one table, those of documents in the other. */
function isList(records: readonly string[]): boolean {
  return records.length > 0;
}

const TRACE = 'ref, record_date, outcome, action, time, person, actor, device';

/** SQL of the records that are asked about (`base`) and of all that was done to them by anybody (`traces`), and the conditions under which that counts. */
function conditionsOf(parameters: Parameters): { where: string; values: Bound[]; traces: string } {
  const { subjects, item, devices, actor, principal } = parameters;
  const values: Bound[] = [];
  const bind = (value: Bound) => `$${values.push(value)}`;
  const conditions = [
    devices.length > 0 ? `t.device IN (SELECT unnest(${bind([...devices])}))` : '',
    actor === null ? '' : `t.actor = ${bind(actor)}`,
    principal === null ? '' : `t.person = ${bind(principal)}`,
  ].filter((condition) => condition !== '');
  const asked =
    subjects.length > 0
      ? `SELECT unnest(${bind([...subjects])}) AS record`
      : `SELECT DISTINCT record FROM traces`;
  const isAsked =
    subjects.length > 0
      ? 'record IN (SELECT record FROM base)'
      : `record LIKE ${bind(likeOf(item ?? ''))} ESCAPE '\\'`;
  const named = `SELECT ${TRACE}, true AS is_personal, subject AS record FROM subjects`;
  const documents = `SELECT ${TRACE}, coalesce(len(subjects), 0) > 0 AS is_personal, resource AS record FROM events`;
  const all = `SELECT ${TRACE}, coalesce(len(subjects), 0) > 0 AS is_personal,
    unnest(list_distinct(list_concat([resource], coalesce(subjects, []::VARCHAR[])))) AS record FROM events`;
  const traces = isList(subjects) ? `${named} UNION ${documents}` : all;
  const [base, found] = [`base AS (${asked})`, `traces AS (SELECT * FROM (${traces}) WHERE ${isAsked})`];
  return {
    where: conditions.length === 0 ? 'true' : conditions.join(' AND '),
    values,
    traces: (subjects.length > 0 ? [base, found] : [found, base]).join(', '),
  };
}

/** Look-ups of the one in question that returned records without naming them: any record may have been among those. */
async function unnamedBy({ parameters, tables }: Inquiry): Promise<Bilingual[]> {
  const { where, values } = conditionsOf({ ...parameters, subjects: ['-'] });
  const [row] = await tables.rows(
    `SELECT count(*) AS n, sum(records) AS records FROM events t
     WHERE ${where} AND outcome = 'success' AND action IN ${LOOKUP_SQL}
       AND coalesce(records, 0) > greatest(coalesce(len(subjects), 0), CASE WHEN resource IS NULL THEN 0 ELSE 1 END)
       AND $${values.length} IS NOT NULL`,
    values,
  );
  const n = countIn(row);
  if (n === 0) return [];
  const records = countIn(row, 'records').toLocaleString('en');
  return [
    {
      ja: `どの記録かを名指ししていない照会が ${n.toLocaleString('en')} 件（のべ ${records} 件分）あるため、痕跡のない記録は「判断できない」としました`,
      en: `${n.toLocaleString('en')} look-ups returned ${records} records without naming them, so records without a trace are “cannot say”.`,
    },
  ];
}

function resultOf({ touches }: Row, isDoubtful: boolean): string {
  if (Number(touches) > 0) return 'touched';
  return isDoubtful ? 'cannot_say' : 'not_touched';
}

function figuresOf(rows: readonly Row[]) {
  const of = (result: string) => rows.filter((row) => row.result === result);
  const touched = of('touched');
  const dates = touched
    .flatMap((row) => (typeof row.record_date === 'string' ? [row.record_date] : []))
    .sort();
  const times = touched.map(({ first }) => Number(first));
  const lasts = touched.map(({ last }) => Number(last));
  const number = (name: string, ja: string, en: string, value: number) => ({
    name,
    title: { ja, en },
    value,
  });
  return [
    number('touched', '触れられた', 'touched', touched.length),
    number('not_touched', '触れられていない', 'not touched', of('not_touched').length),
    number('cannot_say', '判断できない', 'cannot say', of('cannot_say').length),
    number(
      'personal',
      '触れられ、対象者の記載があるもの',
      'touched and naming a person',
      touched.filter((row) => Number(row.personal) > 0).length,
    ),
    number('deleted', '削除されたもの', 'deleted', touched.filter((row) => Number(row.deleted) > 0).length),
    span('record_dates', '触れられた記録の日付', 'dates of touched records', dates),
    span('days', '触れられた日', 'touched between', [...times.map(dayText), ...lasts.map(dayText)].sort()),
  ];
}

/** From the first of some days to the last. */
function span(name: string, ja: string, en: string, days: readonly string[]): Figure {
  const [first, last] = [days[0], days[days.length - 1]];
  if (first === undefined) return figure(name, ja, en, null);
  const text =
    first === last
      ? { ja: first, en: first }
      : { ja: `${first} から ${last} まで`, en: `${first} – ${last}` };
  return { ...figure(name, ja, en, [first, last]), text: [text] };
}

function dayText(time: Micros): string {
  return formatDate(dayAt(time));
}
