/** Reading a file of lines in pieces. */
import type { FileSystem } from '../store/file-system.ts';

const READ_BYTES = 2 ** 16;

/** The pieces of a file from a byte on, each in memory of its own. */
export function* piecesOf(disk: FileSystem, path: string, from: number): Generator<Uint8Array> {
  const descriptor = disk.open(path);
  try {
    for (let at = from; ; ) {
      const bytes = new Uint8Array(READ_BYTES);
      const read = disk.read(descriptor, bytes, at);
      if (read === 0) return;
      yield bytes.subarray(0, read);
      at += read;
    }
  } finally {
    disk.close(descriptor);
  }
}

/** The lines that end in pieces of bytes. */
export function* linesOf(pieces: Iterable<Uint8Array>): Generator<string> {
  let rest: Uint8Array[] = [];
  for (const piece of pieces) {
    let from = 0;
    for (let end = piece.indexOf(10); end !== -1; end = piece.indexOf(10, from)) {
      rest.push(piece.subarray(from, end));
      yield Buffer.concat(rest).toString('utf8');
      rest = [];
      from = end + 1;
    }
    if (from < piece.length) rest.push(piece.subarray(from));
  }
}
