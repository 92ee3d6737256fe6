/** Account names as an attacker would choose them against hash tables: all in one key shard and in one place of its index. */
import { hashText } from '../../src/core/hash.ts';
import { SHARDS } from '../../src/engine/shards.ts';
import { mix } from '../../src/state/record-pool.ts';

/** Names of three kinds. */
export const KINDS = ['ordinary', 'integer-like', 'colliding'] as const;
export type Kind = (typeof KINDS)[number];

/** Low bits of the index hash that colliding names share: as many as an index over them has. */
const INDEX_BITS = 0xfff;

/** So many different names of a kind. */
export function names(kind: Kind, many: number): string[] {
  if (kind === 'ordinary') return Array.from({ length: many }, (_, i) => `u${String(i).padStart(5, '0')}`);
  if (kind === 'integer-like') return Array.from({ length: many }, (_, i) => String(i));
  const found: string[] = [];
  for (let i = 0; found.length < many; i++) {
    const name = `x${i.toString(36)}`;
    const key = hashText(name);
    if (((key | 0) & (SHARDS - 1)) === 0 && (mix(key, 0) & INDEX_BITS) === 0) found.push(name);
  }
  return found;
}
