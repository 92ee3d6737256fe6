/** 宛名番号等から該当者の検索実行一覧: every search that found or showed a person, by his number. */
import { countIn, defineQuestion } from './define.ts';
import { LOOKUP_SQL, unnamedRecords } from './look-ups.ts';
import { similarSubjects } from './similar.ts';
import { SUBJECT_COLUMNS, SUBJECT_ROW } from './who-looked-at.ts';

/** `searches-for-person`. */
export const searchesForPerson = defineQuestion({
  id: 'searches-for-person',
  title: { ja: '宛名番号等から該当者の検索実行一覧', en: 'Searches for a person' },
  about: {
    ja: '宛名番号などを指定し、その人を検索・照会・出力した操作を日時の順に示します（who-looked-at と違い、更新や売上などは含みません）。',
    en: 'Searches, views and exports of a person by his number, in order of time (unlike who-looked-at, without updates or sales).',
  },
  needs: [['subject', 'subjects']],
  takes: ['from', 'to'],
  tables: ['subjects', 'verdicts'],
  registers: [],
  wants: ({ subjects }) => ({ subjects: { subject: subjects }, verdicts: { subject: subjects } }),
  ofEvents: true,
  example: 'searches-for-person --subject R0012345 --from 2024-04-01',
  async answer(inquiry) {
    const { parameters, tables, searched } = inquiry;
    const bound = [[...parameters.subjects]];
    const where = `s.subject IN (SELECT unnest($1)) AND s.action IN ${LOOKUP_SQL}`;
    const [totals] = await tables.rows(
      `SELECT count(*) AS n, count(DISTINCT coalesce(person, actor)) AS people, count(*) FILTER (outcome = 'failure') AS failed FROM subjects s WHERE ${where}`,
      bound,
    );
    return {
      count: countIn(totals),
      counted: { ja: '検索・照会', en: 'searches' },
      figures: [
        { name: 'people', title: { ja: '検索した人', en: 'people' }, value: countIn(totals, 'people') },
        { name: 'failed', title: { ja: 'うち失敗', en: 'of them failed' }, value: countIn(totals, 'failed') },
      ],
      columns: SUBJECT_COLUMNS,
      rows: {
        sql: `SELECT ${SUBJECT_ROW} FROM subjects s LEFT JOIN settled v ON v.ref = s.ref AND v.subject = s.subject WHERE ${where} ORDER BY s.time, s.ref, s.subject`,
        values: bound,
      },
      cannotShow: [
        ...(countIn(totals) === 0 ? await similarSubjects(inquiry) : []),
        ...unnamedRecords(searched),
      ],
    };
  },
});
