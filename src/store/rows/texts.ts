/**
 * The different texts of a column, each held once: its bytes, and a number that stands for it. Found by key, made sure of by its bytes, so that two texts with
 * one key stay two. 20 bytes a text and its own.
 */
import type { Key } from '../../core/hash.ts';

/** Texts by number, from 0. */
export interface Texts {
  size(): number;
  /** The number of a text; -1 where it is not there. */
  find(key: Key, bytes: Uint8Array, start: number, end: number): number;
  /** Adds a text that is not there; gives back its number. */
  add(key: Key, bytes: Uint8Array, start: number, end: number): number;
  /** Adds a text that nobody looks for. */
  append(bytes: Uint8Array, start: number, end: number): number;
  /** The bytes of all texts: text i is `bytes[starts[i], starts[i + 1])`. Good until the next text is added. */
  held(): { readonly bytes: Uint8Array; readonly starts: Uint32Array };
  text(code: number): string;
  /** What its bytes take. */
  bytes(): number;
  /** Forgets all texts; the memory is used again. */
  clear(): void;
}

const FIRST_TEXTS = 16;
const FIRST_BYTES = 256;

/** No texts yet. */
export function createTexts(): Texts {
  let bytes: Uint8Array = new Uint8Array(FIRST_BYTES);
  let starts = new Uint32Array(FIRST_TEXTS + 1);
  let size = 0;
  /** Number plus one and key by place; at most half of the places are used. */
  let numbers = new Int32Array(FIRST_TEXTS * 2);
  let keys = new Float64Array(FIRST_TEXTS * 2);
  let keyed = 0;

  function append(from: Uint8Array, start: number, end: number): number {
    const at = starts[size];
    const length = end - start;
    if (at + length > bytes.length) {
      const larger = new Uint8Array((at + length) * 2);
      larger.set(bytes.subarray(0, at));
      bytes = larger;
    }
    if (length > 64) bytes.set(from.subarray(start, end), at);
    else for (let i = 0; i < length; i++) bytes[at + i] = from[start + i];
    if (size + 2 > starts.length) {
      const larger = new Uint32Array(starts.length * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[size + 1] = at + length;
    return size++;
  }

  function isSame(number: number, from: Uint8Array, start: number, end: number): boolean {
    const at = starts[number];
    if (starts[number + 1] - at !== end - start) return false;
    for (let i = start, to = at; i < end; i++, to++) if (bytes[to] !== from[i]) return false;
    return true;
  }

  function put(key: Key, number: number): void {
    const mask = numbers.length - 1;
    let place = homeOf(key) & mask;
    while (numbers[place] !== 0) place = (place + 1) & mask;
    numbers[place] = number + 1;
    keys[place] = key;
  }

  return {
    size: () => size,
    find(key, from, start, end) {
      const mask = numbers.length - 1;
      for (let place = homeOf(key) & mask; numbers[place] !== 0; place = (place + 1) & mask)
        if (keys[place] === key && isSame(numbers[place] - 1, from, start, end)) return numbers[place] - 1;
      return -1;
    },
    add(key, from, start, end) {
      if ((keyed + 1) * 2 > numbers.length) {
        const [oldNumbers, oldKeys] = [numbers, keys];
        numbers = new Int32Array(oldNumbers.length * 2);
        keys = new Float64Array(oldNumbers.length * 2);
        for (const [place, number] of oldNumbers.entries()) if (number !== 0) put(oldKeys[place], number - 1);
      }
      const number = append(from, start, end);
      put(key, number);
      keyed++;
      return number;
    },
    append,
    held: () => ({ bytes, starts }),
    text: (code) => Buffer.from(bytes.buffer, starts[code], starts[code + 1] - starts[code]).toString(),
    bytes: () => starts[size],
    clear() {
      size = 0;
      keyed = 0;
      numbers.fill(0);
    },
  };
}

/** Well-spread bits of a key. Source: multiplicative hashing, Knuth §6.4. */
function homeOf(key: Key): number {
  const spread = Math.imul((key | 0) ^ ((key / 0x1_0000_0000) | 0), 0x9e3779b1);
  return spread ^ (spread >>> 15);
}
