/** Rows on their way into the files of one commit: collected by month, made into files, given their names. */
import type { LakeFile, NdjsonTable } from '../../schemas/commit.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Verdict } from '../../schemas/verdict.ts';
import { problem } from '../core/problem.ts';
import { type Day, dayAt, formatDate, type Micros } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import type { MadeFile, TableMaker } from './parquet-maker.ts';
import { type DayCounts, dayCounts } from './rows/day-counts.ts';
import { type EventRows, eventRows, type JudgedBatch, type RowColumns } from './rows/event-rows.ts';
import { type RawRows, rawRows } from './rows/raw-rows.ts';
import { type LookupPlace, type VerdictRows, verdictRows } from './rows/verdict-rows.ts';
import { type Stage, type Store, StoreFailed } from './store.ts';
import type { TableRows } from './tables.ts';

/** Rows of one epoch, or of its tail. */
export interface EpochRows {
  /** An event as it was judged. */
  event(batch: JudgedBatch, row: number, columns: RowColumns, registers: Registers): void;
  /** The bytes that an event was read from. */
  raw(row: number, columns: RowColumns, raw: Uint8Array): void;
  verdict(verdict: Verdict, lookup: LookupPlace): void;
  finding(finding: Finding): void;
  /** A refused row, as a line of the quarantine file. */
  quarantine(line: string): void;
  /** A refused row that was read after all, as a line of the file of such rows. */
  replayed(line: string): void;
  /** Takes files over that another process has made of events of this epoch, whatever they are called. */
  adopt(made: readonly LakeFile[]): void;
  /** Waits while too much is waiting to be made into files. */
  ready(): Promise<void>;
  /** Makes and names all files; nothing is added from the call on. */
  finish(): Promise<LakeFile[]>;
}

/** Where the rows go. */
export interface EpochTarget {
  readonly store: Store;
  readonly maker: TableMaker;
  readonly isTail: boolean;
  /** Rows that are sorted at once: a file has no more. */
  readonly rowsMax: number;
  /** The next name of a file in a folder, without its ending. */
  nameIn(folder: string): string;
  /** Where memory for rows is taken from, and given back. */
  readonly pools: RowPools;
  /**
   * The commit before, where it is not durable yet: until then no file is made, so that none has a name of a number that somebody who takes
   * over could win. Rejects where that commit fails.
   */
  readonly after?: Promise<void>;
}

/** Rows that are done with, whose memory is used again: fresh arrays for each epoch keep the garbage collector busy. */
export interface RowPools {
  readonly events: EventRows[];
  readonly verdicts: VerdictRows[];
  readonly raws: RawRows[];
}

/** Pools for one who writes, epoch after epoch. */
export function rowPools(): RowPools {
  return { events: [], verdicts: [], raws: [] };
}

/** Rows of one kind that wait to be used again. */
const POOLED_MAX = 2;
/** Texts of rows that are not worth keeping the memory of. */
const POOLED_BYTES_MAX = 2 ** 24;

/** When the first and the last of some rows happened. */
interface Span {
  first: Micros;
  last: Micros;
}

/** Rows of one month. */
interface Pile extends Span {
  readonly month: string;
  readonly rows: Pick<EventRows | VerdictRows | RawRows, 'size' | 'bytes'>;
  /** So many rows there must be before it is looked again what they take. */
  lookedNext: number;
  /** Of the events. */
  readonly days: DayCounts;
  /** The rows of each table, sorted. */
  tables(): readonly (TableRows | null)[];
  /** Nobody needs the rows any more. */
  release(): void;
}

/** Lines of one table. */
interface Lines extends Span {
  readonly stage: Stage;
  rows: number;
}

/** How many piles may wait to be made: rows come faster than they are sorted. */
const WAITING_MAX = 2;
/** Texts and lists of a pile; how long rows are is nobody's choice here. */
const PILE_BYTES_MAX = 2 ** 26;
/** Rows after which it is looked at the latest what they take: so many of the longest ones (16 MB) still fit into a page. */
const LOOKED_EVERY = 16;
/** Rows of one kind that are collected in all months at once: the largest pile is made into files then. */
const COLLECTED_FACTOR = 2;

