/** Everything one person did, with every account that was his at the time. */
import { hashText } from '../core/hash.ts';
import { problem } from '../core/problem.ts';
import { COLUMN, shortened } from './columns.ts';
import { wantedOf } from './conditions.ts';
import { type Bound, countIn, defineQuestion } from './define.ts';
import { seeChanges } from './in-force.ts';

/** Rows of `judged`: a verdict for each subject, as in force. */
export const EVENT_ROW = `e.ref, e.time, shortened(e.source || '/' || e.id) AS event, e.actor, e.person, e.action, e.outcome, e.ip, e.subjects, e.records,
  ${shortened('e', 'source', 'reason', 'device', 'site', 'session', 'tenant', 'resource', 'data_class', 'case_id', 'purpose')},
  ${shortened('e', 'transaction_id', 'destination', 'target')}, e.verdicts AS verdict, e.causes AS "by", e.off_duty`;

/** The columns of {@link EVENT_ROW}. */
export const EVENT_COLUMNS = [
  COLUMN.time,
  COLUMN.person,
  COLUMN.actor,
  COLUMN.action,
  COLUMN.outcome,
  COLUMN.reason,
  COLUMN.subjects,
  COLUMN.records,
  COLUMN.resource,
  COLUMN.data_class,
  COLUMN.verdict,
  COLUMN.by,
  COLUMN.source,
  COLUMN.device,
  COLUMN.ip,
  COLUMN.site,
  COLUMN.tenant,
  COLUMN.case_id,
  COLUMN.purpose,
  COLUMN.transaction_id,
  COLUMN.destination,
  COLUMN.target,
  COLUMN.off_duty,
  COLUMN.event,
];

/** `everything-by`. */
export const everythingBy = defineQuestion({
  id: 'everything-by',
  title: { ja: 'この職員のすべての操作', en: 'Everything this person did' },
  about: {
    ja: '職員の操作をすべて、その時点で本人のものだったどのアカウントのものも合わせて、日時の順に示します（--actor なら一つのアカウントだけ）。',
    en: 'Everything a person did with any account that was his at the time (or with one account: --actor), in order of time.',
  },
  needs: [['principal', 'actor']],
  takes: ['principal', 'actor', 'from', 'to'],
  tables: ['events', 'changes'],
  registers: ['people', 'accounts'],
  wants: (parameters) => ({
    events: wantedOf(parameters),
    changes: { who: parameters.principal === null ? [] : [hashText(parameters.principal)] },
  }),
  readsOnce: ['events'],
  ofEvents: true,
  example: 'everything-by --principal P0112 --from 2023-04-01',
  async answer(inquiry) {
    const { parameters, tables, to } = inquiry;
    const { principal, actor } = parameters;
    const conditions: string[] = [];
    const values: Bound[] = [];
    for (const [name, value] of [
      ['person', principal],
      ['actor', actor],
    ] as const) {
      if (value === null) continue;
      values.push(value);
      conditions.push(`${name} = $${values.length}`);
    }
    const where = conditions.join(' AND ');
    const [[totals], registers] = await Promise.all([
      tables.rows(
        `SELECT count(*) AS n, list_sort(list_distinct(list(actor))) AS accounts, sum(records) AS records FROM events WHERE ${where}`,
        values,
      ),
      (async () => inquiry.registers)(), // are read meanwhile
    ]);
    const count = countIn(totals);
    const held =
      principal === null ? [] : registers.accountsOf(hashText(principal), to - 1).map((row) => row.account);
    if (
      count === 0 &&
      principal !== null &&
      held.length === 0 &&
      registers.person(hashText(principal), to) === null
    )
      return problem('ask-nobody', { name: principal });
    if (principal === null) await seeChanges(inquiry, `events WHERE ${where}`, values);
    const accounts = Array.isArray(totals.accounts) ? (totals.accounts as string[]) : [];
    return {
      count,
      counted: { ja: '操作', en: 'events' },
      figures: [
        { name: 'accounts', title: { ja: '使ったアカウント', en: 'accounts used' }, value: accounts },
        {
          name: 'accounts_held',
          title: { ja: '台帳上のアカウントの数', en: 'accounts in the register' },
          value: new Set(held).size,
        },
        {
          name: 'records',
          title: { ja: '取り出した件数の合計', en: 'records in all' },
          value: countIn(totals, 'records'),
        },
      ],
      columns: EVENT_COLUMNS,
      rows: {
        sql: `SELECT ${EVENT_ROW} FROM judged e WHERE ${where} ORDER BY e.instant, e.ref`,
        values,
      },
      cannotShow: [
        {
          ja: '他人のアカウントや共用アカウントを使った操作は、ここには現れません（端末から調べるには by-device）',
          en: 'What he did with an account of somebody else, or a shared one, is not here; ask by-device for that.',
        },
      ],
    };
  },
});
