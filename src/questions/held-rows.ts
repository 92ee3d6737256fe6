/**
 * Rows that were chosen by a few values are mostly few. They are read once and held in memory, so that the statements of a question do not unpack the
 * same row groups again and again.
 */
import { PARQUET_TABLES, type ParquetTable } from '../../schemas/lake-tables.ts';
import type { QueryDuck } from './query-duck.ts';
import type { Sight, Sights, ViewPeriod } from './query-messages.ts';
import { chosenSql, rowsOf, viewsOf } from './views.ts';

/** More rows than this (some 50 MB) are read from their files each time. */
const HELD_MAX = 200_000;
/** Where there may be more than this, nobody tries. */
const TRIED_MAX = 3_000_000;

/** Shows rows of some tables; the others stay as they are. */
export async function show(
  duck: Pick<QueryDuck, 'run' | 'rows'>,
  sights: Sights,
  period: ViewPeriod,
  heldMax = HELD_MAX,
): Promise<void> {
  for (const table of PARQUET_TABLES) {
    const sight = sights[table];
    if (sight === undefined) continue;
    const held = await hold(duck, table, sight, period, heldMax);
    await duck.run(viewsOf(table, held ?? rowsOf(table, sight.paths), sight, period).join(';\n'));
  }
}

/** Where the rows are held; null where they are not. */
async function hold(
  duck: Pick<QueryDuck, 'run' | 'rows'>,
  table: ParquetTable,
  sight: Sight,
  period: ViewPeriod,
  heldMax: number,
): Promise<string | null> {
  const { wanted, paths, rows, isReadOften } = sight;
  if (!isReadOften || wanted === null || paths.length === 0 || rows > TRIED_MAX) return null;
  const name = `held_${table}`;
  try {
    await duck.run(`CREATE OR REPLACE TABLE ${name} AS ${chosenSql(table, sight, period)}`);
    const [{ n }] = await duck.rows(`SELECT count(*) AS n FROM ${name}`);
    if (Number(n) <= heldMax) return name;
  } catch {
    // more than fits into memory; what else is wrong with the files, whoever reads them is told
  }
  await duck.run(`DROP TABLE IF EXISTS ${name}`);
  return null;
}