/** Begins to collect rows. */
export function epochRows(target: EpochTarget): EpochRows {
  const { store, isTail, rowsMax } = target;
  const lines = new Map<NdjsonTable, Lines>();
  const files: LakeFile[] = [];
  /** Of the events. */
  const span = emptySpan();
  let queue: Promise<void> = target.after ?? Promise.resolve();
  /** Piles that are not made yet, oldest first. */
  const waiting: Promise<void>[] = [];

  /** Lets a pile be made into files, one pile after another. */
  function make(pile: Pile): void {
    queue = queue.then(async () => {
      for (const rows of pile.tables()) if (rows !== null) files.push(await parquetFile(target, rows, pile));
      pile.release();
      void waiting.shift();
    });
    waiting.push(queue);
    queue.catch(() => {}); // whoever waits for it is told
  }

  const { pools } = target;
  const limits = { rowsMax, make };
  const events = piles(limits, pools.events, eventRows, (rows) => [rows.events(), rows.subjects()]);
  const verdicts = piles(limits, pools.verdicts, verdictRows, (rows) => [rows.verdicts(), rows.changes()]);
  const raws = piles(limits, pools.raws, rawRows, (rows) => [rows.raw()]);

  function line(table: NdjsonTable, text: string): void {
    const own = lines.get(table) ?? { ...emptySpan(), stage: store.stage(), rows: 0 };
    lines.set(table, own);
    own.stage.line(text);
    own.rows++;
  }

  return {
    event(batch, row, columns, registers) {
      const time = columns.time[row];
      const pile = events.at(time);
      pile.rows.add(batch, row, columns, registers);
      pile.days.add(batch, row, columns);
      widen(span, time);
      events.added(pile);
    },
    raw(row, columns, raw) {
      const pile = raws.at(columns.time[row]);
      pile.rows.add(row, columns, raw);
      raws.added(pile);
    },
    verdict(verdict, lookup) {
      const pile = verdicts.at(lookup.time);
      pile.rows.add(verdict, lookup);
      verdicts.added(pile);
    },
    finding: (finding) => line('findings', JSON.stringify(finding)),
    quarantine: (text) => line('quarantine', text),
    replayed: (text) => line('replayed', text),
    adopt(made) {
      for (const file of made) {
        files.push(takenOver(target, file));
        if (file.table !== 'events') continue;
        if (file.first !== null) widen(span, file.first);
        if (file.last !== null) widen(span, file.last);
      }
    },
    async ready() {
      while (waiting.length > WAITING_MAX) await waiting[0];
    },
    async finish() {
      events.end();
      verdicts.end();
      raws.end();
      await queue;
      for (const [table, { stage, rows, ...own }] of lines) {
        stage.close();
        const whole = { rows, from: 0, to: Number.POSITIVE_INFINITY };
        const dated = table === 'findings' ? own : span; // how long they are kept depends on it
        const file = adopted(store, table, `${target.nameIn(table)}.ndjson`, stage.path, [whole]);
        files.push({ ...file, ...told(dated) });
      }
      return files.map((file) => ({ ...file, tail: isTail }));
    },
  };
}

