/** A lake as a whole: opening its folder, and becoming the one who writes to it. */

import { dirname } from 'node:path';
import { DATA_FOLDERS } from '../../schemas/commit.ts';
import { problem } from '../core/problem.ts';
import { type ChainedCommit, readChain } from './chain.ts';
import type { FileSystem } from './file-system.ts';
import { posixStore } from './posix-store.ts';
import { type Snapshot, snapshotOf } from './snapshot.ts';
import { type Store, StoreFailed } from './store.ts';

/** An opened lake. */
export interface Lake {
  readonly store: Store;
  /** The commits from the newest base on; earlier ones are read by their number (`readCommit`). */
  readonly chain: readonly ChainedCommit[];
  readonly snapshot: Snapshot;
}

/** Folders that a lake may hold. */
const FOLDERS: ReadonlySet<string> = new Set([
  'commits',
  ...DATA_FOLDERS,
  'seals',
  'asks',
  'keys',
  'outbox',
  'work',
  'settings',
  'tmp',
]);

/** Opens a lake to read from it only. Throws {@link StoreFailed} where there is none. */
export function readLake(folder: string, files: FileSystem): Lake {
  const lake = lakeIn(folder, files);
  if (lake.snapshot.number === 0) throw new StoreFailed(problem('lake-absent', {}, { file: folder }), null);
  return lake;
}

/** Opens a lake to write to it; makes an empty one where nothing is. Throws {@link StoreFailed} where it cannot be one. */
export function openLake(folder: string, files: FileSystem): Lake {
  try {
    prepareFolder(folder, files);
  } catch (error) {
    if (error instanceof StoreFailed) throw error;
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new StoreFailed(problem('lake-failed', { why }, { file: folder }), error);
  }
  return lakeIn(folder, files);
}

function lakeIn(folder: string, files: FileSystem): Lake {
  const store = posixStore(folder, files);
  const chain = readChain(store);
  return { store, chain, snapshot: snapshotOf(chain) };
}

function prepareFolder(folder: string, files: FileSystem): void {
  try {
    files.makeFolder(folder);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    const { isFolder, othersMay } = files.facts(folder);
    if (!isFolder) throw new StoreFailed(problem('folder-is-file', {}, { file: folder }), error);
    const strange = files.list(folder).filter((name) => !FOLDERS.has(name));
    if (strange.length > 0) throw new StoreFailed(problem('lake-not-lake', {}, { file: folder }), error);
    if (othersMay !== 0) files.protect(folder);
  }
  const parent = files.open(dirname(folder));
  files.fsync(parent);
  files.close(parent);
}
