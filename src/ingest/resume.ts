/** Going on with an input that was read before: what tells it again, and whether it still is what it was. */
import { createHash } from 'node:crypto';
import type { Key } from '../core/hash.ts';
import { byteWindow } from './byte-window.ts';
import type { InputPosition } from './input.ts';
import { type Pieces, skipTo } from './pieces.ts';
import type { RawFile } from './raw-file.ts';

/** Hashed to tell inputs apart. */
export const IDENTITY_BYTES = 4_096;
/** How many bytes before a position must be as they were. */
const BEFORE_BYTES = 4_096;

/** What the lake knows of an input. */
export interface KnownInput {
  readonly input: number;
  /** Where to go on; null for a new one. */
  readonly from: (InputPosition & { readonly key: Key }) | null;
}

/** Says which input begins with these bytes. `isChanged`: the one it named is not the same any more, so a new one is needed. */
export type Identify = (head: Uint8Array, isChanged: boolean) => KnownInput;

/** Without a lake every input is new. */
export const NEW_INPUT: KnownInput = { input: 0, from: null };

/** The hash that `InputPosition.before` holds. */
function hashBefore(bytes: Uint8Array): string {
  return createHash('sha256')
    .update(bytes.subarray(Math.max(0, bytes.length - BEFORE_BYTES)))
    .digest('hex');
}

/** The text from a position on, with what stands before it. */
export interface Continued {
  readonly before: Uint8Array;
  readonly text: Pieces;
}

/**
 * Goes on at `from`: `text` is the whole text, whose first byte stands at `firstByte`; where the file can be jumped in, it is
 * not read up to there. Null where the file is not what it was.
 */
export async function continueAt(
  from: InputPosition,
  text: Pieces,
  firstByte: number,
  jumpIn: RawFile['bytesFrom'],
): Promise<Continued | null> {
  const start = jumpIn === null ? firstByte : Math.max(firstByte, from.byte - BEFORE_BYTES);
  const found = await skipTo(jumpIn === null ? text : jumpIn(start), from.byte - start, BEFORE_BYTES);
  if (found === null || hashBefore(found.before) !== from.before) return null;
  return { before: found.before, text: withoutSeen(found.all, from.seen - from.byte) };
}

/** The rest of a file of which `seen` bytes were seen before: nothing where nothing was added to them. */
async function* withoutSeen(source: Pieces, seen: number): Pieces {
  const held: Uint8Array[] = [];
  let length = 0;
  for await (const piece of source) {
    length += piece.length;
    if (length <= seen) {
      held.push(Buffer.from(piece));
      continue;
    }
    yield* held.splice(0);
    yield piece;
  }
}

/** The bytes before a position that moves on with what is read: what {@link hashBefore} needs, and no more. */
export function trail(start: number, before: Uint8Array) {
  const window = byteWindow(start - before.length);
  window.append(before);
  let end = start;
  return {
    end: () => end,
    push(piece: Uint8Array, reached: number): void {
      window.append(piece);
      end += piece.length;
      const first = reached - BEFORE_BYTES;
      if (first > window.position) window.moveTo(window.start + first - window.position);
    },
    hash: (reached: number) =>
      hashBefore(window.bytes.subarray(window.start, window.start + reached - window.position)),
  };
}
