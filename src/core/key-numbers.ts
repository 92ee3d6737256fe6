/**
 * A map from keys to numbers in one flat array: 16 bytes a place, at most half of them used; one cache miss a question.
 *
 * Source: Knuth, The Art of Computer Programming 3, §6.4, algorithms L and R (linear probing, deletion without tombstones).
 */
import { type Key, NONE } from './hash.ts';

const PLACES_MIN = 16;

/** Numbers by key. Keys may not be NONE. */
export interface KeyNumbers {
  readonly size: number;
  /** The number of a key; NaN where there is none. */
  get(key: Key): number;
  set(key: Key, value: number): void;
  delete(key: Key): void;
  clear(): void;
  bytes(): number;
}

/** An empty map. */
export function keyNumbers(): KeyNumbers {
  let places = new Float64Array(PLACES_MIN * 2);
  let mask = PLACES_MIN - 1;
  let size = 0;

  /** Where a key is, or belongs. */
  function placeOf(key: Key): number {
    let place = homeOf(key) & mask;
    while (places[place * 2] !== NONE && places[place * 2] !== key) place = (place + 1) & mask;
    return place;
  }

  function grow(): void {
    const old = places;
    places = new Float64Array(old.length * 2);
    mask = mask * 2 + 1;
    for (let at = 0; at < old.length; at += 2) {
      if (old[at] === NONE) continue;
      const place = placeOf(old[at]);
      places[place * 2] = old[at];
      places[place * 2 + 1] = old[at + 1];
    }
  }

  return {
    get size() {
      return size;
    },
    get(key) {
      const place = placeOf(key);
      return places[place * 2] === NONE ? Number.NaN : places[place * 2 + 1];
    },
    set(key, value) {
      const place = placeOf(key);
      places[place * 2 + 1] = value;
      if (places[place * 2] !== NONE) return;
      places[place * 2] = key;
      size++;
      if (size * 2 > mask) grow();
    },
    delete(key) {
      let hole = placeOf(key);
      if (places[hole * 2] === NONE) return;
      for (let at = (hole + 1) & mask; places[at * 2] !== NONE; at = (at + 1) & mask) {
        if (((at - homeOf(places[at * 2])) & mask) < ((at - hole) & mask)) continue;
        places[hole * 2] = places[at * 2];
        places[hole * 2 + 1] = places[at * 2 + 1];
        hole = at;
      }
      places[hole * 2] = NONE;
      size--;
    },
    clear() {
      places = new Float64Array(PLACES_MIN * 2);
      mask = PLACES_MIN - 1;
      size = 0;
    },
    bytes: () => places.byteLength,
  };
}

/** Well-spread bits of a key. Source: multiplicative hashing, Knuth §6.4. */
function homeOf(key: Key): number {
  const spread = Math.imul((key | 0) ^ ((key / 0x1_0000_0000) | 0), 0x9e3779b1);
  return spread ^ (spread >>> 15);
}
