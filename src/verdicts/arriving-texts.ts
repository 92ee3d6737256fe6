/**
 * Texts that are let go of in the order in which they came, in a few large arrays: half a million of them as strings would be looked at by every
 * collection, and put into words anew for every snapshot.
 *
 * Exact for every text, lone surrogates too. Memory: 2 bytes a character. A text is found again by its place and length, which are the caller's to keep.
 */

/** Texts by place. */
export interface ArrivingTexts {
  /** Keeps a text and gives its place: above those of all before. */
  put(text: string): number;
  get(place: number, length: number): string;
  /** Copies the characters of a text to a place of an array. */
  copy(place: number, length: number, into: Uint16Array, at: number): void;
  /** Lets go of what lies before a place. */
  forget(place: number): void;
  bytes(): number;
}

/** So many places are one array of at least 256 KB. */
const PIECE = 2 ** 17;
/** So many characters are made a string at once: each is an argument of a call. */
const CALL = 4_096;

/** Up to so many characters are put together one by one: a call with many arguments takes longer. */
const SHORT = 64;

/** No texts. */
export function arrivingTexts(): ArrivingTexts {
  /** By number; one that is too long for a piece has one of its own, and the numbers that it would have filled stay free. */
  const pieces = new Map<number, Uint16Array>();
  let next = 0;
  let oldest = 0;
  let bytes = 0;

  /** The characters of a text, where they lie. */
  const charactersAt = (place: number, length: number): Uint16Array => {
    const piece = pieces.get(Math.floor(place / PIECE));
    if (piece === undefined) throw new Error(`no text at ${place}`);
    const start = place % PIECE;
    return piece.subarray(start, start + length);
  };

  return {
    put(text) {
      const { length } = text;
      if (length === 0) return next;
      if ((next % PIECE) + length > PIECE) next = Math.ceil(next / PIECE) * PIECE;
      const place = next;
      const number = Math.floor(place / PIECE);
      if (!pieces.has(number)) {
        const piece = new Uint16Array(Math.max(PIECE, length));
        bytes += piece.byteLength;
        pieces.set(number, piece);
      }
      const characters = charactersAt(place, length);
      for (let i = 0; i < length; i++) characters[i] = text.charCodeAt(i);
      next += length;
      return place;
    },
    get: (place, length) => (length === 0 ? '' : textOf(charactersAt(place, length))),
    copy(place, length, into, at) {
      if (length === 0) return;
      const from = charactersAt(place, length); // few, mostly: a call of `set` takes longer
      for (let i = 0; i < length; i++) into[at + i] = from[i];
    },
    forget(place) {
      for (const kept = Math.floor(place / PIECE); oldest < kept; oldest++) {
        bytes -= pieces.get(oldest)?.byteLength ?? 0;
        pieces.delete(oldest);
      }
    },
    bytes: () => bytes,
  };
}

/** The text of characters. */
export function textOf(characters: Uint16Array): string {
  const { length } = characters;
  let text = '';
  if (length <= SHORT) {
    for (let at = 0; at < length; at++) text += String.fromCharCode(characters[at]);
    return text;
  }
  for (let at = 0; at < length; at += CALL)
    text += String.fromCharCode(...characters.subarray(at, at + CALL));
  return text;
}
