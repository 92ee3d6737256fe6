/** A share of the detectors: a back may be divided, and each part of it then keeps the state of some. */

/** Which detectors a back works for, by their place among all, and what only one of several counts. */
export interface Share {
  owns(detector: number): boolean;
  /** Whether it counts what is counted once for all detectors. */
  readonly isFirst: boolean;
}

/** All of them. */
export const WHOLE: Share = { owns: () => true, isFirst: true };

/** Some of them. */
export function shareOf(detectors: readonly number[], isFirst: boolean): Share {
  const own = new Set(detectors);
  return { owns: (detector) => own.has(detector), isFirst };
}
