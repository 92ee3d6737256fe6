/**
 * Remembers which questions were asked a moment ago: a direct-mapped cache by up to eight numbers, one cache line each.
 *
 * It starts with 256 places and doubles while questions are new, up to its maximum. What it forgets is only asked again.
 */
import type { Key } from './hash.ts';

const FLOATS = 8;
const PLACES_MIN = 256;

/** The numbers a question consists of; unused ones are 0. They may not all be 0. */
export interface KeptAnswers {
  /**
   * The place of a question's answer; below 0 the question is new, its answer belongs to place `-1 - found`. `mixed` spreads
   * questions over the places.
   */
  find(
    mixed: number,
    a: Key,
    b: Key,
    c: number,
    d: number,
    e: number,
    f: number,
    g: number,
    h: number,
  ): number;
}

/** Makes a cache of at most `placesMax` answers, a power of two. */
export function keptAnswers(placesMax: number): KeptAnswers {
  let places = Math.min(PLACES_MIN, placesMax);
  let asked = new Float64Array(places * FLOATS);
  let fresh = 0;

  const find: KeptAnswers['find'] = (mixed, a, b, c, d, e, f, g, h) => {
    const spread = Math.imul(mixed, 0x9e3779b1);
    const place = (spread ^ (spread >>> 15)) & (places - 1);
    const at = place * FLOATS;
    if (
      asked[at] === a &&
      asked[at + 1] === b &&
      asked[at + 2] === c &&
      asked[at + 3] === d &&
      asked[at + 4] === e &&
      asked[at + 5] === f &&
      asked[at + 6] === g &&
      asked[at + 7] === h
    )
      return place;
    if (++fresh * 2 > places && places < placesMax) {
      places *= 2;
      asked = new Float64Array(places * FLOATS);
      fresh = 0;
      return find(mixed, a, b, c, d, e, f, g, h);
    }
    asked[at] = a;
    asked[at + 1] = b;
    asked[at + 2] = c;
    asked[at + 3] = d;
    asked[at + 4] = e;
    asked[at + 5] = f;
    asked[at + 6] = g;
    asked[at + 7] = h;
    return -1 - place;
  };
  return { find };
}
