/** 大量検索実行一覧: searches that returned many records, and hours in which one account looked up many people. */
import { COLUMN, column } from './columns.ts';
import { wantedOf, whose } from './conditions.ts';
import { countIn, defineQuestion } from './define.ts';
import { LOOKUP_SQL } from './look-ups.ts';

const SIZE = '100';

/** `mass-searches`. */
export const massSearches = defineQuestion({
  id: 'mass-searches',
  title: { ja: '大量検索実行一覧', en: 'Mass searches' },
  about: {
    ja: '1 回で --size 件（既定 100 件）以上を取り出した検索・出力と、1 時間に --size 人以上を照会したアカウントを、多い順に示します。',
    en: 'Searches and exports that returned --size (100) records or more at once, and hours in which an account looked up as many people; the largest first.',
  },
  needs: [],
  takes: ['size', 'principal', 'actor', 'device', 'from', 'to'],
  tables: ['events'],
  registers: [],
  wants: (parameters) => ({ events: wantedOf(parameters) }),
  example: 'mass-searches --size 100 --from 2024-05-01 --to 2024-05-31',
  async answer({ parameters, tables }) {
    const { sql, values } = whose(parameters, 'e', [String(parameters.size ?? SIZE)]);
    const found = foundSql(sql);
    const [totals] = await tables.rows(
      `${found} SELECT count(*) AS n, count(*) FILTER (kind = 'once') AS once, count(DISTINCT actor) AS accounts FROM found`,
      values,
    );
    return {
      count: countIn(totals),
      counted: { ja: '大量の検索', en: 'mass searches' },
      figures: [
        {
          name: 'once',
          title: { ja: 'うち 1 回での取り出し', en: 'of them at once' },
          value: countIn(totals, 'once'),
        },
        { name: 'accounts', title: { ja: 'アカウント', en: 'accounts' }, value: countIn(totals, 'accounts') },
      ],
      columns: [
        column('kind', '区分', 'kind'),
        column('first', '最初', 'first', 'time'),
        column('last', '最後', 'last', 'time'),
        COLUMN.actor,
        COLUMN.person,
        COLUMN.action,
        column('events', '回数', 'events', 'number'),
        COLUMN.records,
        column('people', '照会した人数', 'people', 'number'),
        COLUMN.source,
        COLUMN.device,
        COLUMN.resource,
        COLUMN.data_class,
        COLUMN.event,
      ],
      rows: {
        sql: `${found} SELECT * FROM found ORDER BY greatest(records, people) DESC, first, actor, kind, event`,
        values,
      },
      cannotShow: [
        {
          ja: '件数を記録しないシステムの一覧表示は、ここには現れません',
          en: 'Lists of systems that do not log how many records they returned are not here.',
        },
      ],
    };
  },
});

/**
 * SQL of what was found, as the table `found`; `whose`: conditions over events `e`. Hours in which fewer people can have been looked up than asked for
 * are left out before anything is gathered of them: they are nearly all.
 */
function foundSql(whose: string): string {
  const people = 'len(list_distinct(flatten(list(coalesce(subjects, []::VARCHAR[])))))';
  return `WITH looks AS NOT MATERIALIZED (
      SELECT *, time // 3600000000 AS hour FROM events e WHERE e.action IN ${LOOKUP_SQL} AND e.outcome = 'success' AND ${whose}),
    busy AS (
      SELECT actor, source, hour FROM looks GROUP BY ALL HAVING count(*) > 1 AND sum(coalesce(len(subjects), 0)) >= $1::BIGINT),
    found AS (
      SELECT 'once' AS kind, time AS first, time AS last, actor, person, action, source, device, resource, data_class, 1 AS events,
        records, NULL::BIGINT AS people, source || '/' || id AS event
      FROM looks WHERE records >= $1::BIGINT
      UNION ALL
      SELECT 'hour', min(time), max(time), l.actor, any_value(person ORDER BY ref), NULL, l.source, string_agg(DISTINCT device, ' ' ORDER BY device), NULL, NULL,
        count(*), sum(records), ${people}, NULL
      FROM looks l JOIN busy b ON l.hour = b.hour AND l.source = b.source AND l.actor IS NOT DISTINCT FROM b.actor
      GROUP BY l.actor, l.source, l.hour HAVING ${people} >= $1::BIGINT)`;
}
