/** The bytes of a stream that are not decoded yet, in one piece: pieces are copied in at the end, rows taken from the front. */
import { Buffer } from 'node:buffer';

/** A window on a stream. */
export interface ByteWindow {
  /** Holds the window at `[start, end)`; what lies outside is meaningless. */
  bytes: Buffer;
  start: number;
  end: number;
  /** Position of `bytes[start]` in the stream. */
  position: number;
  append(piece: Uint8Array): void;
  /** Forgets everything before `to`. */
  moveTo(to: number): void;
}

/** An empty window whose first byte will stand at `position` of the stream. */
export function byteWindow(position: number): ByteWindow {
  return {
    bytes: Buffer.allocUnsafe(0),
    start: 0,
    end: 0,
    position,
    append(piece) {
      const held = this.end - this.start;
      const needed = held + piece.length;
      if (this.end + piece.length > this.bytes.length) {
        const isTight = needed > this.bytes.length || held > this.bytes.length / 2;
        const room = isTight ? Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2)) : this.bytes;
        room.set(this.bytes.subarray(this.start, this.end), 0);
        this.bytes = room;
        this.start = 0;
        this.end = held;
      }
      this.bytes.set(piece, this.end);
      this.end += piece.length;
    },
    moveTo(to) {
      this.position += to - this.start;
      this.start = to;
    },
  };
}
