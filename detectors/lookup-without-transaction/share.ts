/**
 * What is usual: which share of the look-ups ends without a sale, and how many that explains.
 *
 * A repairs counter is not like a till, so that a place is held against what was counted there before, never against others. A share is
 * not the same every day: it counts as if it rested on {@link WEIGHT_MAX} look-ups at most, so that as many as a day may well
 * bring are no finding (beta-binomial tail, see src/profiles/tails.ts).
 */
import { mostByShares } from '../../src/profiles/tails.ts';
import { DAILY, excessOf, LONG, MONTHLY, type Thresholds } from './limits.ts';
import type { Count } from './tally.ts';

/** How many look-ups a share may stand for. */
const WEIGHT_MAX = 200;

/** How many more than usual a day must bring to share in what a month brings. */
const DRIP = 2;

/** What is more than usual. */
export interface Excess {
  readonly how: 'share' | 'context';
  /** Position in HORIZONS. */
  readonly horizon: number;
  readonly lookups: number;
  readonly without: number;
  readonly usual: number;
  readonly most: number;
  /** How many more than the usual share there are in the horizon, or in the day where that is more. */
  readonly beyond: number;
}

/**
 * The shortest horizon in which more were left without a sale than the usual share explains; null where none is, and where nothing is
 * ever sold. `wider`: counts of the whole place, for who is new to it. Over a month only on days that are themselves above the
 * usual: what went before makes no ordinary day odd.
 */
export function excessIn(
  counts: readonly Count[],
  wider: readonly Count[],
  limit: Thresholds,
): Excess | null {
  const excess = excessOf(limit);
  const today = counts[DAILY];
  for (let horizon = 0; horizon <= MONTHLY; horizon++) {
    const { lookups, without } = counts[horizon];
    if (without < excess[horizon]) continue;
    const before = usualBefore(counts, horizon, limit) ?? usualBefore(wider, horizon, limit);
    if (before === null) continue;
    const usual = before.without / before.lookups;
    const beyond = without - lookups * usual;
    if (beyond < excess[horizon]) continue;
    if (horizon === MONTHLY && today.without - today.lookups * usual < DRIP) continue;
    const most = mostUsual(lookups, before, limit);
    const ofDay = today.without - today.lookups * usual;
    if (without > most)
      return { how: 'share', horizon, lookups, without, usual, most, beyond: Math.max(beyond, ofDay) };
  }
  return null;
}

/** What was counted before the month, or before the day, in question; null where that is little, or where hardly anything is ever sold. */
export function usualBefore(
  counts: readonly Count[],
  horizon: number,
  { usualMax, knownFrom }: Pick<Thresholds, 'usualMax' | 'knownFrom'>,
): Count | null {
  const now = counts[Math.max(horizon, DAILY)];
  const lookups = counts[LONG].lookups - now.lookups;
  const without = counts[LONG].without - now.without;
  return lookups < knownFrom || without > usualMax * lookups ? null : { lookups, without };
}

/** How many the usual share explains at most. */
function mostUsual(lookups: number, before: Count, { onceIn }: Thresholds): number {
  const weight = Math.min(1, WEIGHT_MAX / before.lookups);
  const hits = before.without * weight + 0.5; // the Jeffreys prior
  const misses = (before.lookups - before.without) * weight + 0.5;
  return mostByShares(lookups, hits, misses, 1 / onceIn);
}
