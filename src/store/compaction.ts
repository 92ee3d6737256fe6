/**
 * Many files become one with the same rows, in a commit of its own. Months that are over become one of each table. Within a month
 * files are merged as they pile up, sixteen of about the same size at a time: whoever commits every ten seconds for a month
 * leaves a hundred files of a table, not a quarter of a million, and has written every row at most eight times.
 */
import { type LakeFile, PARQUET_TABLES, type ParquetTable } from '../../schemas/commit.ts';
import { adopted, withFooter } from './epoch-rows.ts';
import type { TableMaker } from './parquet-maker.ts';
import { countSum } from './rows/day-counts.ts';
import type { Snapshot } from './snapshot.ts';
import { type Store, StoreFailed } from './store.ts';
import type { LakeWriter } from './writer.ts';

/** A month that was compacted gets more files when rows come late: it is not written again for a few of them. */
const LATE_FILES_MAX = 8;
/** Share of a month's rows in its largest file that makes it a compacted one. */
const COMPACTED_SHARE = 0.9;

/** So many files of one size class become one of a larger class. */
const PILE = 16;
/** A size class reaches to eight times the rows of the one below, so that what sixteen files become is never of their class. */
const CLASS_FACTOR = 8;
/** Files of so many rows are left as they are: a merge takes seconds and some 500 MB. */
const PILED_ROWS_MAX = CLASS_FACTOR ** 7;
/** Merges at a time: rows are waiting. */
const MERGES_MAX = 4;

/** Files of one table and month that should be one. */
export interface Group {
  readonly table: ParquetTable;
  readonly files: readonly LakeFile[];
}

/** Merges what has piled up, and compacts the months that are over. `isOver`: asked before each step; true leaves the rest for another time. */
export async function compactFiles(
  writer: LakeWriter,
  store: Store,
  maker: TableMaker,
  isOver: () => boolean,
): Promise<void> {
  try {
    await compactPiles(writer, store, maker, isOver);
    await compactMonths(writer, store, maker, isOver);
  } catch (error) {
    if (!isTooLarge(error)) throw error;
  }
}

/** Whether rows are too long to be sorted as one file within the memory of a merge: then the files stay as they are, which costs readers a little and loses nothing. */
function isTooLarge(error: unknown): boolean {
  return error instanceof StoreFailed && /out of memory/i.test(String(error.cause));
}

/** Compacts every month before the newest one. */
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

/**
 * Merges some of what has piled up. To be called after an epoch: it does a little at a time, and nothing mostly. `isOver`: asked before
 * each merge.
 */
export async function compactPiles(
  writer: LakeWriter,
  store: Store,
  maker: TableMaker,
  isOver: () => boolean,
): Promise<void> {
  for (let merges = 0; merges < MERGES_MAX && !isOver(); merges++) {
    const pile = firstPile(writer.snapshot());
    if (pile === null) return;
    const month = monthOf(pile.files[0]);
    await writer.compact(async (nameIn) => ({
      files: [await merged(pile, `${nameIn(`${pile.table}/${month}`)}.parquet`, store, maker)],
      removed: pile.files.map(({ name }) => name),
    }));
  }
}

/** What should be merged next; null where all is well. */
export function nextGroup(snapshot: Snapshot): Group | null {
  const [month] = monthsToCompact(snapshot).values();
  return firstPile(snapshot) ?? month?.[0] ?? null;
}

/** The first pile that is high enough, smaller files first. */
function firstPile({ files }: Snapshot): Group | null {
  const piles = new Map<string, LakeFile[]>();
  let first: readonly LakeFile[] | null = null;
  for (const file of files) {
    if (file.tail || !isParquet(file.table) || file.rows >= PILED_ROWS_MAX) continue;
    const key = `${file.table} ${monthOf(file)} ${classOf(file)}`;
    const pile = piles.get(key) ?? [];
    piles.set(key, pile);
    pile.push(file);
    if (pile.length === PILE && (first === null || classOf(file) < classOf(first[0]))) first = pile;
  }
  const table = first?.[0].table;
  return first === null || table === undefined || !isParquet(table) ? null : { table, files: first };
}

function isParquet(table: LakeFile['table']): table is ParquetTable {
  return PARQUET_TABLES.some((name) => name === table);
}

function classOf({ rows }: LakeFile): number {
  return Math.floor(Math.log2(Math.max(1, rows)) / Math.log2(CLASS_FACTOR));
}

/** What there is to do, by month. */
function monthsToCompact({ files, counts }: Snapshot): Map<string, Group[]> {
  const settled = files.filter(({ tail, table }) => !tail && isParquet(table));
  const open = openMonth(settled, counts.clock_marked);
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

/**
 * The month that is not over: the newest one, after as many events are left out as have a clock that cannot be right. Else one row from the year
 * 9999 would have the month at hand written anew again and again.
 */
function openMonth(files: readonly LakeFile[], clockMarked: number): string {
  let doubtful = clockMarked;
  for (const month of [...new Set(files.map(monthOf))].sort().reverse()) {
    const events = files.filter((file) => file.table === 'events' && monthOf(file) === month);
    const rows = events.reduce((sum, file) => sum + file.rows, 0);
    if (rows === 0 || rows > doubtful) return month;
    doubtful -= rows;
  }
  return '';
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
export async function merged(
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
      unnamed_records: countSum(one.unnamed_records, sum.unnamed_records),
    });
  }
  return [...sums.values()];
}
