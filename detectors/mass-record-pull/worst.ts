/** The worst of the measures of a look-up: the gravest of those that exceed their limit, and of these the one that does so most. */
import { sizeOf, UNUSUAL_ONLY } from './evidence.ts';
import { MEASURES } from './limits.ts';
import type { Limits } from './tuned.ts';

/** Positions of what was taken among the measures, and of the part of it that is guarded. */
export const TAKEN = MEASURES.indexOf('taken');
export const GUARDED = MEASURES.indexOf('guarded');
const SPANS = 3;

/** The limits of whoever looked, and those of everybody where the person has limits of his own. */
export interface Bounds {
  readonly limits: Limits;
  readonly general: Limits | null;
}

/** The worst of the measures. One object, written over by every look-up that is weighed. */
export interface Worst {
  /** Positions in MEASURES and WINDOWS. */
  measure: number;
  window: number;
  seen: number;
  limit: number;
  /** seen / limit: above 1 it is a pull. */
  ratio: number;
  /** Below the limit of everybody: only what is usual for the person and the peers says that it is much. */
  isUnusualOnly: boolean;
  /** How grave it is for its size. */
  gravity: number;
}

/** See {@link Worst}. */
export const worst: Worst = {
  measure: 0,
  window: 0,
  seen: 0,
  limit: 0,
  ratio: 0,
  isUnusualOnly: false,
  gravity: 0,
};

/** Forgets the worst so far. */
export function begin(): void {
  worst.ratio = 0;
  worst.gravity = Number.NEGATIVE_INFINITY;
}

/** Keeps a measure where it is worse than the worst so far: a limit of everybody is not hidden by one of the person's own. */
export function compare(measure: number, window: number, seen: number, { limits, general }: Bounds): void {
  const limit = limits[measure * SPANS + window];
  const ratio = seen / limit;
  if (ratio <= 1) return;
  // a list of guarded records below the limit of all that is taken is unusual too, and no more
  const isUnusualOnly =
    general !== null &&
    (seen <= general[measure * SPANS + window] ||
      (measure === GUARDED && seen <= general[TAKEN * SPANS + window]));
  const gravity = sizeOf(ratio) - (isUnusualOnly ? UNUSUAL_ONLY : 0);
  if (gravity < worst.gravity || (gravity === worst.gravity && ratio <= worst.ratio)) return;
  worst.measure = measure;
  worst.window = window;
  worst.seen = seen;
  worst.limit = limit;
  worst.ratio = ratio;
  worst.isUnusualOnly = isUnusualOnly;
  worst.gravity = gravity;
}
