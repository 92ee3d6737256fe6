/** Whose peers somebody is: the section and the duties, as the people register says on a day. */
import { type Key, NONE, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';

/** Section and duties together, and duties alone; NONE where the register names none. */
export interface Post {
  group: Key;
  duties: Key;
}

const post: Post = { group: NONE, duties: NONE };

/** The post of somebody. One object, written over by every call. Concurrent posts are a post of their own. */
export function postOf(who: Key, registers: Registers, time: Micros): Readonly<Post> {
  const row = registers.person(who, time);
  post.duties = row === null ? NONE : folded(row.duties);
  const units = row === null ? NONE : folded(row.units);
  post.group = units === NONE ? NONE : pairKey(units, post.duties);
  return post;
}

/** One key for a set of keys, in whatever order they stand; NONE for none. */
function folded(keys: readonly Key[]): Key {
  if (keys.length <= 1) return keys[0] ?? NONE;
  return [...keys].sort((a, b) => a - b).reduce((all, key) => pairKey(all, key));
}
