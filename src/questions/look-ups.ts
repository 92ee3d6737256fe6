/** Which rows of the lake are look-ups, and what a log of look-ups cannot show. */
import { LOOKUP_ACTIONS } from '../../schemas/event-columns.ts';
import type { Bilingual } from '../core/bilingual.ts';
import { countIn, type Tables } from './define.ts';

/** The actions that show or take data, as a list in SQL. */
export const LOOKUP_SQL = `(${LOOKUP_ACTIONS.map((action) => `'${action}'`).join(', ')})`;

/** Lists and searches of the period that returned more records than they name: whom they showed is not known. */
export async function unnamedRecords(tables: Tables): Promise<Bilingual[]> {
  const [row] = await tables.rows(
    `SELECT count(*) AS n, sum(records - coalesce(len(subjects), 0)) AS records FROM events
     WHERE action IN ${LOOKUP_SQL} AND outcome = 'success' AND coalesce(records, 0) > coalesce(len(subjects), 0)`,
  );
  const [n, records] = [countIn(row), countIn(row, 'records')];
  if (n === 0) return [];
  return [
    {
      ja: `だれの記録かを名指ししていない照会が ${n} 件（のべ ${records} 件分）あり、その中に含まれていたかどうかは分かりません`,
      en: `${n} look-ups returned ${records} records without naming whom; who was among them is not known.`,
    },
  ];
}
