/** Splits a set of records into parts that must add up to it, record by record; a split that does not is refused. */
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import { column, type Row } from './columns.ts';
import { type Bound, countIn, defineQuestion, type Tables } from './define.ts';
import { likeOf } from './patterns.ts';
import {
  type Part,
  readParts,
  readSelector,
  type Selector,
  selectorSql,
  sourcesOf,
  wantedBy,
} from './selectors.ts';

/** `reconcile`. */
export const reconcile = defineQuestion({
  id: 'reconcile',
  title: { ja: '内訳の合計が合うか', en: 'A split that must add up' },
  about: {
    ja: 'もとの記録（--base）を内訳（--parts）に分け、どの記録もちょうど一つの部分に入ることを確かめます。合わないときは答えを出しません。数字を書き添えると、その数字とも照合します。none は「ほかの部分の記録元に痕跡がない」という部分です。',
    en: 'Splits the records of --base into --parts and checks that every record is in exactly one; else there is no answer. A figure among the conditions is checked too. none: the part without a trace in the sources of the others.',
  },
  needs: [['base'], ['parts']],
  takes: ['from', 'to'],
  tables: ['events'],
  registers: [],
  wants: ({ base, parts }) => ({ events: wantedIn(base, parts) }),
  readsOnce: ['events'],
  example:
    "reconcile --base 'source:fx-core action:export' --parts 'never: none; crawler: source:web user_agent:*bot*; person: source:web user_agent:Mozilla*'",
  async answer({ parameters, tables }) {
    const base = readSelector(parameters.base ?? '', '--base');
    if ('code' in base) return base;
    const parts = readParts(parameters.parts ?? '');
    if ('code' in parts) return parts;
    const { sql, values } = membership(base, parts);
    const members = parts.map((_, i) => `in${i}::INTEGER`).join(' + ');
    const [totals] = await tables.rows(
      `${sql} SELECT count(*) AS n, ${parts.map((_, i) => `count(*) FILTER (in${i}) AS n${i}`).join(', ')},
         count(*) FILTER (${members} = 0) AS uncovered, count(*) FILTER (${members} > 1) AS doubled FROM membership`,
      values,
    );
    const counts = parts.map((_, i) => countIn(totals, `n${i}`));
    const wrong = wrongIn(base, parts, totals, counts);
    if (wrong !== null) return wrong;
    const outside = await outsideOf(tables, base, parts);
    return {
      count: countIn(totals),
      counted: { ja: 'もとの記録', en: 'records of the base' },
      figures: parts.map(({ name }, i) => ({ name, title: { ja: name, en: name }, value: counts[i] })),
      columns: [
        column('record', '記録', 'record', 'subject'),
        column('part', '内訳', 'part'),
        column('accesses', '痕跡の数', 'traces', 'number'),
        column('first', '最初', 'first', 'time'),
        column('last', '最後', 'last', 'time'),
      ],
      rows: {
        sql: `${sql} SELECT m.record, CASE ${parts.map((_, i) => `WHEN in${i} THEN $${values.length + 1}[${i + 1}]`).join(' ')} END AS part,
           count(h.record) AS accesses, min(h.time) AS first, max(h.time) AS last
         FROM membership m LEFT JOIN hits h USING (record) GROUP BY ALL ORDER BY m.record`,
        values: [...values, parts.map(({ name }) => name)],
      },
      gaps: [],
      cannotShow: outside === 0 ? [] : [outsideText(outside)],
    };
  },
});

/** What a row must have to be of the base or of a part; null where what was asked cannot be read. */
function wantedIn(base: string | null, parts: string | null): Wanted | null {
  const [selector, read] = [readSelector(base ?? '', '--base'), readParts(parts ?? '')];
  return 'code' in selector || 'code' in read ? null : { outcome: ['success'], ...wantedBy(selector, read) };
}

/**
 * SQL that tells of every record of the base in which parts it is. A record is a subject, or the resource where no subject is named.
 * `hits`: traces of the parts.
 */
