/**
 * Bytes as zstd frames, compressed off the main thread. Before each frame stands a skippable frame with its length, so that any
 * tool for zstd reads such a file, and so do we: the one of Node stops after the first frame and does not say so.
 */
import { Buffer } from 'node:buffer';
import { promisify } from 'node:util';
import { constants, zstdCompress, zstdDecompressSync } from 'node:zlib';
import type { Saved } from '../../state/snapshot.ts';

const compress = promisify(zstdCompress);
/** The first of sixteen numbers by which a frame says that it may be skipped (RFC 8878). */
const SKIPPABLE = 0x184d2a50;
const HEAD_BYTES = 12;
/** So many bytes are one frame: enough to compress well, and for two threads to share a state. */
const PIECE_BYTES = 8 * 2 ** 20;
/** What is unpacked gets so much room at once: in many small pieces it takes three times as long. */
const [ROOM_MIN, ROOM_TIMES] = [2 ** 16, 16];
/** Measured on a state: level 1 takes half the time of level 3 and leaves 3 % more. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/**
 * Compresses bytes, which must stay as they are meanwhile, in as many frames as they need: one after the other, so that the thread that waits
 * never has more to copy than one.
 */
export async function packed(saved: Saved): Promise<Uint8Array> {
  const parts = saved instanceof Uint8Array ? [saved] : [...saved];
  const total = parts.reduce((sum, { length }) => sum + length, 0);
  const room = Buffer.allocUnsafeSlow(Math.min(PIECE_BYTES, total));
  const frames: Uint8Array[] = [];
  let size = 0;
  for (const part of parts)
    for (let at = 0; at < part.length; ) {
      if (size === room.length) {
        frames.push(await frameOf(room));
        size = 0;
      }
      const next = part.subarray(at, at + room.length - size);
      room.set(next, size);
      size += next.length;
      at += next.length;
    }
  frames.push(await frameOf(room.subarray(0, size)));
  return Buffer.concat(frames);
}

/** The same in one frame. */
export async function frameOf(bytes: Uint8Array): Promise<Uint8Array> {
  const frame = await compress(bytes, FAST);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(SKIPPABLE, 0);
  head.writeUInt32LE(4, 4);
  head.writeUInt32LE(frame.length, 8);
  return Buffer.concat([head, frame]);
}

/** What the frames of a file hold, one after another. */
export function* framesIn(file: Uint8Array): Generator<Uint8Array> {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  for (let at = 0; at < bytes.length; ) {
    const from = at + HEAD_BYTES;
    at = from + bytes.readUInt32LE(at + 8);
    const { buffer, byteOffset, byteLength } = zstdDecompressSync(bytes.subarray(from, at), {
      chunkSize: Math.min(PIECE_BYTES + 1, Math.max(ROOM_MIN, (at - from) * ROOM_TIMES)),
    });
    yield new Uint8Array(buffer, byteOffset, byteLength); // a Buffer's slices would share its memory
  }
}

/** Everything that was compressed, as one. */
export function unpacked(file: Uint8Array): Uint8Array {
  const all = [...framesIn(file)];
  const bytes = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const frame of all) {
    bytes.set(frame, at);
    at += frame.length;
  }
  return bytes;
}
