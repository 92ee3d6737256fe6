/**
 * Writing to a lake: take over, add epochs, end. The order of steps is the protocol (docs/store.md): each is durable before
 * the next begins, and nothing counts before its commit.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  type Commit,
  DATA_FOLDERS,
  type DeliveredFile,
  type Examined,
  type JournalFile,
  LAKE_FORMAT,
  type LakeCounts,
  type LakeFile,
  type LakeInput,
  type Reexamination,
  type Retention,
} from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import { addCommit, commitName, numbered, readCommit } from './chain.ts';
import { type EpochRows, epochRows, rowPools } from './epoch-rows.ts';
import type { Lake } from './lake.ts';
import type { TableMaker } from './parquet-maker.ts';
import { baseOf, examinedAfter, type Snapshot, snapshotAfter } from './snapshot.ts';
import type { Kept } from './state/kept-engine.ts';
import { type Store, type Stored, StoreFailed } from './store.ts';

/** Who begins to write, and by what. */
export interface WriterSettings {
  readonly versions: Commit['versions'];
  /** The settings whose hash the versions name; null: nobody needs them. */
  readonly settings?: Uint8Array | null;
  /** Register files to be in force from now on, with their bytes; null: those in force stay. */
  readonly registers: readonly Delivery[] | null;
  /** The start of the run, which judging takes for now. */
  readonly now: Micros;
  /** The clock, for people. */
  readonly clock: () => string;
  readonly maker: TableMaker;
  /** Rows that are sorted at once. */
  readonly rowsMax?: number;
  /** Commits from one that is a base to the next. */
  readonly baseEvery?: number;
  /** Told of every commit, as soon as it is durable. */
  onCommit?(commit: Commit): void;
}

/** A register file to deliver. */
export interface Delivery extends Pick<DeliveredFile, 'register' | 'file'> {
  readonly bytes: Uint8Array;
}

/** What an epoch brings, besides its rows. */
export interface Epoch {
  readonly rows: EpochRows;
  /** What the waiting rows give for now; at the end of a run. */
  readonly tail: EpochRows | null;
  readonly inputs: readonly LakeInput[];
  /** What counted as now. */
  readonly ticks?: Commit['ticks'];
  readonly counts: LakeCounts;
  /** What is kept of the engine's state after the rows, without the tail: `KeptEngine.keep`. */
  readonly kept: Kept | Promise<Kept>;
}

/** What a re-examination brings. */
export interface Examination {
  readonly rows: EpochRows;
  /** What is said only until the next epoch, of rows that are not settled. */
  readonly tail: EpochRows;
  readonly counts: LakeCounts;
  /** The engine's whole state, where it was corrected. */
  readonly kept: Kept | null;
  readonly examined: Examined;
  readonly reexamination: Reexamination;
}

/** The one who writes to a lake, until somebody takes over. */
export interface LakeWriter {
  /** By what it is told from others who wrote. */
  readonly id: string;
  /** As of the newest commit. */
  snapshot(): Snapshot;
  /** The bytes of a file that a commit names, made sure of. */
  read(file: Pick<Stored, 'name' | 'sha256'>): Uint8Array;
  /** For the epoch after the one that was given to {@link LakeWriter.commit} last, be it durable or not. */
  rows(isTail: boolean): EpochRows;
  /**
   * Makes an epoch durable: all of it or nothing. Rows of the next one may be collected meanwhile; until it has come back nothing else is
   * committed but compactions.
   */
  commit(epoch: Epoch): Promise<void>;
  /** Makes decisions of time durable, or a delivery of registers, before anything is judged by them. */
  decide(decision: Decision): void;
  /** Makes durable what a re-examination has changed. */
  reexamine(examination: Examination): Promise<void>;
  /** Removes rows whose time is over; when it comes back, no file holds them any more. `make` is told names to use. */
  retain(make: (nameIn: (folder: string) => string) => Promise<Removal>): Promise<void>;
  /** Puts files in place of others that hold the same rows. `make` is told names to use. */
  compact(make: (nameIn: (folder: string) => string) => Promise<Compaction>): Promise<void>;
}

/** What is decided between epochs. */
export interface Decision {
  readonly ticks: Commit['ticks'];
  /** Register files to be in force from now on. */
  readonly registers?: readonly Delivery[];
}

/** Files in place of others, which held rows whose time is over. */
export interface Removal {
  readonly files: readonly LakeFile[];
  readonly retention: Retention;
}

/** Files in place of others. */
export interface Compaction {
  readonly files: readonly LakeFile[];
  readonly removed: readonly string[];
}

/** Rows of a staged file: DuckDB sorts so many in some 250 MB. */
const ROWS_MAX = 2 ** 17;
/** Folders in which what no commit names is waste. Register files are kept: a later delivery may name them again. */
const SWEPT = [...DATA_FOLDERS.filter((folder) => folder !== 'registers'), 'tmp'];
/** For so many commits after it was replaced, a file is left to those who read an older snapshot; a take-over removes it at once. */
const REPLACED_COMMITS = 1_000;
/** Commits from one that is a base to the next: who reads the lake reads so many at most. */
const BASE_EVERY = 1_000;

