/** Values over a connection: each as its length (4 bytes, little-endian) and what structured cloning makes of it. */
import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { deserialize, serialize } from 'node:v8';

const HEAD_BYTES = 4;
const KEEP_ALIVE_MS = 5_000;

/** A connection on which calls wait for answers, and of which it is noticed when the other machine has gone. */
export function prompt<S extends Socket>(socket: S): S {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}

/** Sends a value. */
export function send(to: Duplex, value: unknown): void {
  const body = serialize(value);
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(body.length);
  to.cork();
  to.write(head);
  to.write(body);
  to.uncork();
}

/** Tells of each value that has come whole. */
export function hear(from: Duplex, onValue: (value: unknown) => void): void {
  let pieces: Buffer[] = [];
  let size = 0;
  from.on('data', (piece: Buffer) => {
    pieces.push(piece);
    size += piece.length;
    if (size < wantedIn(pieces)) return;
    let bytes = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    for (let wanted = wantedIn([bytes]); bytes.length >= wanted; wanted = wantedIn([bytes])) {
      const body = bytes.subarray(HEAD_BYTES, wanted);
      bytes = bytes.subarray(wanted);
      let value: unknown;
      try {
        value = deserialize(body);
      } catch {
        from.destroy(); // of another version, or not of ours: nothing that follows can be read
        return;
      }
      onValue(value);
    }
    pieces = bytes.length > 0 ? [bytes] : [];
    size = bytes.length;
  });
}

/** Up to where the first value goes; its head, where that is not whole yet. */
function wantedIn(pieces: readonly Buffer[]): number {
  const [first] = pieces;
  const head = first.length >= HEAD_BYTES ? first : Buffer.concat(pieces.slice(0, HEAD_BYTES));
  return head.length < HEAD_BYTES ? HEAD_BYTES : HEAD_BYTES + head.readUInt32LE();
}
