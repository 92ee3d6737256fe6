/** Reading a lake for verification: whatever cannot be read is an answer, not an end. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { FileSystem } from '../file-system.ts';

/** Why a file could not be read; `ENOENT` where it is not there. */
export interface NotRead {
  readonly why: string;
}

/** A file's hashes by parts. */
export interface Hashes {
  readonly bytes: number;
  /** One for each end that the file reaches, and one for what is behind the last of them. */
  readonly parts: readonly string[];
}

/** Reads in a folder. */
export interface Reader {
  /** All files below a folder, by their names in the lake; a link is one, wherever it leads. Throws what the system says where it cannot be listed. */
  names(folder: string): string[];
  bytes(name: string): Uint8Array | NotRead;
  /** Hashes the parts of a file that end at these ascending bytes; `onRead` is told as it goes. */
  hashes(name: string, ends: readonly number[], onRead: (bytes: number) => void): Hashes | NotRead;
}

const PIECE_BYTES = 2 ** 20;

/** Reads below `folder`. */
export function lakeReader(folder: string, files: FileSystem): Reader {
  const buffer = new Uint8Array(PIECE_BYTES);

  function names(name: string): string[] {
    let entries: string[];
    try {
      entries = files.list(join(folder, name));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return [];
      throw error; // without a list nobody can say what is missing
    }
    return entries.sort().flatMap((entry) => {
      const inside = name === '' ? entry : `${name}/${entry}`;
      return isFolder(inside) ? names(inside) : [inside];
    });
  }

  function isFolder(name: string): boolean {
    try {
      return files.isOwnFolder(join(folder, name));
    } catch {
      return false; // it is gone
    }
  }

  /** Hands over a file piece by piece. */
  function scan(name: string, take: (piece: Uint8Array) => void): NotRead | null {
    let descriptor: number | null = null;
    try {
      descriptor = files.open(join(folder, name));
      for (let at = 0; ; ) {
        const read = files.read(descriptor, buffer, at);
        if (read === 0) return null;
        take(buffer.subarray(0, read));
        at += read;
      }
    } catch (error) {
      return { why: codeOf(error) };
    } finally {
      if (descriptor !== null) files.close(descriptor);
    }
  }

  return {
    names,
    bytes(name) {
      const pieces: Uint8Array[] = [];
      return scan(name, (piece) => pieces.push(piece.slice())) ?? Buffer.concat(pieces);
    },
    hashes(name, ends, onRead) {
      const hashes = partHashes(ends);
      const failed = scan(name, (piece) => {
        hashes.take(piece);
        onRead(piece.length);
      });
      return failed ?? hashes.done();
    },
  };
}

/** Hashes of the parts of a file that comes piece by piece. */
export function partHashes(ends: readonly number[]) {
  const parts: string[] = [];
  let part = createHash('sha256');
  let bytes = 0;
  const closeParts = () => {
    while (bytes === ends[parts.length]) {
      parts.push(part.digest('hex'));
      part = createHash('sha256');
    }
  };
  closeParts();
  return {
    take(piece: Uint8Array): void {
      for (let at = 0; at < piece.length; ) {
        const stop = Math.min(piece.length, at + (ends[parts.length] ?? Number.POSITIVE_INFINITY) - bytes);
        part.update(piece.subarray(at, stop));
        bytes += stop - at;
        at = stop;
        closeParts();
      }
    },
    done: (): Hashes => ({ bytes, parts: [...parts, part.digest('hex')] }),
  };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
