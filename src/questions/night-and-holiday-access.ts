/** 深夜・休業日におけるアクセス一覧: accesses deep in the night, on days off and on leave. */
import { dayAt } from '../core/time.ts';
import { publicHolidays } from '../registers/holidays.ts';
import { column } from './columns.ts';
import { wantedOf, whose } from './conditions.ts';
import { countIn, defineQuestion } from './define.ts';
import { EVENT_COLUMNS, EVENT_ROW } from './everything-by.ts';
import { seeChanges } from './in-force.ts';

const [NIGHT_FROM, NIGHT_TO] = [22, 5];
/** 1970-01-01 was a Thursday; a week more, for days before it. */
const DAYS_BEFORE_EPOCH = 4 + 7;

/** `night-and-holiday-access`. */
export const nightAndHolidayAccess = defineQuestion({
  id: 'night-and-holiday-access',
  title: { ja: '深夜・休業日におけるアクセス一覧', en: 'Access at night and on holidays' },
  about: {
    ja: '深夜（22時から5時まで）と、週末・祝日・休業日・休暇中のアクセスを示します。勤務割で出勤となっている人の休業日のアクセスは除きます。',
    en: 'Accesses between 22:00 and 05:00, at weekends, on public holidays and closing days, and on leave. Who was on duty by the shift register on such a day is left out.',
  },
  needs: [],
  takes: ['principal', 'actor', 'device', 'from', 'to'],
  tables: ['events'],
  registers: [],
  wants: (parameters) => ({ events: wantedOf(parameters) }),
  ofEvents: true,
  example: 'night-and-holiday-access --from 2024-05-01 --to 2024-05-31',
  async answer(inquiry) {
    const { parameters, tables, from, to } = inquiry;
    const { sql, values } = whose(parameters, 'e', [publicHolidays(dayAt(from), dayAt(to - 1)).map(String)]);
    const day = '(e.time + 32400000000) // 86400000000';
    const hour = '(e.time + 32400000000) % 86400000000 // 3600000000';
    const why = `CASE WHEN e.off_duty IN ('weekend', 'holiday', 'closed', 'leave') THEN e.off_duty
      WHEN e.person IS NULL AND ((${day} % 7 + ${DAYS_BEFORE_EPOCH}) % 7 IN (0, 6) OR (${day})::VARCHAR IN (SELECT unnest($1))) THEN 'day_off'
      WHEN ${hour} >= ${NIGHT_FROM} OR ${hour} < ${NIGHT_TO} THEN 'deep_night' END`;
    const all = `SELECT ${EVENT_ROW}, ${why} AS why FROM judged e WHERE ${sql} AND e.action <> 'logout'`;
    const [totals] = await tables.rows(
      `SELECT count(*) AS n, count(*) FILTER (why = 'deep_night') AS night, count(DISTINCT coalesce(person, actor)) AS people FROM (${all}) WHERE why IS NOT NULL`,
      values,
    );
    await seeChanges(inquiry, `(${all}) WHERE why IS NOT NULL`, values);
    return {
      count: countIn(totals),
      counted: { ja: 'アクセス', en: 'accesses' },
      figures: [
        {
          name: 'night',
          title: { ja: 'うち平日の深夜', en: 'of them at night of a working day' },
          value: countIn(totals, 'night'),
        },
        {
          name: 'people',
          title: { ja: '職員・アカウント', en: 'people and accounts' },
          value: countIn(totals, 'people'),
        },
      ],
      columns: [column('why', '区分', 'why'), ...EVENT_COLUMNS],
      rows: { sql: `SELECT * FROM (${all}) WHERE why IS NOT NULL ORDER BY time, ref`, values },
      cannotShow: [
        {
          ja: '休暇・休業日の区分は、勤務・休日の台帳によります。台帳にない人は暦（週末・祝日）だけで分けています',
          en: 'Leave and closing days are known from the registers; for whom they do not know, the calendar alone decides.',
        },
      ],
    };
  },
});
