/** What a question sees of a lake: rows of checked row groups, of the tables it asked for, in its period. */

import type { LakeFile } from '../../schemas/commit.ts';
import { PARQUET_TABLES, type ParquetTable } from '../../schemas/lake-tables.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import type { FileCheck, RestingOn } from './checked-files.ts';
import type { Inquiry, Wants } from './define.ts';
import { filesIn, type ReadLake } from './lake-reader.ts';
import type { Sight, ViewPeriod } from './query-messages.ts';
import { QueryFailed, type QueryProcess } from './query-process.ts';

/** How often a question may look at other rows of a table. */
export const COPIES_MAX = 4;
/** More values than this choose row groups, but not among their rows: the question does that itself. */
const CHOSEN_MAX = 500;

/** What a question sees: checked rows only. */
export interface LakeSight {
  see(wants: Wants): Promise<void>;
  bounds: Inquiry['bounds'];
  /** What was read so far. */
  rests(): readonly RestingOn[];
  /** Throws {@link QueryFailed} where a file is no longer what was checked. */
  stillHolds(): void;
  close(): void;
}

/** Begins with nothing to be seen. What goes wrong with that is told when something shall be. `readsOnce`: tables of which one statement only reads whole rows. */
export function sightOf(
  lake: ReadLake,
  check: FileCheck,
  queries: QueryProcess,
  period: ViewPeriod,
  readsOnce: readonly ParquetTable[],
): LakeSight {
  const { from, to, before, after } = period;
  const files = Object.fromEntries(
    PARQUET_TABLES.map((table) => [table, filesIn(lake.snapshot, table, from - before, to + after)]),
  );
  const rests = new Map<string, RestingOn>();
  const bounds = new Map<string, readonly [string, string]>();
  const { folder } = check;
  const fenced = queries.fence(
    { paths: Object.values(files).flatMap((all) => check.pathsOf(all)), folder },
    period,
  );
  fenced.catch(() => {});
  return {
    async see(wants) {
      const shown: Promise<void>[] = [fenced];
      for (const table of PARQUET_TABLES.toReversed()) {
        // the smaller ones first: they are read while the others are checked
        const asked = wants[table];
        if (asked === undefined) continue;
        const isNarrow = asked !== null && Object.keys(asked).length > 0;
        const checked = check.take(files[table], isNarrow ? asked : null);
        if ('code' in checked) throw new QueryFailed(checked);
        for (const [name, span] of checked.bounds) bounds.set(`${table} ${name}`, span);
        for (const each of checked.rests) rests.set(`${each.file} ${each.group}`, each);
        const wanted = isNarrow && isFew(asked) ? asked : null;
        const isReadOften = !readsOnce.includes(table);
        const { paths, rows } = checked;
        const sight = { paths, rows, ...spanOf(files[table]), wanted, isReadOften };
        const showing = queries.see({ [table]: sight }, period); // is read while the next table is checked
        showing.catch(() => {}); // whoever waits is told
        shown.push(showing);
      }
      await Promise.all(shown);
    },
    bounds: (table, column) => bounds.get(`${table} ${column}`) ?? null,
    rests: () => [...rests.values()],
    stillHolds() {
      const changed = check.changed();
      if (changed !== null) throw new QueryFailed(changed);
    },
    close: () => check.close(),
  };
}

/** When the first and the last of their rows happened; what a file does not say may be any time. */
function spanOf(files: readonly LakeFile[]): Pick<Sight, 'first' | 'last'> {
  return {
    first: Math.min(...files.map(({ first }) => first ?? Number.NEGATIVE_INFINITY)),
    last: Math.max(...files.map(({ last }) => last ?? Number.POSITIVE_INFINITY)),
  };
}

function isFew(wanted: Wanted): boolean {
  return Object.values(wanted).every(({ length }) => length <= CHOSEN_MAX);
}
