/** ID別ログイン数一覧: how often each account signed in, from how many devices. */
import { COLUMN, column } from './columns.ts';
import { wantedOf, whose } from './conditions.ts';
import { countIn, defineQuestion, figureIn } from './define.ts';

/** `logins-by-id`. */
export const loginsById = defineQuestion({
  id: 'logins-by-id',
  title: { ja: 'ID別ログイン数一覧', en: 'Sign-ins by account' },
  about: {
    ja: 'アカウントごとに、ログインの成功と失敗の回数、使った端末の数、最初と最後の日時を示します。多い順です。',
    en: 'For each account: sign-ins, failures, devices, first and last; the most frequent first.',
  },
  needs: [],
  takes: ['principal', 'actor', 'device', 'from', 'to'],
  tables: ['events'],
  registers: [],
  wants: (parameters) => ({ events: { ...wantedOf(parameters), action: ['login'] } }),
  example: 'logins-by-id --from 2024-05-01 --to 2024-05-31',
  async answer({ parameters, tables }) {
    const { sql, values } = whose(parameters, 'e');
    const where = `e.action = 'login' AND ${sql}`;
    const [totals] = await tables.rows(
      `SELECT count(DISTINCT (source, actor)) AS n, count(*) FILTER (outcome = 'success') AS logins, count(*) FILTER (outcome = 'failure') AS failures
       FROM events e WHERE ${where}`,
      values,
    );
    return {
      count: countIn(totals),
      counted: { ja: 'アカウント（記録元別）', en: 'accounts, by source' },
      figures: [
        figureIn(totals, 'logins', 'ログイン', 'sign-ins'),
        figureIn(totals, 'failures', '失敗', 'failures'),
      ],
      columns: [
        COLUMN.actor,
        COLUMN.source,
        column('people', '職員', 'people'),
        column('logins', 'ログイン', 'sign-ins', 'number'),
        column('failures', '失敗', 'failures', 'number'),
        column('devices', '端末の数', 'devices', 'number'),
        column('days', '日数', 'days', 'number'),
        column('first', '最初', 'first', 'time'),
        column('last', '最後', 'last', 'time'),
      ],
      rows: {
        sql: `SELECT actor, source, list_sort(list_distinct(list(person))) AS people, count(*) FILTER (outcome = 'success') AS logins,
           count(*) FILTER (outcome = 'failure') AS failures, count(DISTINCT device) AS devices,
           count(DISTINCT (time + 32400000000) // 86400000000) AS days, min(time) AS first, max(time) AS last
         FROM events e WHERE ${where} GROUP BY actor, source ORDER BY logins DESC, failures DESC, actor, source`,
        values,
      },
    };
  },
});
