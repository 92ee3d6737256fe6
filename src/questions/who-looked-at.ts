/** Who looked at these subjects, and for what reason. */
import { COLUMN, shortened } from './columns.ts';
import { countIn, defineQuestion } from './define.ts';
import { unnamedRecords } from './look-ups.ts';
import { similarSubjects } from './similar.ts';

/** The verdict in force, else that on arrival: rows of `subjects` are `s`, those of `settled` that belong to them `v`. */
export const VERDICT_SQL = 'coalesce(v.verdict, s.verdict)';

/** What decided it. */
export const BY_SQL = 'CASE WHEN v.verdict IS NULL THEN s.cause ELSE v."by" END';

/** Rows of the `subjects` table as {@link whoLookedAt} shows them. */
export const SUBJECT_ROW = `s.ref, s.time, shortened(s.source || '/' || s.id) AS event, s.actor, s.person, s.action, s.outcome, s.ip, s.subject,
  ${shortened('s', 'source', 'device', 'site', 'resource', 'data_class', 'case_id', 'purpose', 'transaction_id', 'destination')},
  ${VERDICT_SQL} AS verdict, ${BY_SQL} AS "by", s.off_duty`;

/** The columns of {@link SUBJECT_ROW}. */
export const SUBJECT_COLUMNS = [
  COLUMN.time,
  COLUMN.person,
  COLUMN.actor,
  COLUMN.subject,
  COLUMN.action,
  COLUMN.outcome,
  COLUMN.verdict,
  COLUMN.by,
  COLUMN.source,
  COLUMN.device,
  COLUMN.ip,
  COLUMN.site,
  COLUMN.data_class,
  COLUMN.resource,
  COLUMN.case_id,
  COLUMN.purpose,
  COLUMN.transaction_id,
  COLUMN.destination,
  COLUMN.off_duty,
  COLUMN.event,
];

/** `who-looked-at`. */
export const whoLookedAt = defineQuestion({
  id: 'who-looked-at',
  title: { ja: 'この人をだれが見たか', en: 'Who looked at this person' },
  about: {
    ja: '対象者を照会・操作した記録をすべて、日時の順に示します。業務上の理由があったかどうか（判定）も付けます。',
    en: 'Every access to the records of a subject, in order of time, with its verdict.',
  },
  needs: [['subject', 'subjects']],
  takes: ['from', 'to'],
  tables: ['subjects', 'verdicts'],
  registers: [],
  wants: ({ subjects }) => ({ subjects: { subject: subjects }, verdicts: { subject: subjects } }),
  readsOnce: ['subjects'],
  ofEvents: true,
  example: 'who-looked-at --subject C200017 --from 2023-04-01 --to 2023-05-31',
  async answer(inquiry) {
    const { parameters, tables, searched } = inquiry;
    const { subjects } = parameters;
    const bound = [[...subjects]];
    const [totals] = await tables.rows(
      `SELECT count(*) AS n, count(DISTINCT person) AS people, count(DISTINCT actor) AS accounts, count(DISTINCT subject) AS subjects,
         count(*) FILTER (person IS NULL) AS nobody
       FROM subjects WHERE subject IN (SELECT unnest($1))`,
      bound,
    );
    const nobody = countIn(totals, 'nobody');
    return {
      count: countIn(totals),
      counted: { ja: 'アクセス', en: 'accesses' },
      figures: [
        { name: 'people', title: { ja: '職員', en: 'people' }, value: countIn(totals, 'people') },
        { name: 'accounts', title: { ja: 'アカウント', en: 'accounts' }, value: countIn(totals, 'accounts') },
        {
          name: 'subjects',
          title: { ja: '記録のあった対象者', en: 'subjects with a trace' },
          value: countIn(totals, 'subjects'),
        },
      ],
      columns: SUBJECT_COLUMNS,
      rows: {
        sql: `SELECT ${SUBJECT_ROW} FROM subjects s LEFT JOIN settled v ON v.ref = s.ref AND v.subject = s.subject
         WHERE s.subject IN (SELECT unnest($1)) ORDER BY s.instant, s.ref, s.subject`,
        values: bound,
      },
      cannotShow: [
        ...(nobody === 0
          ? []
          : [
              {
                ja: `このうち ${nobody} 件は、だれの操作か分かりません（アカウントの持ち主が台帳にありません）`,
                en: `Of these, ${nobody} cannot be put down to a person: no register says who held the account.`,
              },
            ]),
        ...(countIn(totals) === 0 ? await similarSubjects(inquiry) : []),
        ...unnamedRecords(searched),
      ],
    };
  },
});
