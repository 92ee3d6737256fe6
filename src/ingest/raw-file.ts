/** A file or standard input as the bytes it holds, piece by piece. */
import { Buffer } from 'node:buffer';
import { type FileHandle, open } from 'node:fs/promises';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';

/** Bytes as they come, and how far they have come. A piece is good until the next one is asked for: its memory is used again. */
export interface RawFile {
  readonly isRereadable: boolean;
  readonly position: { bytesRead: number; readonly bytesTotal: number | null };
  readonly bytes: AsyncGenerator<Uint8Array>;
  /** The bytes from a later one on, instead of {@link bytes}; null where one cannot jump. */
  readonly bytesFrom: ((byte: number) => AsyncGenerator<Uint8Array>) | null;
  close(): Promise<void>;
}

/** The first read is small, so that hundreds of files can stand open at their beginning. */
const FIRST_READ_BYTES = 64 * 2 ** 10;
const READ_BYTES = 256 * 2 ** 10;

/** Opens a file for reading from its beginning to where it then ends. */
export async function openFile(path: string): Promise<RawFile | Problem> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, 'r');
    const stat = await handle.stat();
    if (!stat.isDirectory()) return rawFile(handle, stat.isFile(), stat.isFile() ? stat.size : null);
    await handle.close();
    return unreadable(path, { code: 'EISDIR' });
  } catch (error) {
    await handle?.close();
    return unreadable(path, error);
  }
}

/** An open file as it is now, read from its beginning; closing is left to who opened it. */
export async function heldFile(handle: FileHandle): Promise<RawFile> {
  const { size } = await handle.stat();
  const file = rawFile(handle, true, size);
  return { ...file, bytes: (file.bytesFrom as (byte: number) => Pieces)(0), close: async () => {} };
}

type Pieces = AsyncGenerator<Uint8Array>;

/** Standard input, or what stands for it. Who closes it himself, to be interrupted, has read it to its end. */
export function standardInput(stdin: AsyncIterable<Uint8Array> = process.stdin): RawFile {
  const position = { bytesRead: 0, bytesTotal: null };
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for await (const piece of stdin) {
        position.bytesRead += piece.length;
        yield piece;
      }
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
    }
  }
  return { isRereadable: false, position, bytes: bytes(), bytesFrom: null, close: async () => {} };
}

/** The problem of a file that the system will not let us read. */
export function unreadable(path: string, error: unknown): Problem {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'EIO';
  return problem('file-unreadable', { why: REASONS[code] ?? code }, { file: path });
}

const REASONS: Readonly<Record<string, Bilingual>> = {
  ENOENT: { ja: 'ファイルがありません', en: 'there is no such file' },
  ENOTDIR: { ja: 'ファイルがありません', en: 'there is no such file' },
  EACCES: { ja: '読み取り権限がありません', en: 'no right to read it' },
  EPERM: { ja: '読み取り権限がありません', en: 'no right to read it' },
  EISDIR: { ja: 'フォルダーです', en: 'it is a folder' },
  EMFILE: { ja: '開いているファイルが多すぎます', en: 'too many open files' },
  EIO: { ja: '装置の読み取りエラーです', en: 'the device failed' },
};

function rawFile(handle: FileHandle, isRereadable: boolean, bytesTotal: number | null): RawFile {
  const position = { bytesRead: 0, bytesTotal };
  async function* bytes(from: number | null): AsyncGenerator<Uint8Array> {
    let at = from;
    if (at !== null) position.bytesRead = at;
    for (let buffer = Buffer.allocUnsafeSlow(FIRST_READ_BYTES); ; ) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at);
      if (bytesRead === 0) return;
      if (at !== null) at += bytesRead;
      position.bytesRead += bytesRead;
      yield buffer.subarray(0, bytesRead);
      if (buffer.length < READ_BYTES) buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    }
  }
  let closing: Promise<void> | null = null;
  return {
    isRereadable,
    position,
    bytes: bytes(null),
    bytesFrom: isRereadable ? bytes : null,
    close() {
      closing ??= handle.close();
      return closing;
    },
  };
}
