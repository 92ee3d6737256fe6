/** Months that are over: their many files become one of each table, in a commit of its own, with the same rows. */
import { type LakeFile, PARQUET_TABLES, type ParquetTable } from '../../schemas/commit.ts';
import { dayAt, formatDate } from '../core/time.ts';
import { adopted, withFooter } from './epoch-rows.ts';
import type { TableMaker } from './parquet-maker.ts';
import type { Snapshot } from './snapshot.ts';
import type { Store } from './store.ts';
import type { LakeWriter } from './writer.ts';

/** A month that was compacted gets more files when rows come late: it is not written again for a few of them. */
const LATE_FILES_MAX = 8;
/** Share of a month's rows in its largest file that makes it a compacted one. */
const COMPACTED_SHARE = 0.9;

/** Files of one table and month that should be one. */
interface Group {
  readonly table: ParquetTable;
  readonly files: readonly LakeFile[];
}

/** Compacts every month before the newest one. `isOver`: asked before each; true leaves the rest for another time. */
export async function compactMonths(
  writer: LakeWriter,
  store: Store,
  maker: TableMaker,
  isOver: () => boolean,
): Promise<void> {
  for (const [month, groups] of monthsToCompact(writer.snapshot())) {
    if (isOver()) return;
    await writer.compact(async (nameIn) => {
      const files: LakeFile[] = [];
      for (const group of groups)
        files.push(await merged(group, `${nameIn(`${group.table}/${month}`)}.parquet`, store, maker));
      return { files, removed: groups.flatMap((group) => group.files.map(({ name }) => name)) };
    });
  }
}

/** What there is to do, by month. */
function monthsToCompact({ files }: Snapshot): Map<string, Group[]> {
  const settled = files.filter(({ tail }) => !tail);
  const newest = Math.max(...settled.map(({ last }) => last ?? 0));
  const open = formatDate(dayAt(newest)).slice(0, -3);
  const months = new Map<string, Group[]>();
  for (const table of PARQUET_TABLES) {
    const own = settled.filter((file) => file.table === table);
    for (const month of new Set(own.map(monthOf))) {
      const group = own.filter((file) => monthOf(file) === month);
      if (month >= open || !isWorthwhile(group)) continue;
      months.set(month, [...(months.get(month) ?? []), { table, files: group }]);
    }
  }
  return months;
}

function isWorthwhile(files: readonly LakeFile[]): boolean {
  const most = Math.max(...files.map(({ rows }) => rows));
  const all = files.reduce((sum, { rows }) => sum + rows, 0);
  const isCompacted = most >= all * COMPACTED_SHARE;
  return isCompacted ? files.length > LATE_FILES_MAX : files.length > 1;
}

function monthOf({ name }: LakeFile): string {
  return name.split('/')[1];
}

/** One file with the rows of several, which is made sure of before it is given its name. */
async function merged(
  { table, files }: Group,
  name: string,
  store: Store,
  maker: TableMaker,
): Promise<LakeFile> {
  const paths = files.map((file) => store.path(file.name));
  const scratch = store.scratch();
  const made = await maker.merge(table, paths, scratch);
  const [before, after] = [await maker.digest(paths), await maker.digest([scratch])];
  if (before.rows !== after.rows || before.digest !== after.digest)
    throw new Error(`${name} would not hold the rows of the files it replaces`);
  return {
    ...adopted(store, table, name, scratch, withFooter(made)),
    first: Math.min(...files.map(({ first }) => first ?? Number.POSITIVE_INFINITY)),
    last: Math.max(...files.map(({ last }) => last ?? Number.NEGATIVE_INFINITY)),
    days: sumOfDays(files),
  };
}

function sumOfDays(files: readonly LakeFile[]): LakeFile['days'] {
  const sums = new Map<string, LakeFile['days'][number]>();
  for (const one of files.flatMap(({ days }) => days)) {
    const key = `${one.day} ${one.system} ${one.source}`;
    const sum = sums.get(key) ?? { events: 0, unnamed: 0, unnamed_records: 0 };
    sums.set(key, {
      ...one,
      events: one.events + sum.events,
      unnamed: one.unnamed + sum.unnamed,
      unnamed_records: one.unnamed_records + sum.unnamed_records,
    });
  }
  return [...sums.values()];
}
