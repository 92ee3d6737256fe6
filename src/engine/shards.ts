/**
 * Divides the rows of a batch among a fixed number of key shards. State, caps and eviction are per shard and decided by the
 * shard's input alone, so that a worker may own any of them without changing a result.
 */
import { NONE } from '../core/hash.ts';

/** How many key shards there are, in every installation and version. */
export const SHARDS = 8;

/** The shard of a key. */
export function shardOf(key: number): number {
  return (key | 0) & (SHARDS - 1);
}

/** Rows grouped by shard: shard s has `rows[start[s] .. start[s + 1])`, in the order in which they came. */
export interface ShardedRows {
  rows: Int32Array;
  readonly start: Int32Array;
}

/** No rows yet. */
export function noRows(): ShardedRows {
  return { rows: new Int32Array(0), start: new Int32Array(SHARDS + 1) };
}

const next = new Int32Array(SHARDS);

/**
 * Groups the first `size` of `active` rows by the shard of their key into `into`, leaving out rows without one. A counting sort:
 * two passes; the memory of `into` is used again.
 */
export function groupByShard(
  active: Int32Array,
  size: number,
  keys: Float64Array,
  into: ShardedRows,
): ShardedRows {
  const { start } = into;
  if (into.rows.length < size) into.rows = new Int32Array(active.length);
  const { rows } = into;
  start.fill(0);
  for (let i = 0; i < size; i++) {
    const key = keys[active[i]];
    if (key !== NONE) start[shardOf(key) + 1]++;
  }
  for (let shard = 0; shard < SHARDS; shard++) {
    start[shard + 1] += start[shard];
    next[shard] = start[shard];
  }
  for (let i = 0; i < size; i++) {
    const key = keys[active[i]];
    if (key !== NONE) rows[next[shardOf(key)]++] = active[i];
  }
  return into;
}