/** Over which processes help each other; whoever writes next removes what lies there. */
export const WORK_FOLDER = 'work';

/** Takes a lake over: wins an empty commit, makes sure of the state, and only then removes waste. */
export function takeOver(
  { store, snapshot: known }: Pick<Lake, 'store' | 'snapshot'>,
  settings: WriterSettings,
): LakeWriter {
  const writer = randomBytes(8).toString('hex');
  const { maker, versions, baseEvery = BASE_EVERY } = settings;
  const pools = rowPools();

  let newest = known;
  /** The epoch that is being made durable. */
  let landing: Promise<void> | null = null;
  const replaced: { readonly by: number; readonly names: readonly string[] }[] = [];
  const snapshot = () => newest;

  function add(part: Pick<Commit, 'kind'> & Partial<Commit>): void {
    if (landing !== null && part.kind !== 'epoch' && part.kind !== 'compaction')
      throw new Error(`a ${part.kind} while an epoch is being made durable`);
    const { number, sha256, registers, ended, counts, state, base, examined } = snapshot();
    const commit: Commit = {
      format: LAKE_FORMAT,
      number: number + 1,
      previous: sha256,
      writer,
      written_at: settings.clock(),
      versions,
      registers: registers?.number ?? null,
      delivery: null,
      ticks: [],
      inputs: [],
      files: [],
      removed: [],
      ended,
      counts,
      state,
      journal: null,
      base: null,
      examined,
      reexamination: null,
      retention: null,
      ...part,
    };
    const isBase = number + 1 - base >= baseEvery;
    if (isBase) commit.base = baseOf(snapshotAfter(snapshot(), { commit, sha256: '' }));
    const added = addCommit(store, commit);
    if (added === 'taken') {
      // who wins a number from another writer takes over and makes no files of that number: no commit will ever name these, and verification must
      // not find them strange
      if (readCommit(store, number + 1).commit.writer !== writer)
        for (const { name } of madeFor(commit, state)) store.remove(name);
      throw takenOver(store, number + 1);
    }
    newest = snapshotAfter(snapshot(), added);
    settings.onCommit?.(commit);
  }

  function namer(): (folder: string) => string {
    const number = numbered(snapshot().number + 1);
    let serial = 0;
    return (folder) => `${folder}/${number}-${serial++}`;
  }
  let nameIn = namer();

  if (settings.settings && store.get(settingsName(versions)) === null)
    store.put(settingsName(versions), settings.settings); // taken: the same bytes are there
  const { registers } = settings;
  const isNew = registers !== null && !isInForce(snapshot(), registers);
  add({
    kind: 'takeover',
    ...(isNew && { registers: snapshot().number + 1, delivery: deliver(store, registers) }),
    ticks: [{ name: 'now', time: settings.now }],
  });
  /** What was made sure of is read once more only after it was used: a state may be hundreds of megabytes. */
  const sure = new Map(stateFiles(snapshot()).map((file) => [file.name, readStored(store, file)]));
  const read = (file: Pick<Stored, 'name' | 'sha256'>): Uint8Array => {
    const bytes = sure.get(file.name) ?? readStored(store, file);
    sure.delete(file.name);
    return bytes;
  };
  removeWaste(store, snapshot(), writer);
  nameIn = namer();

  /** Removes files that were replaced so long ago that nobody reads them any more. */
  function forgetReplaced(): void {
    const { number } = snapshot();
    while (replaced.length > 0 && replaced[0].by + REPLACED_COMMITS <= number)
      for (const name of replaced.shift()?.names ?? []) store.remove(name);
  }

  /** Removes files of the engine's state that the newest commit does without. */
  function forgetStates(before: Snapshot): void {
    const held = new Set(stateFiles(snapshot()).map(({ name }) => name));
    for (const { name } of stateFiles(before)) if (!held.has(name)) store.remove(name);
  }

  async function land({ rows, tail, inputs, ticks = [], counts, kept }: Epoch): Promise<void> {
    const files = [...(await rows.finish()), ...(tail === null ? [] : await tail.finish())];
    const keeping = await kept;
    const before = snapshot();
    const state = keep(store, before, keeping);
    const removed = before.files.flatMap(({ name, tail: wasTail }) => (wasTail ? [name] : []));
    add({
      kind: 'epoch',
      inputs: [...inputs],
      ticks: [...ticks],
      files,
      removed,
      ended: tail !== null,
      counts,
      examined: examinedAfter(before, files),
      ...state,
    });
    nameIn = namer();
    forgetStates(before);
    forgetReplaced();
  }

  return {
    id: writer,
    snapshot,
    read,
    rows: (isTail) =>
      epochRows({
        store,
        maker,
        isTail,
        rowsMax: settings.rowsMax ?? ROWS_MAX,
        nameIn: (folder) => nameIn(folder),
        pools,
        ...(landing !== null && { after: landing }),
      }),
    decide({ ticks, registers }) {
      const delivery = registers === undefined ? null : deliver(store, registers);
      add({
        kind: 'decision',
        ticks: [...ticks],
        ...(delivery !== null && { registers: snapshot().number + 1, delivery }),
      });
      nameIn = namer();
    },
    async commit(epoch) {
      if (landing !== null) throw new Error('an epoch while another one is being made durable');
      landing = land(epoch);
      landing.catch(() => {}); // who commits is told, and nothing more is committed
      await landing;
      landing = null;
    },
    async reexamine({ rows, tail, counts, kept, examined, reexamination }) {
      const before = snapshot();
      const files = [...(await rows.finish()), ...(await tail.finish())];
      const state = kept === null ? {} : keep(store, before, kept);
      add({ kind: 'reexamination', files, counts, examined, reexamination, ...state });
      nameIn = namer();
      forgetStates(before);
    },
    async retain(make) {
      const { files, retention } = await make((folder) => nameIn(folder));
      const removed = retention.removed.map(({ name }) => name);
      add({ kind: 'retention', files: [...files], removed, retention });
      nameIn = namer();
      for (const name of [...removed, ...replaced.splice(0).flatMap(({ names }) => names)])
        store.remove(name);
    },
    async compact(make) {
      const { files, removed } = await make((folder) => nameIn(folder));
      add({ kind: 'compaction', files: [...files], removed: [...removed] });
      replaced.push({ by: snapshot().number, names: removed });
      nameIn = namer();
    },
  };
}

