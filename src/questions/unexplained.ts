/** Look-ups for which no register knows a reason. */
import type { Bilingual } from '../core/bilingual.ts';
import { wantedOf, whose } from './conditions.ts';
import { countIn, defineQuestion, figureIn } from './define.ts';
import { LOOKUP_SQL, unnamedRecords } from './look-ups.ts';
import { causeText } from './value-words.ts';
import { BY_SQL, SUBJECT_COLUMNS, SUBJECT_ROW, VERDICT_SQL } from './who-looked-at.ts';

/** `unexplained`. */
export const unexplained = defineQuestion({
  id: 'unexplained',
  title: { ja: '理由の見当たらない照会', en: 'Look-ups without a reason on record' },
  about: {
    ja: '判定が「説明なし」の照会を示します（案件・許可・売上などの裏付けがないもの）。不正という意味ではありません。',
    en: 'Look-ups whose verdict is “unexplained”: no case, permit or sale speaks for them. That does not make them wrong.',
  },
  needs: [],
  takes: ['principal', 'actor', 'device', 'from', 'to'],
  tables: ['subjects', 'verdicts'],
  registers: [],
  wants: (parameters) => ({ subjects: wantedOf(parameters) }),
  ofEvents: true,
  example: 'unexplained --from 2024-05-01 --to 2024-05-31',
  async answer({ parameters, tables, searched }) {
    const { sql, values } = whose(parameters, 's');
    const from = `FROM subjects s LEFT JOIN settled v ON v.ref = s.ref AND v.subject = s.subject WHERE ${sql}`;
    const [totals] = await tables.rows(
      `SELECT ${['unexplained', 'explained', 'contradicted', 'undecidable'].map((name) => `count(*) FILTER (${VERDICT_SQL} = '${name}') AS ${name}`).join(', ')},
         count(DISTINCT s.person) FILTER (${VERDICT_SQL} = 'unexplained') AS people,
         array_to_string(list_sort(list(DISTINCT ${BY_SQL}) FILTER (${VERDICT_SQL} = 'undecidable')), ', ') AS wanting,
         count(*) FILTER (${VERDICT_SQL} IS NULL AND s.action IN ${LOOKUP_SQL} AND s.outcome = 'success') AS waiting ${from}`,
      values,
    );
    const waiting = countIn(totals, 'waiting');
    return {
      count: countIn(totals, 'unexplained'),
      counted: { ja: '理由の見当たらない照会', en: 'look-ups without a reason' },
      figures: [
        figureIn(totals, 'people', 'その職員', 'people'),
        figureIn(totals, 'explained', '説明あり', 'explained'),
        figureIn(totals, 'contradicted', '矛盾', 'contradicted'),
        figureIn(totals, 'undecidable', '判定不能', 'undecidable'),
      ],
      columns: SUBJECT_COLUMNS,
      rows: {
        sql: `SELECT ${SUBJECT_ROW} ${from} AND ${VERDICT_SQL} = 'unexplained' ORDER BY s.time, s.ref, s.subject`,
        values,
      },
      cannotShow: [
        ...leftOpen(countIn(totals, 'undecidable'), String(totals?.wanting ?? '')),
        ...(waiting === 0
          ? []
          : [
              {
                ja: `${waiting} 件は、まだ判定を待っています`,
                en: `${waiting} look-ups still wait for their verdict.`,
              },
            ]),
        ...unnamedRecords(searched),
      ],
    };
  },
});

/** Look-ups for which there may be a reason, or none, and for want of which registers nobody can tell. */
function leftOpen(undecidable: number, wanting: string): Bilingual[] {
  if (undecidable === 0) return [];
  const causes = [...new Set(wanting.split(', '))].sort();
  const ja = causes.map(causeText).join('、');
  const n = undecidable.toLocaleString('en');
  return [
    {
      ja: `判定不能の ${n} 件は、理由があるともないともいえないため、ここには含めていません（${ja}）`,
      en: `${n} undecidable look-ups may have a reason or not, and are not among these (${causes.join(', ')}).`,
    },
  ];
}
