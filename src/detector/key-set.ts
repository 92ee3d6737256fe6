/** Names in thresholds as the keys that columns hold. */
import { hashText, type Key } from '../core/hash.ts';
import { madeOnce } from './made-once.ts';

/** The keys of a list of names, made once for each list. */
export const keySet: (names: readonly string[]) => ReadonlySet<Key> = madeOnce(
  (names: readonly string[]) => new Set(names.map(hashText)),
);
