/** Streams of bytes in pieces: looking at the beginning, and settling the encoding, without holding the stream. */
import { Buffer, isAscii } from 'node:buffer';
import { guessEncoding, type RowEncoding, utf16ToUtf8 } from './encoding.ts';

/** A stream of bytes. A piece is good until the next one is asked for. */
export type Pieces = AsyncGenerator<Uint8Array>;

/** The first `bytes` of a stream (fewer if it ends or fails before), and the whole stream, beginning included. */
export async function peek(source: Pieces, bytes: number): Promise<{ head: Buffer; all: Pieces }> {
  const held: Uint8Array[] = [];
  let length = 0;
  let failure: { error: unknown } | null = null;
  try {
    while (length < bytes) {
      const { value, done } = await source.next();
      if (done === true) break;
      held.push(Buffer.from(value));
      length += value.length;
    }
  } catch (error) {
    failure = { error };
  }
  async function* all(): Pieces {
    try {
      for (let piece = held.shift(); piece !== undefined; piece = held.shift()) yield piece;
      if (failure !== null) throw failure.error;
      yield* source;
    } finally {
      await source.return(undefined);
    }
  }
  return { head: Buffer.concat(held).subarray(0, bytes), all: all() };
}

/** The stream without its first `bytes`. */
export async function* without(source: Pieces, bytes: number): Pieces {
  let left = bytes;
  for await (const piece of source) {
    const cut = Math.min(left, piece.length);
    left -= cut;
    if (cut < piece.length) yield piece.subarray(cut);
  }
}

/** The last `kept` of the first `bytes` of a stream, and the stream after them; null where it is shorter. */
export async function skipTo(
  source: Pieces,
  bytes: number,
  kept: number,
): Promise<{ before: Buffer; all: Pieces } | null> {
  const held: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const { value, done } = await source.next();
    if (done === true && at < bytes) return null;
    const piece = done === true ? new Uint8Array(0) : value;
    held.push(Buffer.from(piece.subarray(0, bytes - at)));
    at += piece.length;
    while (held.length > 1 && lengthOf(held) - held[0].length >= kept) held.shift();
    if (at < bytes) continue;
    const before = Buffer.concat(held);
    return {
      before: before.subarray(Math.max(0, before.length - kept)),
      all: restOf(piece.subarray(piece.length - (at - bytes)), source),
    };
  }
}

function lengthOf(pieces: readonly Uint8Array[]): number {
  return pieces.reduce((sum, { length }) => sum + length, 0);
}

/** A UTF-16 stream as UTF-8. */
export async function* asUtf8(source: Pieces, isBigEndian: boolean): Pieces {
  const convert = utf16ToUtf8(isBigEndian);
  for await (const piece of source) yield convert(piece, false);
  yield convert(new Uint8Array(0), true);
}

/** How much text is looked at to tell encodings apart. */
const SAMPLE_BYTES = 64 * 2 ** 10;

/**
 * The same stream; before it gives out the first byte that is not ASCII, it looks at the {@link SAMPLE_BYTES} from that
 * byte on and settles the encoding. The choice does not depend on the pieces in which the bytes come. A line that is still being
 * written decides nothing.
 */
export async function* settlingEncoding(
  source: Pieces,
  settle: (encoding: RowEncoding) => void,
  isGrowing: boolean,
): Pieces {
  for await (const piece of source) {
    if (isAscii(piece)) {
      yield piece;
      continue;
    }
    const first = piece.findIndex((byte) => byte > 0x7f);
    yield piece.subarray(0, first);
    const { head, all } = await peek(restOf(piece.subarray(first), source), SAMPLE_BYTES + 1);
    const sample = isGrowing || head.length > SAMPLE_BYTES ? wholeLines(head) : head;
    if (!isGrowing || endsLine(head)) settle(guessEncoding(sample));
    yield* all;
    return;
  }
}

async function* restOf(piece: Uint8Array, source: Pieces): Pieces {
  yield piece;
  yield* source;
}

/** A sample without the line it cuts off, if it holds another. */
function wholeLines(sample: Buffer): Buffer {
  return endsLine(sample) ? sample.subarray(0, lastBreak(sample)) : sample;
}

function endsLine(sample: Buffer): boolean {
  return lastBreak(sample) >= 0;
}

function lastBreak(sample: Buffer): number {
  return Math.max(sample.lastIndexOf(10), sample.lastIndexOf(13));
}
