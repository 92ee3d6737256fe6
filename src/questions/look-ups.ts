/** Which rows of the lake are look-ups, and what a log of look-ups cannot show. */
import { LOOKUP_ACTIONS } from '../../schemas/event-columns.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Searched } from './searched.ts';

/** The actions that show or take data, as a list in SQL. */
export const LOOKUP_SQL = `(${LOOKUP_ACTIONS.map((action) => `'${action}'`).join(', ')})`;

/** Lists and searches of the days searched that returned more records than they name: whom they showed is not known. */
export function unnamedRecords({ sources }: Searched): Bilingual[] {
  const n = sources.reduce((sum, { unnamed }) => sum + unnamed, 0);
  const records = sources.reduce((sum, { unnamedRecords }) => sum + unnamedRecords, 0);
  if (n === 0) return [];
  return [
    {
      ja: `だれの記録かを名指ししていない照会が、調べた期間に ${n.toLocaleString('en')} 件（のべ ${records.toLocaleString('en')} 件分）あり、その中に含まれていたかどうかは分かりません`,
      en: `${n.toLocaleString('en')} look-ups on these days returned ${records.toLocaleString('en')} records without naming whom; who was among them is not known.`,
    },
  ];
}
