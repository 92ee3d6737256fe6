/** Reading a lake without writing to it: the chain up to a commit, and the files in question. */
import { statSync } from 'node:fs';
import type { LakeFile, ParquetTable } from '../../schemas/commit.ts';
import { type Problem, problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import { newestNumber, readChain } from '../store/chain.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { posixStore } from '../store/posix-store.ts';
import { type Snapshot, snapshotOf } from '../store/snapshot.ts';
import { type Store, StoreFailed } from '../store/store.ts';

/** A lake as of a commit, for reading. */
export interface ReadLake {
  readonly store: Store;
  readonly snapshot: Snapshot;
  /** Whether this is not the newest commit. */
  readonly isPast: boolean;
}

/** Opens a lake as of a commit; null: the newest. */
export function readLake(folder: string, number: number | null): ReadLake | Problem {
  let isFolder: boolean;
  try {
    isFolder = statSync(folder).isDirectory();
  } catch {
    return problem('ask-no-lake', {}, { file: folder });
  }
  if (!isFolder) return problem('folder-is-file', {}, { file: folder });
  try {
    const store = posixStore(folder, nodeFileSystem);
    const newest = newestNumber(store);
    if (newest === 0) return problem('ask-no-lake', {}, { file: folder });
    if (number !== null && number > newest) return problem('ask-snapshot', { snapshot: number, newest });
    const snapshot = snapshotOf(readChain(store, number ?? newest));
    return { store, snapshot, isPast: number !== null && number < newest };
  } catch (error) {
    if (error instanceof StoreFailed) return error.problem;
    throw error;
  }
}

/** The files of a table that may hold events of a period. */
export function filesIn(
  { files }: Snapshot,
  table: ParquetTable,
  from: Micros,
  to: Micros,
): readonly LakeFile[] {
  return files.filter(
    (file) => file.table === table && (file.first === null || (file.first < to && (file.last ?? to) >= from)),
  );
}
