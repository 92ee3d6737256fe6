/** The last days of somebody who left, beside colleagues: amounts, destinations, shared accounts, and what came after the end. */
import { hashText } from '../core/hash.ts';
import { problem } from '../core/problem.ts';
import { DAY, startOfDay } from '../core/time.ts';
import { COLUMN, column, type Row } from './columns.ts';
import { countIn, defineQuestion, given, type Inquiry } from './define.ts';

const DAYS = 60;
/** How long after the end it looks for later traces. */
const AFTER = 3_650 * DAY;

/** `leaver-review`. */
export const leaverReview = defineQuestion({
  id: 'leaver-review',
  title: { ja: '退職者の最後の日々の点検', en: 'The last days of a leaver' },
  about: {
    ja: '退職日（--to でも指定可）までの --days 日間（既定 60 日）の操作を、同じ部署の人と比べます。取り出した量が同僚のだれよりも多かった日、データの送り先、本人の端末で使われたほかのアカウント、退職後に残った動きを示します。',
    en: 'The last --days (60) before the end date (or --to), beside colleagues of the unit: amounts, days above every colleague, destinations, other accounts at the same devices, and traces after the end.',
  },
  needs: [['principal']],
  takes: ['days', 'to'],
  tables: [],
  registers: ['people', 'accounts', 'destinations'],
  margin: [0, AFTER],
  example: 'leaver-review --principal P0104 --days 60',
  period({ principal, to, days }, people, { last }) {
    const row = people.person(principal ?? '', startOfDay(last ?? 0) + DAY);
    if (row === null && to === null) return problem('ask-nobody', { name: principal ?? '' });
    const end = to ?? Math.min(row?.end ?? Infinity, startOfDay(last ?? 0) + DAY);
    return { from: end - (days ?? DAYS) * DAY, to: end };
  },
  async answer(inquiry) {
    const { parameters, tables, people, to, from } = inquiry;
    const principal = parameters.principal ?? '';
    const colleagues = people.colleaguesOf(principal, to - 1);
    await inquiry.see({ events: { person: [principal, ...colleagues] } });
    const amounts = await amountsOf(inquiry, principal, colleagues);
    const days = await daysOf(inquiry, principal, colleagues);
    const destinations = await destinationsOf(inquiry, principal);
    const [own] = await tables.rows('SELECT count(*) AS n FROM events WHERE person = $1', [principal]);
    const after = await afterEnd(inquiry, principal);
    const others = await otherAccounts(inquiry, principal); // last: it looks at other rows
    const rows = [...amounts, ...days, ...destinations, ...others, ...after];
    const taken = amounts.find(({ what }) => what === 'taken');
    return {
      count: countIn(own),
      counted: { ja: '期間中の操作', en: 'events in the period' },
      figures: [
        { name: 'days', title: { ja: '調べた日数', en: 'days' }, value: Math.round((to - from) / DAY) },
        { name: 'unit', title: { ja: '部署', en: 'unit' }, value: people.unitOf(principal, to - 1) },
        { name: 'colleagues', title: { ja: '比べた同僚', en: 'colleagues' }, value: colleagues.length },
        { name: 'taken', title: { ja: '取り出した件数', en: 'records taken' }, value: taken?.own ?? 0 },
        {
          name: 'colleagues_most',
          title: { ja: '同僚の最多', en: 'most of a colleague' },
          value: taken?.peers_most ?? 0,
        },
        {
          name: 'days_above_all',
          title: { ja: 'だれよりも多く取り出した日', en: 'days above every colleague' },
          value: days.length,
        },
        { name: 'after_end', title: { ja: '退職後の動き', en: 'traces after the end' }, value: after.length },
      ],
      columns: COLUMNS,
      rows: given(rows),
      cannotShow: [
        {
          ja: '多いことは、不正を意味しません（引継ぎや締め切りの前など）。手元に残っていた写しは、ここには現れません',
          en: 'Much is not wrong by itself: there are hand-overs and deadlines. Copies kept from before are not here.',
        },
      ],
    };
  },
});

const COLUMNS = [
  column('section', '区分', 'section'),
  column('what', '内容', 'what', 'mention'),
  column('own', '本人', 'own', 'number'),
  column('peers_median', '同僚の中央値', 'colleagues, median', 'number'),
  column('peers_most', '同僚の最多', 'colleagues, most', 'number'),
  column('first', '最初', 'first', 'time'),
  column('last', '最後', 'last', 'time'),
  COLUMN.records,
  column('note', '備考', 'note'),
];

const TAKEN = `CASE WHEN action IN ('export', 'print', 'download', 'copy', 'send', 'upload') AND outcome = 'success' THEN greatest(coalesce(records, 0), 1) ELSE 0 END`;
const MEASURES = {
  events: 'count(*)',
  active_days: 'count(DISTINCT (time + 32400000000) // 86400000000)',
  subjects: 'len(list_distinct(flatten(list(coalesce(subjects, []::VARCHAR[])))))',
  resources: 'count(DISTINCT resource)',
  records: "coalesce(sum(records) FILTER (outcome = 'success'), 0)",
  taken: `sum(${TAKEN})`,
  destinations: 'count(DISTINCT destination)',
  off_duty: 'count(*) FILTER (off_duty IS NOT NULL)',
} as const;

