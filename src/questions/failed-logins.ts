/** ログイン失敗一覧: every sign-in that failed. */
import { COLUMN } from './columns.ts';
import { wantedOf, whose } from './conditions.ts';
import { countIn, defineQuestion, figureIn } from './define.ts';
import { EVENT_ROW } from './everything-by.ts';

/** `failed-logins`. */
export const failedLogins = defineQuestion({
  id: 'failed-logins',
  title: { ja: 'ログイン失敗一覧', en: 'Failed sign-ins' },
  about: {
    ja: '失敗したログインを、アカウント・端末・接続元・理由とともに日時の順に示します。',
    en: 'Sign-ins that failed, with account, device, address and reason, in order of time.',
  },
  needs: [],
  takes: ['principal', 'actor', 'device', 'from', 'to'],
  tables: ['events'],
  registers: [],
  wants: (parameters) => ({ events: { ...wantedOf(parameters), action: ['login'], outcome: ['failure'] } }),
  ofEvents: true,
  example: 'failed-logins --from 2024-05-01 --to 2024-05-31',
  async answer({ parameters, tables }) {
    const { sql, values } = whose(parameters, 'e');
    const where = `e.action = 'login' AND e.outcome = 'failure' AND ${sql}`;
    const [totals] = await tables.rows(
      `SELECT count(*) AS n, count(DISTINCT actor) AS accounts, count(DISTINCT device) AS devices, count(DISTINCT ip) AS addresses FROM events e WHERE ${where}`,
      values,
    );
    return {
      count: countIn(totals),
      counted: { ja: '失敗したログイン', en: 'failed sign-ins' },
      figures: [
        figureIn(totals, 'accounts', 'アカウント', 'accounts'),
        figureIn(totals, 'devices', '端末', 'devices'),
        figureIn(totals, 'addresses', 'IPアドレス', 'addresses'),
      ],
      columns: [
        COLUMN.time,
        COLUMN.actor,
        COLUMN.person,
        COLUMN.reason,
        COLUMN.source,
        COLUMN.device,
        COLUMN.ip,
        COLUMN.site,
        COLUMN.off_duty,
        COLUMN.event,
      ],
      rows: {
        sql: `SELECT ${EVENT_ROW} FROM events e WHERE ${where} ORDER BY e.time, e.ref`,
        values,
      },
      cannotShow: [
        {
          ja: '失敗を記録しないシステムの失敗は、ここには現れません',
          en: 'Systems that do not log failures show none here.',
        },
      ],
    };
  },
});
