/**
 * Divides the rows of a batch among a fixed number of key shards. State, caps and eviction are per shard and decided by the
 * shard's input alone, so that a worker may own any of them without changing a result.
 */
import { NONE } from '../core/hash.ts';

/** How many key shards there are, in every installation and version. */
export const SHARDS = 64;

/** The shard of a key. */
function shardOf(key: number): number {
  return (key | 0) & (SHARDS - 1);
}

/** Rows grouped by shard: shard s has `rows[start[s] .. start[s + 1])`, in the order in which they came. */
export interface ShardedRows {
  readonly rows: Int32Array;
  readonly start: Int32Array;
}

/** Groups `active` rows by the shard of their key, leaving out rows without one. A counting sort: two passes. */
export function groupByShard(active: Int32Array, keys: Float64Array): ShardedRows {
  const start = new Int32Array(SHARDS + 1);
  for (let i = 0; i < active.length; i++) {
    const key = keys[active[i]];
    if (key !== NONE) start[shardOf(key) + 1]++;
  }
  for (let shard = 0; shard < SHARDS; shard++) start[shard + 1] += start[shard];
  const next = start.slice(0, SHARDS);
  const rows = new Int32Array(start[SHARDS]);
  for (let i = 0; i < active.length; i++) {
    const key = keys[active[i]];
    if (key !== NONE) rows[next[shardOf(key)]++] = active[i];
  }
  return { rows, start };
}