/** The files that were made for a commit. `before`: the whole state until then. */
function madeFor({ files, state, journal }: Commit, before: Stored | null): Pick<Stored, 'name'>[] {
  const isNew = state !== null && state.name !== before?.name;
  return [...files, ...(isNew ? [state] : []), ...(journal === null ? [] : [journal])];
}

/** The file of the settings by which something was judged. */
export function settingsName({ settings }: Pick<Commit['versions'], 'settings'>): string {
  return `settings/${settings}`;
}

/** Stores register files by their hashes. */
function deliver(store: Store, files: readonly Delivery[]): DeliveredFile[] {
  return files.map(({ register, file, bytes }) => {
    const sha256 = hashOf(bytes);
    store.put(`registers/${sha256}`, bytes); // taken: the same bytes are there
    return { register, file, sha256, bytes: bytes.length };
  });
}

/** Whether exactly these register files are in force already. */
export function isInForce({ registers }: Snapshot, files: readonly Delivery[]): boolean {
  const told = (files: readonly DeliveredFile[]) =>
    files.map(({ register, file, sha256 }) => `${register} ${file} ${sha256}`).join('\n');
  const delivered = files.map(({ register, file, bytes }) => ({
    register,
    file,
    bytes: bytes.length,
    sha256: hashOf(bytes),
  }));
  return registers !== null && told(registers.files) === told(delivered);
}

/** Stores what is kept of the engine's state; gives back what the commit says of it. */
function keep(
  store: Store,
  { number, registers }: Snapshot,
  kept: Kept,
): { state?: Stored; journal?: JournalFile } {
  const stored = store.put(`${kept.kind}/${numbered(number + 1)}.zst`, kept.file);
  if (stored === 'taken') throw takenOver(store, number + 1);
  if (kept.kind === 'state') return { state: stored };
  const { events, now } = kept;
  return { journal: { ...stored, events, registers: registers?.number ?? null, now } };
}

/** The files of the engine's state: the last whole one, and what was done since. */
function stateFiles({ state, journals }: Snapshot): Stored[] {
  return [...(state === null ? [] : [state]), ...journals];
}

/** The bytes of a file that a commit names, made sure of. */
export function readStored(store: Store, { name, sha256 }: Pick<Stored, 'name' | 'sha256'>): Uint8Array {
  const bytes = store.get(name);
  if (bytes === null || hashOf(bytes) !== sha256)
    throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(name) }), null);
  return bytes;
}

/** The lines of such a file. */
export function storedLines(store: Store, file: Pick<Stored, 'name' | 'sha256'>): string[] {
  const text = new TextDecoder().decode(readStored(store, file));
  return text.split('\n').filter((line) => line !== '');
}

/**
 * Removes what no commit names: unfinished files, and files that were replaced. Names are numbered by commits, and a later
 * number belongs to somebody who has taken over since. Registers stay: they are what was known, and are found by their hash.
 */
function removeWaste(store: Store, snapshot: Snapshot, writer: string): void {
  const { number, files } = snapshot;
  const kept = new Set([...files, ...stateFiles(snapshot)].map(({ name }) => name));
  for (const folder of SWEPT) {
    for (const name of store.list(folder)) {
      const isLater = folder !== 'tmp' && Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10) > number;
      if (!kept.has(name) && !isLater) store.remove(name);
    }
  }
  // helpers who have seen the take-over may ask already
  for (const name of store.entries(WORK_FOLDER))
    if (!name.startsWith(writer)) store.remove(`${WORK_FOLDER}/${name}`);
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function takenOver(store: Store, number: number): StoreFailed {
  return new StoreFailed(problem('lake-taken-over', {}, { file: store.path(commitName(number)) }), null);
}
