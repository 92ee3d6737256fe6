/**
 * Open while something goes on, closed after a quiet time: an episode is told once, not per event.
 *
 * Exact. Memory: 24 bytes per key and 8–16 of slots. A key evicted at the cap opens anew at its next event.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { latchAhead } from './ahead.ts';
import { keyTable, LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';
import { TIME } from './record-pool.ts';

/** What to make a latch of. */
export interface LatchOptions {
  readonly quiet: Micros;
  readonly keysMax?: number | undefined;
  readonly lateness?: Micros | undefined;
}

/** One latch per key. The key may not be NONE. */
export interface Latch extends Primitive {
  /** Whether this opens it: at the first call and after a pause longer than `quiet`. Every call extends it. */
  opens(key: Key, time: Micros): boolean;
  /** Whether it was opened and not quiet for longer than `quiet` up to `time`. */
  isOpen(key: Key, time: Micros): boolean;
}

/** Makes a closed latch for every key. */
export function latch({ quiet, keysMax, lateness = LATENESS }: LatchOptions): Latch {
  const keys = keyTable({ keysMax, floats: 2, ints: 1, forgetAfter: quiet + lateness });
  const { pool } = keys;

  const lastOf = (key: Key): Micros => {
    const record = keys.find(key);
    return record < 0 ? -Infinity : pool.floats[record * pool.stride + TIME];
  };

  return {
    opens(key, time) {
      const last = lastOf(key);
      keys.claim(key, time);
      return time - last > quiet;
    },
    isOpen: (key, time) => time - lastOf(key) <= quiet,
    save: (out) => keys.save(out),
    restore: (from) => keys.restore(from),
    usage: () => ({ keys: pool.live, bytes: keys.bytes(), evicted: keys.evicted() }),
    ahead: () => latchAhead(lastOf, quiet),
  };
}
