/**
 * A store in a folder: temporary name → written in full → fsync → SHA-256 → final name by link(2), which fails if it is
 * taken → fsync of the folder. Nothing is renamed over anything, no fsync is tried twice, nothing is assumed after an error.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { problem } from '../core/problem.ts';
import type { FileSystem } from './file-system.ts';
import { type Range, type Stage, type Store, type Stored, StoreFailed } from './store.ts';

const TEMPORARY = 'tmp';
const READ_BYTES = 2 ** 20;
const STAGE_CHARS = 2 ** 19;

/** A store in `folder`, which is there already. */
export function posixStore(folder: string, files: FileSystem): Store {
  const made = new Set<string>(['']);
  let serial = 0;
  /** Files are read into this one, piece by piece: a fresh one for each of a thousand commits is a second of garbage. */
  let piece: Uint8Array | null = null;
  const writer = randomBytes(6).toString('hex');
  const path = (name: string) => join(folder, name);

  /** Runs calls on the file system; what they throw ends the work of this store. */
  function must<T>(file: string, calls: () => T): T {
    try {
      return calls();
    } catch (error) {
      if (error instanceof StoreFailed) throw error;
      const why = codeOf(error) ?? String(error);
      throw new StoreFailed(problem('lake-failed', { why }, { file }), error);
    }
  }

  function fsyncFolder(name: string): void {
    const descriptor = files.open(path(name));
    files.fsync(descriptor);
    files.close(descriptor);
  }

  /** Makes the folders above a name, each known to its parent before anything is put into it. */
  function makeFolders(name: string): void {
    const parent = parentOf(name);
    if (made.has(parent)) return;
    makeFolders(parent);
    try {
      files.makeFolder(path(parent));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    fsyncFolder(parentOf(parent)); // also where it stood already: whoever made it may have died before this
    made.add(parent);
  }

  function scratch(): string {
    const name = `${TEMPORARY}/${writer}-${serial++}`;
    must(path(name), () => makeFolders(name));
    return path(name);
  }

  /** Gives a file that is whole and fsynced its name; false where the name is taken. */
  function publish(temporary: string, name: string): boolean {
    makeFolders(name);
    let isOurs = true;
    try {
      files.link(temporary, path(name));
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
      isOurs = false;
    }
    if (isOurs) fsyncFolder(parentOf(name));
    files.unlink(temporary);
    return isOurs;
  }

  /** Reads a file in pieces. */
  function scan(file: string, take: (piece: Uint8Array) => void): void {
    const descriptor = files.open(file);
    piece ??= new Uint8Array(READ_BYTES);
    const bytes = piece;
    for (let at = 0; ; ) {
      const read = files.read(descriptor, bytes, at);
      if (read === 0) break;
      take(bytes.subarray(0, read));
      at += read;
    }
    files.close(descriptor);
  }

  function put(name: string, bytes: Uint8Array): Stored | 'taken' {
    const temporary = scratch();
    return must(path(name), () => {
      const descriptor = files.create(temporary);
      writeAll(descriptor, bytes);
      files.fsync(descriptor);
      files.close(descriptor);
      if (!publish(temporary, name)) return 'taken';
      return { name, sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
    });
  }

  function stage(): Stage {
    const path = scratch();
    const descriptor = must(path, () => files.create(path));
    let waiting = '';
    let pieces: Uint8Array[] = [];
    let pieceBytes = 0;
    const flush = () => {
      const bytes = waiting === '' ? Buffer.concat(pieces) : Buffer.from(waiting);
      waiting = '';
      pieces = [];
      pieceBytes = 0;
      must(path, () => writeAll(descriptor, bytes));
    };
    return {
      path,
      line(text) {
        waiting += `${text}\n`;
        if (waiting.length >= STAGE_CHARS) flush();
      },
      bytes(bytes) {
        pieces.push(bytes);
        pieceBytes += bytes.length;
        if (pieceBytes >= STAGE_CHARS) flush();
      },
      close() {
        if (waiting !== '' || pieceBytes > 0) flush();
        must(path, () => files.close(descriptor));
      },
    };
  }

  function writeAll(descriptor: number, bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const written = files.write(descriptor, bytes, at);
      if (written === 0) throw new Error('nothing could be written');
      at += written;
    }
  }

  function adopt(temporary: string, name: string, ranges: readonly Range[]) {
    return must(path(name), () => {
      files.protect(temporary);
      const descriptor = files.open(temporary);
      files.fsync(descriptor);
      files.close(descriptor);
      const whole = createHash('sha256');
      const parts = rangeHashes(ranges);
      let bytes = 0;
      scan(temporary, (piece) => {
        whole.update(piece);
        parts.update(piece, bytes);
        bytes += piece.length;
      });
      if (!publish(temporary, name)) return 'taken';
      return { name, sha256: whole.digest('hex'), bytes, hashes: parts.digests() };
    });
  }

  function get(name: string): Uint8Array | null {
    const pieces: Uint8Array[] = [];
    return must(path(name), () => {
      try {
        scan(path(name), (piece) => pieces.push(piece.slice()));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
      return pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    });
  }

  function entries(name: string): string[] {
    return must(path(name), () => {
      try {
        return files.list(path(name)).sort();
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return [];
        throw error;
      }
    });
  }

  function list(name: string): string[] {
    return entries(name).flatMap((entry) => {
      const inside = name === '' ? entry : `${name}/${entry}`;
      const facts = ifThere(path(inside), files.facts);
      return facts === null ? [] : facts.isFolder ? list(inside) : [inside];
    });
  }

  /** Null where another process has removed the file meanwhile. */
  function ifThere<T>(file: string, call: (file: string) => T): T | null {
    return must(file, () => {
      try {
        return call(file);
      } catch (error) {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      }
    });
  }

  return {
    put,
    adopt,
    get,
    entries,
    list,
    remove: (name) => void ifThere(path(name), files.unlink),
    stage,
    discard: (file) => must(file, () => files.unlink(file)),
    scratch,
    path,
  };
}

/** Hashes of ranges of a file that is read from its beginning; ranges ascend and do not overlap. */
function rangeHashes(ranges: readonly Range[]) {
  const hashes = ranges.map(() => createHash('sha256'));
  return {
    update(piece: Uint8Array, position: number): void {
      for (const [index, { from, to }] of ranges.entries()) {
        const start = Math.max(0, from - position);
        const stop = Math.min(piece.length, to - position);
        if (start < stop) hashes[index].update(piece.subarray(start, stop));
      }
    },
    digests: () => hashes.map((hash) => hash.digest('hex')),
  };
}

function parentOf(name: string): string {
  return name.includes('/') ? name.slice(0, name.lastIndexOf('/')) : '';
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
