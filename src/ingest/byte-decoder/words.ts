/** A closed list of words, found by their bytes: names of members, and the values a closed list allows. */
import { Buffer } from 'node:buffer';
import { SPARE_BYTES } from '../byte-window.ts';

/** Words in a fixed order. */
export interface Words {
  readonly lengths: Uint8Array;
  /** Which word `bytes[start, end)` is; -1 if none. */
  find(bytes: Buffer, start: number, end: number): number;
}

/** Words that are expected at a place, compared four bytes at a time. */
export interface Expected {
  /** Whether word `index` and what ends it stand at `at`. */
  standsAt(view: DataView, at: number, index: number): boolean;
}

/** ASCII words, each with the same `ending`. */
export function expectedWords(words: readonly string[], ending: string): Expected {
  const counts = Uint8Array.from(words, ({ length }) => Math.ceil((length + ending.length) / 4));
  const stride = Math.max(...counts);
  if (stride * 4 > SPARE_BYTES) throw new Error('a word is too long for the byte decoder');
  const wanted = new Int32Array(words.length * stride);
  const masks = new Int32Array(wanted.length);
  for (const [index, word] of words.entries()) {
    for (const [i, byte] of Buffer.from(word + ending, 'latin1').entries()) {
      wanted[index * stride + (i >> 2)] |= byte << ((i & 3) * 8);
      masks[index * stride + (i >> 2)] |= 255 << ((i & 3) * 8);
    }
  }
  return {
    standsAt(view, at, index) {
      const first = index * stride;
      const end = first + counts[index];
      for (let i = first, from = at; i < end; i++, from += 4)
        if (((view.getInt32(from, true) ^ wanted[i]) & masks[i]) !== 0) return false;
      return true;
    },
  };
}

/** Slots of the table, a power of two: many more than words, so that most slots hold one. */
const SLOTS = 256;

/** The table of some words; ASCII, each of 1 to 255 characters. */
export function wordTable(words: readonly string[]): Words {
  const text = Buffer.from(words.join(''), 'latin1');
  const lengths = Uint8Array.from(words, (word) => word.length);
  const starts = new Uint16Array(words.length);
  for (let i = 1; i < words.length; i++) starts[i] = starts[i - 1] + lengths[i - 1];
  const slots = new Int16Array(SLOTS).fill(-1);
  for (let i = 0; i < words.length; i++) {
    let slot = slotOf(text, starts[i], starts[i] + lengths[i]);
    while (slots[slot] >= 0) slot = (slot + 1) & (SLOTS - 1);
    slots[slot] = i;
  }

  function standsAt(bytes: Buffer, at: number, index: number): boolean {
    const shift = starts[index] - at;
    const end = at + lengths[index];
    for (let i = at; i < end; i++) if (bytes[i] !== text[i + shift]) return false;
    return true;
  }

  return {
    lengths,
    find(bytes, start, end) {
      if (start === end) return -1;
      for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) & (SLOTS - 1)) {
        const index = slots[slot];
        if (index < 0 || (lengths[index] === end - start && standsAt(bytes, start, index))) return index;
      }
    },
  };
}

/** First, middle and last byte and the length tell nearly all short words apart. */
function slotOf(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  return (
    (bytes[start] * 7 + bytes[start + (length >> 1)] * 31 + bytes[end - 1] * 113 + length * 5) & (SLOTS - 1)
  );
}
