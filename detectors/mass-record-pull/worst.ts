/** The worst of the measures of a look-up: which one exceeds its limit most. */
import type { Limits } from './tuned.ts';

/** The worst of the measures. One object, written over by every look-up that is weighed. */
export interface Worst {
  /** Positions in MEASURES and WINDOWS. */
  measure: number;
  window: number;
  seen: number;
  limit: number;
  /** seen / limit: above 1 it is a pull. */
  ratio: number;
}

/** See {@link Worst}. */
export const worst: Worst = { measure: 0, window: 0, seen: 0, limit: 0, ratio: 0 };

/** Keeps a measure where it is worse than the worst so far. */
export function compare(measure: number, window: number, seen: number, limits: Limits): void {
  const limit = limits[measure * 3 + window];
  const ratio = seen / limit;
  if (ratio <= worst.ratio) return;
  worst.measure = measure;
  worst.window = window;
  worst.seen = seen;
  worst.limit = limit;
  worst.ratio = ratio;
}
