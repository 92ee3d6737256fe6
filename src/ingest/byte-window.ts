/** The bytes of a stream that are not decoded yet, in one piece: pieces are copied in at the end, rows taken from the front. */
import { Buffer } from 'node:buffer';

/** Bytes of no meaning behind the window: a reader may put an end mark there, and look some bytes ahead. */
export const SPARE_BYTES = 64;

/** A window on a stream. */
export interface ByteWindow {
  /** Holds the window at `[start, end)`; what lies outside is meaningless. {@link SPARE_BYTES} more come after it. */
  bytes: Buffer;
  start: number;
  end: number;
  /** Position of `bytes[start]` in the stream. */
  position: number;
  append(piece: Uint8Array): void;
  /** Forgets everything before `to`. */
  moveTo(to: number): void;
  /** Gives back a buffer that was in the window and that nobody reads from any more. */
  giveBack(bytes: Buffer): void;
}

/** A buffer that rows go on being read from grows beyond this only where one row needs it. */
const KEPT_BYTES = 2 ** 20;
/** Buffers that wait to be used again. (Fresh ones made the garbage collector run ever so often.) */
const SPARE_BUFFERS = 4;

/**
 * An empty window whose first byte will stand at `position` of the stream. Where `isKept`, bytes that were in the window
 * stay where they are: whoever holds the buffer may go on reading them.
 */
export function byteWindow(position: number, isKept = false): ByteWindow {
  const spare: Buffer[] = [];
  const bufferOf = (size: number): Buffer => {
    const last = spare.at(-1);
    return last !== undefined && last.length >= size ? (spare.pop() as Buffer) : Buffer.allocUnsafe(size);
  };
  return {
    bytes: Buffer.alloc(SPARE_BYTES),
    start: 0,
    end: 0,
    position,
    append(piece) {
      const held = this.end - this.start;
      const needed = held + piece.length + SPARE_BYTES;
      const room = this.bytes.length;
      if (this.end + piece.length + SPARE_BYTES > room) {
        const isTight = isKept || needed > room || held > room / 2;
        const grown = isKept ? Math.max(held * 2, Math.min(room * 2, KEPT_BYTES)) : room * 2;
        const target = isTight ? bufferOf(Math.max(needed, grown)) : this.bytes;
        target.set(this.bytes.subarray(this.start, this.end), 0);
        this.bytes = target;
        this.start = 0;
        this.end = held;
      }
      this.bytes.set(piece, this.end);
      this.end += piece.length;
    },
    giveBack(bytes) {
      const isOfUse = bytes !== this.bytes && bytes.length >= this.bytes.length;
      if (isOfUse && spare.length < SPARE_BUFFERS) spare.push(bytes);
    },
    moveTo(to) {
      this.position += to - this.start;
      this.start = to;
    },
  };
}
