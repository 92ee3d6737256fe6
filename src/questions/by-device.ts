/** Everything done at a device, with who had signed in there: where somebody else goes on, the row says so. */
import { COLUMN, column } from './columns.ts';
import { countIn, defineQuestion } from './define.ts';
import { EVENT_COLUMNS, EVENT_ROW } from './everything-by.ts';
import { seeChanges } from './in-force.ts';

/** Who last signed in at the device, and whether the row is somebody else's. */
export const SIGNED_IN = `last_value(CASE WHEN e.action = 'login' AND e.outcome = 'success' THEN coalesce(e.person, e.actor) END IGNORE NULLS)
  OVER (PARTITION BY e.device ORDER BY e.time, e.ref)`;

/** Columns about hand-overs. */
export const HAND_OVER_COLUMNS = [
  column('signed_in', 'ログインした人', 'signed in'),
  column('hand_over', '別の人が使用', 'somebody else', 'flag'),
];

/** `by-device`. */
export const byDevice = defineQuestion({
  id: 'by-device',
  title: { ja: 'この端末でのすべての操作', en: 'Everything done at this device' },
  about: {
    ja: '端末での操作をすべて、アカウントや人によらず日時の順に示します。ログインした人と違う人の操作には印を付けます。',
    en: 'Everything done at a device by any account, in order of time; what somebody else did than the one who had signed in is marked.',
  },
  needs: [['device']],
  takes: ['from', 'to'],
  tables: ['events'],
  registers: [],
  wants: ({ devices }) => ({ events: { device: devices } }),
  ofEvents: true,
  example: 'by-device --device PC-0202 --from 2022-05-01',
  async answer(inquiry) {
    const { parameters, tables } = inquiry;
    const bound = [[...parameters.devices]];
    const all = `SELECT ${EVENT_ROW}, ${SIGNED_IN} AS signed_in FROM judged e WHERE e.device IN (SELECT unnest($1))`;
    await seeChanges(inquiry, 'events WHERE device IN (SELECT unnest($1))', bound);
    const other = 'signed_in IS NOT NULL AND coalesce(person, actor) IS DISTINCT FROM signed_in';
    const [totals] = await tables.rows(
      `SELECT count(*) AS n, list_sort(list_distinct(list(coalesce(person, actor)))) AS people, list_sort(list_distinct(list(actor))) AS accounts,
         count(*) FILTER (${other}) AS others, count(*) FILTER (signed_in IS NULL) AS unsigned FROM (${all})`,
      bound,
    );
    const unsigned = countIn(totals, 'unsigned');
    return {
      count: countIn(totals),
      counted: { ja: '操作', en: 'events' },
      figures: [
        { name: 'people', title: { ja: '使った人', en: 'people' }, value: totals.people },
        { name: 'accounts', title: { ja: '使ったアカウント', en: 'accounts' }, value: totals.accounts },
        {
          name: 'hand_overs',
          title: { ja: 'ログインした人と違う人の操作', en: 'by somebody else than signed in' },
          value: countIn(totals, 'others'),
        },
      ],
      columns: [
        COLUMN.device,
        ...EVENT_COLUMNS.filter(({ name }) => name !== 'device'),
        ...HAND_OVER_COLUMNS,
      ],
      rows: { sql: `SELECT *, ${other} AS hand_over FROM (${all}) ORDER BY time, ref`, values: bound },
      cannotShow:
        unsigned === 0
          ? []
          : [
              {
                ja: `${unsigned} 件は、その前のログインが期間内の記録にないため、だれがログインしていたか分かりません`,
                en: `For ${unsigned} events the sign-in before them is not in the period, so who had signed in is not known.`,
              },
            ],
    };
  },
});
