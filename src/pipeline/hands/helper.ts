/**
 * A helper: a process that stands by and meanwhile makes rows of the lake for the one that judges (desk.ts). It writes nothing but files
 * that nobody has to take, and removes nothing: whenever it dies, is frozen or wakes up, the lake never notices.
 */
import { randomBytes } from 'node:crypto';
import type { Commit, LakeFile } from '../../../schemas/commit.ts';
import type { Config } from '../../../schemas/config.ts';
import type { Registers } from '../../registers/registers.ts';
import { newestNumber, readCommit } from '../../store/chain.ts';
import { type Group, merged } from '../../store/compaction.ts';
import { epochRows, rowPools } from '../../store/epoch-rows.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import { unpacked } from '../../store/state/pieces.ts';
import { type Store, StoreFailed } from '../../store/store.ts';
import { pastRegisters } from '../lake/registers.ts';
import { rowDefaults } from '../row-defaults.ts';
import { madeName, type Piece, workName } from './names.ts';
import { readPage } from './page.ts';

/** What a helper needs. */
export interface HelperWanted {
  readonly store: Store;
  readonly maker: TableMaker;
  readonly config: Config;
  /** By what it would judge: it helps only who judges by the same. */
  readonly versions: Commit['versions'];
  wait(milliseconds: number): Promise<void>;
  nowMs(): number;
  readonly stop: AbortSignal;
  /** Who writes is found out; told again and again. */
  readonly onWriter?: ((writer: string, helper: string) => void) | undefined;
  /** A page was made into files. */
  onMade?(rows: number): void;
}

/** How often it is looked whether there is work. */
const POLL_MS = 20;
/** How often it is looked who writes. */
const LOOK_MS = 1_000;

/** Helps until it is told to stop. Throws {@link StoreFailed}. */
export async function help(wanted: HelperWanted): Promise<void> {
  const { store, versions, wait, stop } = wanted;
  const helper = randomBytes(6).toString('hex');
  const registersOf = lastRegisters(wanted);
  for (let number = 1; !stop.aborted; ) {
    const commit = newest(store);
    if (commit === null || !isSame(commit.versions, versions)) {
      await wait(LOOK_MS);
      continue;
    }
    const piece: Piece = { writer: commit.writer, helper, number: number++ };
    wanted.onWriter?.(commit.writer, helper);
    try {
      await serve(piece, wanted, registersOf);
    } catch (error) {
      // who takes the lake over removes what others were about to write
      if (!(error instanceof StoreFailed) || newest(store)?.writer === piece.writer) throw error;
    }
  }
}

/** Asks, waits for a page, and makes it; comes back when another one writes. */
async function serve(
  piece: Piece,
  wanted: HelperWanted,
  registersOf: (commit: number | null) => Registers,
): Promise<void> {
  const { store, wait, nowMs, stop } = wanted;
  store.put(workName('ask', piece), new Uint8Array(0));
  for (let lookedMs = nowMs(); ; await wait(POLL_MS)) {
    const bytes = store.get(workName('page', piece));
    if (bytes !== null) return makePage(piece, bytes, wanted, registersOf);
    const merge = store.get(workName('merge', piece));
    if (merge !== null) return makeMerge(piece, merge, wanted);
    if (stop.aborted) {
      store.put(workName('gone', piece), new Uint8Array(0));
      return;
    }
    if (nowMs() - lookedMs < LOOK_MS) continue;
    lookedMs = nowMs();
    if (newest(store)?.writer !== piece.writer) return;
  }
}

async function makePage(
  piece: Piece,
  bytes: Uint8Array,
  { store, maker, config, wait, stop, onMade }: HelperWanted,
  registersOf: (commit: number | null) => Registers,
): Promise<void> {
  const page = readPage(unpacked(bytes), (source) => rowDefaults(config, source));
  const registers = registersOf(page.registers);
  let serial = 0;
  const rows = epochRows({
    store,
    maker,
    isTail: false,
    rowsMax: page.size,
    nameIn: () => madeName(piece, serial++),
    pools: rowPools(),
  });
  for (const { batch, columns, size } of page.pieces()) {
    await wait(0);
    if (stop.aborted) return void store.put(workName('gone', piece), new Uint8Array(0));
    for (let row = 0; row < size; row++) rows.event(batch, row, columns, registers);
  }
  const files = await rows.finish();
  store.put(workName('done', piece), Buffer.from(JSON.stringify(files)));
  onMade?.(page.size);
}

/** Merges files; where one of them is not there any more, nothing is made. */
async function makeMerge(piece: Piece, bytes: Uint8Array, { store, maker }: HelperWanted): Promise<void> {
  const group = JSON.parse(Buffer.from(bytes).toString('utf8')) as Group;
  let made: LakeFile[];
  try {
    made = [await merged(group, `${madeName(piece, 0)}.parquet`, store, maker)];
  } catch (error) {
    const folder = group.files[0].name.slice(0, group.files[0].name.lastIndexOf('/'));
    const there = new Set(store.entries(folder).map((entry) => `${folder}/${entry}`));
    if (group.files.every(({ name }) => there.has(name))) throw error;
    made = [];
  }
  store.put(workName('done', piece), Buffer.from(JSON.stringify(made)));
}

function newest(store: Store): Commit | null {
  const number = newestNumber(store);
  return number === 0 ? null : readCommit(store, number).commit;
}

function isSame(a: Commit['versions'], b: Commit['versions']): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** The registers that a commit brought; those asked for last are kept. */
function lastRegisters({ store, config }: HelperWanted): (commit: number | null) => Registers {
  let last: { readonly commit: number | null; readonly registers: Registers } | null = null;
  return (commit) => {
    if (last?.commit !== commit) last = { commit, registers: pastRegisters(store, commit, config).registers };
    return last.registers;
  };
}
