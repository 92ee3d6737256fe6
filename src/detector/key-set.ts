/** Names in thresholds as the keys that columns hold. */
import { hashText, type Key } from '../core/hash.ts';

const made = new WeakMap<readonly string[], ReadonlySet<Key>>();

/** The keys of a list of names, made once for each list. */
export function keySet(names: readonly string[]): ReadonlySet<Key> {
  const before = made.get(names);
  if (before !== undefined) return before;
  const keys = new Set(names.map(hashText));
  made.set(names, keys);
  return keys;
}
