/** Values over a connection: each as its length (4 bytes, little-endian) and what structured cloning makes of it. */
import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { deserialize, serialize } from 'node:v8';

const HEAD_BYTES = 4;
/** The largest by far is the state that a part begins with. */
const BYTES_MAX = 1 << 30;
const KEEP_ALIVE_MS = 5_000;

/** A connection on which calls wait for answers, and of which it is noticed when the other machine has gone. */
export function prompt<S extends Socket>(socket: S): S {
  socket.setNoDelay(true);
  socket.setKeepAlive(true, KEEP_ALIVE_MS);
  return socket;
}

/** Sends a value; false where it is larger than one may be: nothing is sent then. */
export function send(to: Duplex, value: unknown, bytesMax = BYTES_MAX): boolean {
  const body = serialize(value);
  if (body.length > bytesMax) return false;
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32LE(body.length);
  to.cork();
  to.write(head);
  to.write(body);
  to.uncork();
  return true;
}

/** Tells of each value that has come whole; closes where a larger one than may be is announced. */
export function hear(from: Duplex, onValue: (value: unknown) => void, bytesMax = BYTES_MAX): void {
  let pieces: Buffer[] = [];
  let size = 0;
  from.on('data', (piece: Buffer) => {
    pieces.push(piece);
    size += piece.length;
    const first = wantedIn(pieces);
    if (first > HEAD_BYTES + bytesMax) {
      from.destroy();
      return;
    }
    if (size < first) return;
    let bytes = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
    pieces = []; // a large state is not held in pieces too while it is read
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
