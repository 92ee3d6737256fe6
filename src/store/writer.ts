/**
 * Writing to a lake: take over, add epochs, end. The order of steps is the protocol (docs/store.md): each is durable before
 * the next begins, and nothing counts before its commit.
 */
import { createHash, randomBytes } from 'node:crypto';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import {
  type Commit,
  type DeliveredFile,
  LAKE_FORMAT,
  type LakeCounts,
  type LakeFile,
  type LakeInput,
} from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import { addCommit, commitName, numbered } from './chain.ts';
import { type EpochRows, epochRows } from './epoch-rows.ts';
import type { Lake } from './lake.ts';
import type { TableMaker } from './parquet-maker.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';
import { type Store, StoreFailed } from './store.ts';

/** Who begins to write, and by what. */
export interface WriterSettings {
  readonly versions: Commit['versions'];
  /** Register files to be in force from now on, with their bytes; null: those in force stay. */
  readonly registers: readonly Delivery[] | null;
  /** The start of the run, which judging takes for now. */
  readonly now: Micros;
  /** The clock, for people. */
  readonly clock: () => string;
  readonly maker: TableMaker;
  /** Rows that are sorted at once. */
  readonly rowsMax?: number;
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
  readonly counts: LakeCounts;
  /** The engine's state after the rows, without the tail. */
  readonly state: Uint8Array;
}

/** The one who writes to a lake, until somebody takes over. */
export interface LakeWriter {
  /** As of the newest commit. */
  snapshot(): Snapshot;
  /** The engine's state as of then; null in an empty lake. */
  state(): Uint8Array | null;
  rows(isTail: boolean): EpochRows;
  /** Makes an epoch durable: all of it or nothing. */
  commit(epoch: Epoch): Promise<void>;
  /** Puts files in place of others that hold the same rows. `make` is told names to use. */
  compact(make: (nameIn: (folder: string) => string) => Promise<Compaction>): Promise<void>;
}

/** Files in place of others. */
export interface Compaction {
  readonly files: readonly LakeFile[];
  readonly removed: readonly string[];
}

/** Rows of a staged file: DuckDB sorts so many in some 250 MB. */
const ROWS_MAX = 2 ** 17;
/** Folders in which what no commit names is waste. */
const SWEPT = ['events', 'subjects', 'verdicts', 'findings', 'quarantine', 'state', 'tmp'];

/** Takes a lake over: wins an empty commit, loads the state, and only then removes waste. */
export function takeOver({ store, chain: known }: Lake, settings: WriterSettings): LakeWriter {
  const chain = [...known];
  const writer = randomBytes(8).toString('hex');
  const { maker, versions } = settings;

  let newest = snapshotOf(chain);
  const snapshot = () => newest;

  function add(part: Pick<Commit, 'kind'> & Partial<Commit>): void {
    const { number, sha256, registers, ended, counts, state } = snapshot();
    const added = addCommit(store, {
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
      ...part,
    });
    if (added === 'taken') throw takenOver(store, number + 1);
    chain.push(added);
    newest = snapshotOf(chain);
  }

  function namer(): (folder: string) => string {
    const number = numbered(chain.length + 1);
    let serial = 0;
    return (folder) => `${folder}/${number}-${serial++}`;
  }
  let nameIn = namer();

  const { registers } = settings;
  const isNew = registers !== null && !isInForce(snapshot(), registers);
  add({
    kind: 'takeover',
    ...(isNew && { registers: chain.length + 1, delivery: deliver(store, registers) }),
    ticks: [{ name: 'now', time: settings.now }],
  });
  const state = loadState(store, snapshot());
  removeWaste(store, snapshot());
  nameIn = namer();

  return {
    snapshot,
    state: () => state,
    rows: (isTail) =>
      epochRows({
        store,
        maker,
        isTail,
        rowsMax: settings.rowsMax ?? ROWS_MAX,
        nameIn: (folder) => nameIn(folder),
      }),
    async commit({ rows, tail, inputs, counts, state: bytes }) {
      const before = snapshot();
      const files = [...(await rows.finish()), ...(tail === null ? [] : await tail.finish())];
      const stored = store.put(`state/${numbered(chain.length + 1)}.zst`, zstdCompressSync(bytes));
      if (stored === 'taken') throw takenOver(store, chain.length + 1);
      const removed = before.files.flatMap(({ name, tail: wasTail }) => (wasTail ? [name] : []));
      add({
        kind: 'epoch',
        inputs: [...inputs],
        files,
        removed,
        ended: tail !== null,
        counts,
        state: stored,
      });
      nameIn = namer();
      if (before.state !== null) store.remove(before.state.name);
    },
    async compact(make) {
      const { files, removed } = await make((folder) => nameIn(folder));
      add({ kind: 'compaction', files: [...files], removed: [...removed] });
      nameIn = namer();
    },
  };
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

function loadState(store: Store, { state }: Snapshot): Uint8Array | null {
  if (state === null) return null;
  const bytes = store.get(state.name);
  if (bytes === null || hashOf(bytes) !== state.sha256)
    throw new StoreFailed(problem('lake-damaged', {}, { file: store.path(state.name) }), null);
  return new Uint8Array(zstdDecompressSync(bytes)); // a Buffer's slices would share its memory
}

/**
 * Removes what no commit names: unfinished files, and files that were replaced. Names are numbered by commits, and a later
 * number belongs to somebody who has taken over since. Registers stay: they are what was known, and are found by their hash.
 */
function removeWaste(store: Store, { number, files, state }: Snapshot): void {
  const kept = new Set(files.map(({ name }) => name));
  if (state !== null) kept.add(state.name);
  for (const folder of SWEPT) {
    for (const name of store.list(folder)) {
      const isLater = folder !== 'tmp' && Number.parseInt(name.slice(name.lastIndexOf('/') + 1), 10) > number;
      if (!kept.has(name) && !isLater) store.remove(name);
    }
  }
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function takenOver(store: Store, number: number): StoreFailed {
  return new StoreFailed(problem('lake-taken-over', {}, { file: store.path(commitName(number)) }), null);
}