function membership(base: Selector, parts: readonly Part[]): { sql: string; values: Bound[] } {
  const values: Bound[] = [];
  const bind = (value: Bound) => `$${values.push(value)}`;
  const named = parts.filter(({ selector }) => !selector.isNone);
  const columns = named.map(({ selector }, i) => `(${selectorSql(selector, bind)}) AS p${i}`);
  const sources = sourcesOf(named).map((source) => `e.source LIKE ${bind(likeOf(source))} ESCAPE '\\'`);
  const isTrace =
    sources.length === 0 ? named.map((_, i) => `p${i}`).join(' OR ') || 'false' : sources.join(' OR ');
  const traces = named.map((_, i) => `bool_or(p${i}) AS p${i}`);
  let at = 0;
  const members = parts.map(({ selector }, i) =>
    selector.isNone ? `t.record IS NULL AS in${i}` : `coalesce(t.p${at++}, false) AS in${i}`,
  );
  const record = 'unnest(CASE WHEN len(e.subjects) > 0 THEN e.subjects ELSE [e.resource] END) AS record';
  return {
    sql: `WITH base AS (SELECT DISTINCT record FROM (SELECT ${record} FROM events e WHERE outcome = 'success' AND ${selectorSql(base, bind)}) WHERE record IS NOT NULL),
      marked AS (SELECT e.*, ${[...columns, `(${isTrace}) AS is_trace`].join(', ')} FROM events e WHERE outcome = 'success'),
      hits AS (SELECT ${['e.time', record, ...named.map((_, i) => `p${i}`)].join(', ')} FROM marked e WHERE is_trace${named.map((_, i) => ` OR p${i}`).join('')}),
      traces AS (SELECT ${['record', ...traces].join(', ')} FROM hits GROUP BY record),
      membership AS (SELECT b.record, ${members.join(', ')} FROM base b LEFT JOIN traces t ON t.record = b.record)`,
    values,
  };
}

/** Why a split is refused; null where it adds up. */
function wrongIn(
  base: Selector,
  parts: readonly Part[],
  totals: Row,
  counts: readonly number[],
): Problem | null {
  const n = countIn(totals);
  const figure = (value: number) => value.toLocaleString('en');
  const [uncovered, doubled] = [countIn(totals, 'uncovered'), countIn(totals, 'doubled')];
  const sum = counts.reduce((all, count) => all + count, 0);
  const refuse = (ja: string, en: string) => problem('ask-split', { why: { ja, en } });
  const told = `${counts.map(figure).join(' + ')} = ${figure(sum)}`;
  if (n === 0)
    return refuse('もとの条件に当てはまる記録がありません', 'no record meets the conditions of the base');
  if (uncovered > 0 || doubled > 0)
    return refuse(
      `もとは ${figure(n)} 件、内訳は ${told}。どの部分にも入らない記録が ${figure(uncovered)} 件、二つ以上に入る記録が ${figure(doubled)} 件`,
      `the base has ${figure(n)}, the parts ${told}; ${figure(uncovered)} records are in no part, ${figure(doubled)} in several`,
    );
  const stated = [
    { name: '--base', selector: base, count: n },
    ...parts.map((part, i) => ({ ...part, count: counts[i] })),
  ];
  for (const { name, selector, count } of stated)
    if (selector.stated !== null && selector.stated !== count)
      return refuse(
        `${name} は ${figure(selector.stated)} 件とされていますが、記録では ${figure(count)} 件です`,
        `${name} was stated as ${figure(selector.stated)}, the log has ${figure(count)}`,
      );
  return null;
}

/** Records of the parts that are not in the base. */
async function outsideOf(tables: Tables, base: Selector, parts: readonly Part[]): Promise<number> {
  const { sql, values } = membership(base, parts);
  const [row] = await tables.rows(
    `${sql} SELECT count(*) AS n FROM traces WHERE record IS NOT NULL AND record NOT IN (SELECT record FROM base)`,
    values,
  );
  return countIn(row);
}

function outsideText(n: number): Bilingual {
  return {
    ja: `内訳の記録元には、もとに含まれない記録が ${n} 件あります（この答えには数えていません）`,
    en: `The sources of the parts hold ${n} records that are not in the base; they are not counted.`,
  };
}
