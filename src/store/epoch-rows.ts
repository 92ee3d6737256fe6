/** Rows on their way into the files of one commit: staged by month, made into Parquet in the background, given their names. */
import type { LakeFile, NdjsonTable, ParquetTable } from '../../schemas/commit.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Verdict } from '../../schemas/verdict.ts';
import type { Key } from '../core/hash.ts';
import { problem } from '../core/problem.ts';
import { dayAt, formatDate, type Micros } from '../core/time.ts';
import { type DayCounts, dayOf, type EventRow } from './event-row.ts';
import type { MadeFile, TableMaker } from './parquet-maker.ts';
import type { RawRow } from './raw-row.ts';
import { type Stage, type Store, StoreFailed } from './store.ts';

/** Rows of one epoch, or of its tail. */
export interface EpochRows {
  event(row: EventRow): void;
  /** The bytes that an event was read from. */
  raw(row: RawRow): void;
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
  /** Makes and names all files. */
  finish(): Promise<LakeFile[]>;
}

/** The look-up of a verdict: its event's place and time, and {@link hashText} of the person, or of the account where nobody knows who had it. */
export interface LookupPlace {
  readonly ref: number;
  readonly time: Micros;
  readonly who: Key;
  /** Whether the verdict is another than on arrival. */
  readonly isChanged: boolean;
}

/** Where the rows go. */
export interface EpochTarget {
  readonly store: Store;
  readonly maker: TableMaker;
  readonly isTail: boolean;
  /** Rows of a staged file; DuckDB sorts so many at once. */
  readonly rowsMax: number;
  /** The next name of a file in a folder, without its ending. */
  nameIn(folder: string): string;
}

interface Pile {
  readonly stage: Stage;
  readonly folder: string;
  rows: number;
  subjects: number;
  changes: number;
  chars: number;
  first: Micros;
  last: Micros;
  /** By day and source. */
  readonly days: Map<string, { -readonly [K in keyof DayCounts]: DayCounts[K] }>;
}

const VERDICT_TABLES: readonly ParquetTable[] = ['verdicts', 'changes'];

/** How many staged files may wait to be made: rows come faster than DuckDB sorts them. */
const WAITING_MAX = 2;
/** Rows of a megabyte each are sorted fewer at a time. */
const CHARS_MAX = 2 ** 27;

