/**
 * How often somebody goes back and forth between two places: at both at once, by turns.
 *
 * Exact for the two places used last; rows that come late change nothing. Memory: 56 bytes per key and 8–16 of slots.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { keyTable, LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';

/** What to make a count of turns of. */
export interface TurnsOptions {
  /** A place is left for good after so long. */
  readonly within: Micros;
  readonly keysMax?: number | undefined;
  readonly lateness?: Micros | undefined;
}

/** Turns per key. Neither key nor place may be NONE. */
export interface Turns extends Primitive {
  /**
   * How many times in a row the key has come back to the place it had left before, each time within `within`; 0 at a place that is
   * no return, -1 where it has not moved. A, B, A, B is 2 at the last B.
   */
  note(key: Key, place: Key, time: Micros): number;
}

const PLACE = 2;
const SEEN = 3;
const BEFORE = 4;
const BEFORE_SEEN = 5;
const TURNS = 6;

/** Makes an empty count. */
export function turns({ within, keysMax, lateness = LATENESS }: TurnsOptions): Turns {
  const keys = keyTable({ keysMax, floats: 7, ints: 1, forgetAfter: within + lateness });
  const { pool } = keys;

  return {
    note(key, place, time) {
      const record = keys.claim(key, time);
      if (record < 0) return -1;
      const { floats } = pool;
      const at = record * pool.stride;
      if (!keys.isNew() && time < floats[at + SEEN]) return -1;
      const isSame = floats[at + PLACE] === place;
      const isBack = !isSame && floats[at + BEFORE] === place && time - floats[at + BEFORE_SEEN] <= within;
      if (!isSame) {
        floats[at + BEFORE] = floats[at + PLACE];
        floats[at + BEFORE_SEEN] = floats[at + SEEN];
        floats[at + PLACE] = place;
        floats[at + TURNS] = isBack ? floats[at + TURNS] + 1 : 0;
      }
      floats[at + SEEN] = time;
      return isSame ? -1 : floats[at + TURNS];
    },
    save: (out) => keys.save(out),
    restore: (from) => keys.restore(from),
    usage: () => ({ keys: pool.live, bytes: keys.bytes(), evicted: keys.evicted() }),
  };
}