/** Each measure: his, and what colleagues have. */
async function amountsOf(
  { tables }: Inquiry,
  principal: string,
  colleagues: readonly string[],
): Promise<Row[]> {
  const names = Object.keys(MEASURES) as (keyof typeof MEASURES)[];
  const found = await tables.rows(
    `SELECT person, ${names.map((name) => `${MEASURES[name]} AS ${name}`).join(', ')} FROM events
     WHERE person IN (SELECT unnest($1)) GROUP BY person ORDER BY person`,
    [[principal, ...colleagues]],
  );
  const own = found.find(({ person }) => person === principal);
  const peers = found.filter(({ person }) => person !== principal);
  return names.map((what) => {
    const values = [
      ...peers.map((row) => Number(row[what])),
      ...Array(colleagues.length - peers.length).fill(0),
    ].sort((a: number, b: number) => a - b) as number[];
    return {
      section: 'amount',
      what,
      own: Number(own?.[what] ?? 0),
      peers_median: values[(values.length - 1) >> 1] ?? null,
      peers_most: values.at(-1) ?? null,
    };
  });
}

/** Days on which he took more than any colleague on any day of the period. */
async function daysOf({ tables }: Inquiry, principal: string, colleagues: readonly string[]): Promise<Row[]> {
  const found = await tables.rows(
    `SELECT person = $1 AS is_own, (time + 32400000000) // 86400000000 AS day, person, sum(${TAKEN}) AS taken, min(time) AS first, max(time) AS last
     FROM events WHERE person IN (SELECT unnest($2)) GROUP BY ALL HAVING sum(${TAKEN}) > 0 ORDER BY day`,
    [principal, [principal, ...colleagues]],
  );
  const most = Math.max(0, ...found.filter((row) => row.is_own !== true).map(({ taken }) => Number(taken)));
  return found
    .filter((row) => row.is_own === true && Number(row.taken) > most)
    .map(({ taken, first, last }) => ({
      section: 'day',
      what: 'taken',
      own: taken,
      peers_most: most,
      first,
      last,
    }));
}

/** Where data went. */
async function destinationsOf({ tables, registers, to }: Inquiry, principal: string): Promise<Row[]> {
  const found = await tables.rows(
    `SELECT destination AS what, count(*) AS own, sum(records) AS records, min(time) AS first, max(time) AS last FROM events
     WHERE person = $1 AND destination IS NOT NULL AND outcome = 'success' GROUP BY destination ORDER BY destination`,
    [principal],
  );
  return found.map((row) => ({
    section: 'destination',
    ...row,
    note: registers.destination(hashText(String(row.what)), String(row.what), to - 1),
  }));
}

/** Accounts that are not his, used at devices that he used. */
async function otherAccounts({ tables, see }: Inquiry, principal: string): Promise<Row[]> {
  const devices = textsIn(
    await tables.rows('SELECT DISTINCT device AS one FROM events WHERE person = $1', [principal]),
  );
  await see({ events: { device: devices } });
  const found = await tables.rows(
    `SELECT actor AS what, count(*) AS own, min(time) AS first, max(time) AS last, string_agg(DISTINCT device, ' ' ORDER BY device) AS note FROM events
     WHERE device IN (SELECT unnest($2)) AND person IS DISTINCT FROM $1 AND actor IS NOT NULL
     GROUP BY actor ORDER BY actor`,
    [principal, devices],
  );
  return found.map((row) => ({ section: 'other_account', ...row }));
}

/** What his accounts did, or were tried for, after the end. */
async function afterEnd({ tables, see, registers, to }: Inquiry, principal: string): Promise<Row[]> {
  const accounts = textsIn(
    await tables.rows('SELECT DISTINCT actor AS one FROM events WHERE person = $1', [principal]),
  );
  const traces = (where: string) =>
    tables.rows(
      `SELECT actor, action, outcome, count(*) AS own, min(time) AS first, max(time) AS last
       FROM events_around WHERE time >= $2 AND ${where} AND $3 IS NOT NULL GROUP BY ALL ORDER BY actor, action, outcome`,
      [principal, to, accounts],
    );
  await see({ events: { person: [principal] } });
  const own = await traces('person = $1');
  await see({ events: { actor: accounts } });
  const others = await traces('actor IN (SELECT unnest($3)) AND person IS DISTINCT FROM $1');
  await see({ events: { person: [principal] } });
  return [...own, ...others]
    .filter(({ actor }) => {
      const now = registers.accountsOf(hashText(principal), to);
      return (
        typeof actor !== 'string' ||
        now.length === 0 ||
        now.some(({ account }) => account === hashText(actor))
      );
    })
    .map(({ actor, action, outcome, own, first, last }) => ({
      section: 'after_end',
      what: actor ?? null,
      own: own ?? null,
      first: first ?? null,
      last: last ?? null,
      note: `${String(action)} ${String(outcome)}`,
    }));
}

function textsIn(rows: readonly Row[]): string[] {
  return rows.flatMap(({ one }) => (typeof one === 'string' ? [one] : []));
}
