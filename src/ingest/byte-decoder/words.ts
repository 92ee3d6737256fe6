/** A closed list of words, found by their bytes: names of members, and the values a closed list allows. */
import { Buffer } from 'node:buffer';

/** Words in a fixed order. */
export interface Words {
  readonly lengths: Uint8Array;
  /** Whether word `index` stands at `at`; what follows it is not looked at. */
  standsAt(bytes: Buffer, at: number, index: number): boolean;
  /** Which word `bytes[start, end)` is; -1 if none. */
  find(bytes: Buffer, start: number, end: number): number;
}

/** Slots of the table: many more than words, so that most slots hold one. */
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
    while (slots[slot] >= 0) slot = (slot + 1) % SLOTS;
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
    standsAt,
    find(bytes, start, end) {
      if (start === end) return -1;
      for (let slot = slotOf(bytes, start, end); ; slot = (slot + 1) % SLOTS) {
        const index = slots[slot];
        if (index < 0 || (lengths[index] === end - start && standsAt(bytes, start, index))) return index;
      }
    },
  };
}

/** First, middle and last byte and the length tell nearly all short words apart. */
function slotOf(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  return (bytes[start] * 7 + bytes[start + (length >> 1)] * 31 + bytes[end - 1] * 113 + length * 5) % SLOTS;
}
