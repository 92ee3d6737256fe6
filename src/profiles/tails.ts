/**
 * The tails of what is usual: how much is exceeded with a given probability only.
 *
 * Sparse counts follow count distributions (Poisson, negative binomial, beta-binomial), dense ones robust statistics on a
 * scale on which counts have an even spread. Not "mean plus two sigma": counts are skewed, and one odd day moves both.
 */
import { gammaln, median, medianAbsoluteDeviation, probit } from 'simple-statistics';

/** No tail is followed further than this. */
const COUNT_MAX = 100_000;
/** Above this mean the chance of nothing at all is too small for a number; counts are then spread evenly on the scale of {@link evened}. */
const POISSON_MAX = 500;
/** The median absolute deviation of a normal distribution, as a part of its standard deviation. */
const MAD_OF_NORMAL = 0.6745;

/**
 * The least count that a negative binomial variable exceeds with probability `tail` at most; a Poisson one where the
 * variance is not above the mean. Source: Johnson, Kemp, Kotz, Univariate Discrete Distributions, ch. 4 and 5 (recurrences).
 */
export function mostByCounts(mean: number, variance: number, tail: number): number {
  if (mean <= 0) return 0;
  if (mean > POISSON_MAX)
    return Math.ceil(counted(evened(mean) + deviations(tail) * Math.sqrt(Math.max(1, variance / mean))));
  const isPoisson = variance <= mean;
  const size = isPoisson ? Infinity : (mean * mean) / (variance - mean);
  const odds = isPoisson ? 0 : mean / (size + mean);
  let chance = Math.exp(isPoisson ? -mean : size * Math.log(size / (size + mean)));
  let below = chance;
  let count = 0;
  while (1 - below > tail && count < COUNT_MAX) {
    chance *= isPoisson ? mean / (count + 1) : ((count + size) / (count + 1)) * odds;
    below += chance;
    count++;
  }
  return count;
}

/**
 * The least number out of `trials` that a beta-binomial variable exceeds with probability `tail` at most: how many of so many
 * look-ups, where the share itself differs from person to person as a beta distribution (`hits`, `misses`).
 * Source: Johnson, Kemp, Kotz, §6.9.2 (negative hypergeometric), by recurrence.
 */
export function mostByShares(trials: number, hits: number, misses: number, tail: number): number {
  let chance = Math.exp(
    gammaln(misses + trials) + gammaln(hits + misses) - gammaln(misses) - gammaln(hits + misses + trials),
  );
  let below = chance;
  let count = 0;
  while (1 - below > tail && count < trials) {
    chance *= ((trials - count) * (hits + count)) / ((count + 1) * (misses + trials - count - 1));
    below += chance;
    count++;
  }
  return count;
}

/** Counts on a scale on which a Poisson count has a standard deviation of 1. Source: Anscombe, Biometrika 35 (1948). */
export function evened(count: number): number {
  return 2 * Math.sqrt(count + 3 / 8);
}

/** Back from {@link evened}. */
export function counted(value: number): number {
  return Math.max(0, (value * value) / 4 - 3 / 8);
}

/** How many standard deviations a normal variable exceeds with probability `tail`; up to 0.4 % too few. */
export function deviations(tail: number): number {
  return -probit(tail);
}

/** Centre and spread of dense counts on the scale of {@link evened}: the median and the median absolute deviation, at least that of chance. */
export function denseSpread(counts: readonly number[]): { centre: number; spread: number } {
  const values = counts.map(evened);
  return { centre: median(values), spread: Math.max(1, medianAbsoluteDeviation(values) / MAD_OF_NORMAL) };
}
