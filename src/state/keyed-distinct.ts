/**
 * How many different values a key ever had: customers and client companies of an administrator, over years.
 *
 * Exact up to `exactMax` values of a key, then estimated with a standard error of 1.6 % ({@link distinctCounter}; its hash is fixed,
 * so the estimate is the same in every run). Nothing is ever forgotten. Memory per key: 16–32 bytes a value while exact, then 4 KB.
 * For keys that are few, as administrators are: at `keysMax` keys that come later are not counted, and are told as such.
 */
import type { Key } from '../core/hash.ts';
import { type DistinctCounter, distinctCounter } from './distinct-counter.ts';
import type { Primitive } from './primitive.ts';

const KEYS_MAX = 8_192;
const EXACT_MAX = 4_096;

/** What to make it of. */
export interface KeyedDistinctOptions {
  readonly exactMax?: number;
  readonly keysMax?: number;
}

/** Different values by key, for ever. Neither may be NONE. */
export interface KeyedDistinct extends Primitive {
  /** Adds a value and gives how many there are. */
  add(key: Key, value: Key): number;
  count(key: Key): number;
  /** Whether the count of a key is no estimate. */
  isExact(key: Key): boolean;
}

/** Makes an empty count. */
export function keyedDistinct({
  exactMax = EXACT_MAX,
  keysMax = KEYS_MAX,
}: KeyedDistinctOptions = {}): KeyedDistinct {
  const counters = new Map<Key, DistinctCounter>();
  let refused = 0;

  const counterOf = (key: Key): DistinctCounter | undefined => {
    let counter = counters.get(key);
    if (counter === undefined && counters.size >= keysMax) refused++;
    else if (counter === undefined) {
      counter = distinctCounter(exactMax);
      counters.set(key, counter);
    }
    return counter;
  };

  return {
    add(key, value) {
      const counter = counterOf(key);
      counter?.add(value);
      return counter?.count() ?? 0;
    },
    count: (key) => counters.get(key)?.count() ?? 0,
    isExact: (key) => counters.get(key)?.exact() ?? true,
    save(out) {
      out.json({ keys: [...counters.keys()], refused });
      for (const counter of counters.values()) counter.save(out);
    },
    restore(from) {
      const saved = from.json<{ keys: Key[]; refused: number }>();
      counters.clear();
      ({ refused } = saved);
      for (const key of saved.keys) {
        const counter = distinctCounter(exactMax);
        counter.restore(from);
        counters.set(key, counter);
      }
    },
    usage() {
      let bytes = 0;
      for (const counter of counters.values()) bytes += counter.usage().bytes;
      return { keys: counters.size, bytes, evicted: refused };
    },
  };
}