/** Piles of one kind of row, by month. */
function piles<Rows extends EventRows | VerdictRows | RawRows>(
  { rowsMax, make }: { readonly rowsMax: number; make(pile: Pile): void },
  pool: Rows[],
  fresh: () => Rows,
  tablesOf: (rows: Rows) => readonly (TableRows | null)[],
) {
  type Own = Pile & { readonly rows: Rows };
  const open = new Map<string, Own>();
  let collected = 0;
  let lastDay: Day = Number.NaN;
  let last: Own | null = null;

  function newPile(month: string): Own {
    const rows = pool.pop() ?? fresh();
    return {
      ...emptySpan(),
      month,
      rows,
      lookedNext: 1,
      days: dayCounts(),
      tables: () => tablesOf(rows),
      release() {
        if (pool.length >= POOLED_MAX || rows.bytes() > POOLED_BYTES_MAX) return;
        rows.clear();
        pool.push(rows);
      },
    };
  }

  function take(pile: Own): void {
    open.delete(pile.month);
    collected -= pile.rows.size();
    if (pile === last) last = null;
    make(pile);
  }

  return {
    /** The pile of a time. */
    at(time: Micros): Own {
      const day = dayAt(time);
      if (last === null || day !== lastDay) {
        const month = monthOf(day);
        last = open.get(month) ?? newPile(month);
        open.set(month, last);
        lastDay = day;
      }
      widen(last, time);
      return last;
    },
    /** A row was added to the pile. */
    added(pile: Own): void {
      collected++;
      const { rows } = pile;
      if (rows.size() >= rowsMax || isLong(pile)) take(pile);
      else if (collected >= rowsMax * COLLECTED_FACTOR)
        take([...open.values()].reduce((one, other) => (other.rows.size() > one.rows.size() ? other : one)));
    },
    end(): void {
      for (const pile of open.values()) take(pile);
    },
  };
}

/** Whether the rows of a pile take as much as a pile may. The longer they are, the sooner it is looked again. */
function isLong(pile: Pile): boolean {
  const size = pile.rows.size();
  if (size < pile.lookedNext) return false;
  const bytes = pile.rows.bytes();
  const more = Math.floor(((PILE_BYTES_MAX - bytes) / (bytes + 1)) * size);
  pile.lookedNext = size + Math.max(1, Math.min(more, LOOKED_EVERY));
  return bytes >= PILE_BYTES_MAX;
}

function emptySpan(): Span {
  return { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
}

function widen(span: Span, time: Micros): void {
  if (time < span.first) span.first = time;
  if (time > span.last) span.last = time;
}

function told({ first, last }: Span): Pick<LakeFile, 'first' | 'last'> {
  return Number.isFinite(first) ? { first, last } : { first: null, last: null };
}

async function parquetFile(target: EpochTarget, rows: TableRows, pile: Pile): Promise<LakeFile> {
  const { store, maker } = target;
  const { table } = rows;
  const stage = store.stage();
  const made = await maker.make(rows, stage.bytes);
  stage.close();
  const name = `${target.nameIn(`${table}/${pile.month}`)}.parquet`;
  return {
    ...adopted(store, table, name, stage.path, withFooter(made)),
    ...told(pile),
    days: table === 'events' ? pile.days.days() : [],
  };
}

/** A file that another process has made, under a name of the next commit. It must be what was said of it. */
export function takenOver(
  { store, nameIn }: Pick<EpochTarget, 'store' | 'nameIn'>,
  made: LakeFile,
): LakeFile {
  const { table, name, sha256, groups, first, last, days } = made;
  const own = `${nameIn(`${table}/${monthOf(dayAt(first ?? 0))}`)}.parquet`;
  const file = adopted(store, table, own, store.path(name), groups);
  if (file.sha256 !== sha256)
    throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(own) }), null);
  return { ...file, first, last, days };
}

function monthOf(day: Day): string {
  return formatDate(day).slice(0, -3);
}

/** The row groups, and what stands behind them. */
export function withFooter({ groups }: MadeFile): MadeFile['groups'] {
  return [...groups, { rows: 0, from: groups.at(-1)?.to ?? 0, to: Number.POSITIVE_INFINITY }];
}

/** Gives a file that was made its name, and says what a commit says of it. */
export function adopted(
  store: Store,
  table: LakeFile['table'],
  name: string,
  scratch: string,
  groups: MadeFile['groups'],
): LakeFile {
  const stored = store.adopt(scratch, name, groups);
  if (stored === 'taken')
    throw new StoreFailed(problem('lake-taken-over', {}, { file: store.path(name) }), null);
  const { sha256, bytes, hashes } = stored;
  return {
    table,
    name,
    sha256,
    bytes,
    rows: groups.reduce((sum, { rows }) => sum + rows, 0),
    first: null,
    last: null,
    tail: false,
    groups: groups.map(({ rows, from, to }, i) => ({
      rows,
      from,
      to: Math.min(to, bytes),
      sha256: hashes[i],
    })),
    days: [],
  };
}