/** Begins to collect rows. */
export function epochRows(target: EpochTarget): EpochRows {
  const { store, isTail, rowsMax } = target;
  const events = new Map<string, Pile>();
  const verdicts = new Map<string, Pile>();
  const raws = new Map<string, Pile>();
  const lines = new Map<NdjsonTable, Pile>();
  const files: LakeFile[] = [];
  /** Of the events. */
  const span = { first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY };
  let queue: Promise<void> = Promise.resolve();
  let waiting = 0;

  function add(piles: Map<string, Pile>, tables: readonly ParquetTable[], time: Micros, json: string): Pile {
    const month = monthOf(time);
    const pile = piles.get(month) ?? newPile(store, month);
    piles.set(month, pile);
    pile.stage.line(json);
    pile.rows++;
    pile.chars += json.length;
    pile.first = Math.min(pile.first, time);
    pile.last = Math.max(pile.last, time);
    if (pile.rows >= rowsMax || pile.chars >= CHARS_MAX) {
      piles.delete(month);
      make(tables, pile);
    }
    return pile;
  }

  /** Lets a pile be made into files, one pile after another. */
  function make(tables: readonly ParquetTable[], pile: Pile): void {
    pile.stage.close();
    waiting++;
    queue = queue.then(async () => {
      for (const table of tables) {
        const isEmpty =
          (table === 'subjects' && pile.subjects === 0) || (table === 'changes' && pile.changes === 0);
        if (!isEmpty) files.push(await parquetFile(target, table, pile));
      }
      store.discard(pile.stage.path);
      waiting--;
    });
    queue.catch(() => {}); // whoever waits for it is told
  }

  function line(table: NdjsonTable, text: string): void {
    const pile = lines.get(table) ?? newPile(store, '');
    lines.set(table, pile);
    pile.stage.line(text);
    pile.rows++;
  }

  return {
    event({ time, json, subjects, unnamed, day }) {
      const pile = add(events, ['events', 'subjects'], time, json);
      pile.subjects += subjects;
      span.first = Math.min(span.first, time);
      span.last = Math.max(span.last, time);
      const counts = pile.days.get(day) ?? { events: 0, unnamed: 0, unnamed_records: 0 };
      pile.days.set(day, counts);
      counts.events++;
      if (unnamed === 0) return;
      counts.unnamed++;
      counts.unnamed_records += unnamed;
    },
    raw: ({ time, json }) => void add(raws, ['raw'], time, json),
    verdict({ event, subject, verdict, by, revision }, { ref, time, who, isChanged }) {
      const row = { subject, ref, time, who, event, verdict, by, revision, changed: isChanged };
      const pile = add(verdicts, VERDICT_TABLES, time, JSON.stringify(row));
      if (isChanged) pile.changes++;
    },
    finding: (finding) => line('findings', JSON.stringify(finding)),
    quarantine: (text) => line('quarantine', text),
    replayed: (text) => line('replayed', text),
    adopt(made) {
      for (const file of made) {
        files.push(takenOver(target, file));
        if (file.table !== 'events') continue;
        span.first = Math.min(span.first, file.first ?? span.first);
        span.last = Math.max(span.last, file.last ?? span.last);
      }
    },
    async ready() {
      if (waiting > WAITING_MAX) await queue;
    },
    async finish() {
      for (const pile of events.values()) make(['events', 'subjects'], pile);
      for (const pile of verdicts.values()) make(VERDICT_TABLES, pile);
      for (const pile of raws.values()) make(['raw'], pile);
      events.clear();
      verdicts.clear();
      raws.clear();
      await queue;
      for (const [table, pile] of lines) {
        pile.stage.close();
        if (table !== 'findings') Object.assign(pile, span); // how long they are kept depends on it
        const whole = { rows: pile.rows, from: 0, to: Number.POSITIVE_INFINITY };
        files.push(named(target, table, `${target.nameIn(table)}.ndjson`, pile, pile.stage.path, [whole]));
      }
      return files.map((file) => ({ ...file, tail: isTail }));
    },
  };
}

function newPile(store: Store, folder: string): Pile {
  return {
    stage: store.stage(),
    folder,
    rows: 0,
    subjects: 0,
    changes: 0,
    chars: 0,
    first: Number.POSITIVE_INFINITY,
    last: Number.NEGATIVE_INFINITY,
    days: new Map(),
  };
}

async function parquetFile(target: EpochTarget, table: ParquetTable, pile: Pile): Promise<LakeFile> {
  const scratch = target.store.scratch();
  const made = await target.maker.make(table, pile.stage.path, pile.stage.longest, scratch);
  const name = `${target.nameIn(`${table}/${pile.folder}`)}.parquet`;
  return named(target, table, name, pile, scratch, withFooter(made));
}

/** A file that another process has made, under a name of this epoch. It must be what was said of it. */
function takenOver({ store, nameIn }: EpochTarget, made: LakeFile): LakeFile {
  const { table, name, sha256, groups, first, last, days } = made;
  const own = `${nameIn(`${table}/${monthOf(first ?? 0)}`)}.parquet`;
  const file = adopted(store, table, own, store.path(name), groups);
  if (file.sha256 !== sha256)
    throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(own) }), null);
  return { ...file, first, last, days };
}

function monthOf(time: Micros): string {
  return formatDate(dayAt(time)).slice(0, -3);
}

/** The row groups, and what stands behind them. */
export function withFooter({ groups }: MadeFile): MadeFile['groups'] {
  return [...groups, { rows: 0, from: groups.at(-1)?.to ?? 0, to: Number.POSITIVE_INFINITY }];
}

function named(
  { store }: EpochTarget,
  table: LakeFile['table'],
  name: string,
  pile: Pile,
  scratch: string,
  groups: MadeFile['groups'],
): LakeFile {
  const isDated = Number.isFinite(pile.first);
  return {
    ...adopted(store, table, name, scratch, groups),
    first: isDated ? pile.first : null,
    last: isDated ? pile.last : null,
    days: table === 'events' ? [...pile.days].map(([key, count]) => dayOf(key, count)) : [],
  };
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
