/** Where a lake is kept: a port with few promises, so that a POSIX folder today and an object store tomorrow can keep them. */
import type { Problem } from '../core/problem.ts';

/** What was stored, as a commit names it. */
export interface Stored {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

/** Part of a file with a hash of its own. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** Lines or bytes on their way to a file; not fsynced. */
export interface Stage {
  readonly path: string;
  line(text: string): void;
  bytes(bytes: Uint8Array): void;
  close(): void;
}

/**
 * Files by name (`commits/000000000/000000000001.json`), written once and whole. What a call that came back has stored is there after
 * a loss of power. Every call throws {@link StoreFailed} for what the system refuses; nothing is to be called after that.
 */
export interface Store {
  /** Stores bytes under a name that nobody has used; `taken` where somebody has, and then nothing is changed. */
  put(name: string, bytes: Uint8Array): Stored | 'taken';
  /** Like {@link put} for a file that somebody else has written in full to {@link scratch}; hashes the given ranges too. */
  adopt(scratch: string, name: string, ranges: readonly Range[]): (Stored & { hashes: string[] }) | 'taken';
  /** The bytes; null where there is no such file. */
  get(name: string): Uint8Array | null;
  /** What stands in a folder itself, files and folders, in order; nothing where there is no such folder. */
  entries(folder: string): string[];
  /** All names in a folder and the folders in it, in order; none where there is no such folder. */
  list(folder: string): string[];
  /** Removes a file; another process may have done so. */
  remove(name: string): void;
  /** A new temporary file for rows, which is waste after use. */
  stage(): Stage;
  /** Does away with a temporary file. */
  discard(scratch: string): void;
  /** The path of a new temporary file, for another writer. It does not exist yet. */
  scratch(): string;
  /** Where a file lies, for another reader. */
  path(name: string): string;
}

/** A call on the file system that failed: the process ends, since nobody knows what is on the disk now. */
export class StoreFailed extends Error {
  readonly problem: Problem;

  constructor(problem: Problem, cause: unknown) {
    super(problem.message.en, { cause });
    this.problem = problem;
  }
}
