/**
 * Memory that pools share: those of one part of a detector in one key shard, whose rows come in one order however they are cut.
 *
 * Every pool brings the same number of bytes. An eighth of it stays its own; of the rest whoever needs it takes, and keeps. So what they hold
 * together is bounded, none goes without, and a part that uses few of its pools has room for more keys. Where a pool may not
 * grow any more it is full, and gives up what it has had longest.
 */

/** What pools share. */
export interface Purse {
  /** Bytes that each pool has for itself. */
  readonly ownBytes: number;
  /** Bytes that may be taken beyond that, by all of them. */
  commonBytes: number;
  /** How much of those is taken. */
  takenBytes: number;
}

/** Nothing bounds it. */
const boundless = (): Purse => ({ ownBytes: Number.POSITIVE_INFINITY, commonBytes: 0, takenBytes: 0 });

/** The part of what a pool brings that stays its own. */
export const OWN = 1 / 8;

let shared: Purse | null = null;

/** Makes state whose pools share a purse into which each brings so many bytes. */
export function sharing<T>(poolBytes: number, make: () => T): T {
  const before = shared;
  shared = { ownBytes: poolBytes * OWN, commonBytes: 0, takenBytes: 0 };
  try {
    return make();
  } finally {
    shared = before;
  }
}

/** The purse of what is being made, now with the share of one more pool; outside of {@link sharing} one without bound. */
export function purseOfPool(): Purse {
  if (shared === null) return boundless();
  shared.commonBytes += (shared.ownBytes / OWN) * (1 - OWN);
  return shared;
}

/** How many pools state has. */
export function poolsIn(make: () => unknown): number {
  let pools = 0;
  sharing(1, () => {
    make();
    pools = purseOfPool().commonBytes / (1 - OWN) - 1; // that of the pool just asked for left out
  });
  return pools;
}

/** How many bytes a pool that has `heldBytes` may have at most, as things are. */
export function mostBytes({ ownBytes, commonBytes, takenBytes }: Purse, heldBytes: number): number {
  return Math.max(heldBytes, ownBytes) + Math.max(0, commonBytes - takenBytes);
}

/** A pool has other bytes than before. */
export function resized(purse: Purse, beforeBytes: number, bytes: number): void {
  purse.takenBytes += Math.max(0, bytes - purse.ownBytes) - Math.max(0, beforeBytes - purse.ownBytes);
}
