/**
 * Memory that pools share: those of one part of a detector in one key shard, whose rows come in one order however they are cut.
 *
 * Every pool brings the same number of bytes. An eighth of it stays its own; of the rest whoever needs it takes, and keeps. So what they hold
 * together is bounded, none goes without, and a part that uses few of its pools has room for more keys. Where a pool may not
 * grow any more it is full, and gives up what it has had longest.
 */

/** What pools share. */
export interface Purse {
  /** Bytes that each pool brings. */
  readonly poolBytes: number;
  pools: number;
  /** How many bytes are taken beyond what each pool has for itself. */
  takenBytes: number;
}

/** The part of what a pool brings that stays its own. */
export const OWN = 1 / 8;

const purse = (poolBytes: number): Purse => ({ poolBytes, pools: 0, takenBytes: 0 });

let shared: Purse | null = null;

/** Makes state whose pools share a purse into which each brings so many bytes. */
export function sharing<T>(poolBytes: number, make: (shared: Readonly<Purse>) => T): T {
  const before = shared;
  const made = purse(poolBytes);
  shared = made;
  try {
    return make(made);
  } finally {
    shared = before;
  }
}

/** How many pools state has. */
export function poolsIn(make: () => unknown): number {
  return sharing(0, (made) => {
    make();
    return made.pools;
  });
}

/** The purse of what is being made, now with the share of one more pool; outside of {@link sharing} one without bound. */
export function purseOfPool(): Purse {
  const own = shared ?? purse(Number.POSITIVE_INFINITY);
  own.pools++;
  return own;
}

/** How many bytes a pool that has `heldBytes` may have at most, as things are. */
export function mostBytes({ poolBytes, pools, takenBytes }: Purse, heldBytes: number): number {
  return Math.max(heldBytes, poolBytes * OWN) + Math.max(0, pools * poolBytes * (1 - OWN) - takenBytes);
}

/** A pool has other bytes than before. */
export function resized(purse: Purse, beforeBytes: number, bytes: number): void {
  const beyondOwn = (held: number) => Math.max(0, held - purse.poolBytes * OWN);
  purse.takenBytes += beyondOwn(bytes) - beyondOwn(beforeBytes);
}
