/** Decompresses a stream piece by piece: the reader sets the pace, so that a zip bomb costs no more memory than a log. */
import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from 'node:zlib';

/** How a file is compressed. */
export type Compression = 'gzip' | 'zstd';

/** The compressed data ends early or is damaged. What came before it has been given out. */
export class DamagedData extends Error {}

const PIECE_BYTES = 64 * 2 ** 10;

/** The compression that the first bytes of a file give away. */
export function compressionOf(head: Uint8Array): Compression | null {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  if (head[0] === 0x28 && head[1] === 0xb5 && head[2] === 0x2f && head[3] === 0xfd) return 'zstd';
  return null;
}

/** What the compressed stream holds; all members of a concatenated file. */
export async function* decompress(
  source: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  const create = () =>
    compression === 'gzip'
      ? createGunzip({ chunkSize: PIECE_BYTES })
      : createZstdDecompress({ chunkSize: PIECE_BYTES });
  let stage = stageOf(create());
  let isPadded = false;
  try {
    for await (const piece of source) {
      let rest = piece;
      for (;;) {
        if (isPadded) {
          const at = rest.findIndex((byte) => byte !== 0);
          if (at < 0) break;
          rest = rest.subarray(at);
          isPadded = false;
          stage.close();
          stage = stageOf(create());
        }
        const before = stage.consumed();
        yield* stage.write(rest);
        rest = rest.subarray(stage.consumed() - before);
        if (rest.length === 0) break;
        if (compression === 'gzip') {
          // zlib stops at zeros behind a member, as on tapes; what is behind these is no less of the log
          if (rest[0] !== 0) throw new DamagedData('no member');
          isPadded = true;
          continue;
        }
        // a zstd stage stops at the end of its frame, and what it left is the next frame's
        if (stage.consumed() === 0) throw new DamagedData('no frame');
        stage.close();
        stage = stageOf(create());
      }
    }
    yield* stage.finish();
  } finally {
    stage.close();
  }
}

/** A zlib stream as a stage one writes to and reads from in turn. */
function stageOf(stream: Gunzip | ZstdDecompress) {
  let failure: Error | null = null;
  let isEnded = false;
  let wake = () => {};
  stream.on('readable', () => wake());
  stream.on('end', () => {
    isEnded = true;
    wake();
  });
  stream.on('error', (error) => {
    failure = error;
    wake();
  });

  async function* drain(isDone: () => boolean): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece: Uint8Array | null = stream.read();
      if (piece !== null) yield piece;
      else if (failure !== null) throw new DamagedData(failure.message, { cause: failure });
      else if (isDone()) return;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
  }

  return {
    consumed: () => stream.bytesWritten,
    write(piece: Uint8Array) {
      let isWritten = false;
      stream.write(piece, () => {
        isWritten = true;
        wake();
      });
      return drain(() => isWritten || isEnded);
    },
    /** Only after everything written was read: an early end then loses nothing that came before it. */
    finish() {
      stream.end();
      return drain(() => isEnded);
    },
    close() {
      stream.destroy();
    },
  };
}
