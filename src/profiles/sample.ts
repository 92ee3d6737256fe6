/** What some days had in common: the usual amount, and how much is exceeded with a given probability only. */
import { mean, median, variance } from 'simple-statistics';
import { counted, denseSpread, deviations, mostByCounts } from './tails.ts';

/** From this median on a day's counts are dense: robust statistics; below, count distributions. */
const DENSE_MIN = 10;
/** Half an event is added to what never happened yet: the Jeffreys prior of a Poisson rate. */
const PRIOR = 0.5;
/** Days of one person are alike: the part of a day's variance that the days of a month share. */
const SHARED = 0.1;

/** The days of one person, or of many, under one measure. */
export interface Sample {
  /** Person-days. */
  readonly days: number;
  /** What is usual on an active day: the median. */
  readonly usual: number;
  /** Mean and variance of a day, days beyond {@link most} counted as that. */
  readonly mean: number;
  readonly variance: number;
  /** What a day exceeds with the given probability only. */
  readonly most: number;
}

/** Nothing is known. */
export const NO_SAMPLE: Sample = { days: 0, usual: 0, mean: 0, variance: 0, most: 0 };

/** Whether counts are dense enough for robust statistics; where they are sparse, rare days must not be divided further. */
export function isDense({ usual }: Sample): boolean {
  return usual >= DENSE_MIN;
}

/** Whether more than half of some counts are sparse. */
export function isSparse(counts: readonly number[]): boolean {
  let dense = 0;
  for (const count of counts) if (count >= DENSE_MIN) dense++;
  return dense * 2 < counts.length;
}

/** Sums up counts of active days. */
export function sampleOf(counts: readonly number[], tail: number): Sample {
  if (counts.length === 0) return NO_SAMPLE;
  const usual = median([...counts]);
  const most = usual >= DENSE_MIN ? mostDense(counts, tail) : mostSparse(counts, tail);
  const kept = counts.map((count) => Math.min(count, most));
  return {
    days: counts.length,
    usual,
    mean: mean(kept) + (usual >= DENSE_MIN ? 0 : PRIOR / counts.length),
    variance: variance(kept),
    most,
  };
}

function mostDense(counts: readonly number[], tail: number): number {
  const { centre, spread } = denseSpread(counts);
  return Math.ceil(counted(centre + deviations(tail) * spread));
}

function mostSparse(counts: readonly number[], tail: number): number {
  return mostByCounts(mean([...counts]) + PRIOR / counts.length, variance([...counts]), tail);
}

/**
 * What a month of `active` days exceeds with probability `tail` only: the sum of so many days, whose variances partly add up
 * as one (people have busy months).
 */
export function mostOfMonth({ mean: daily, variance: spread }: Sample, active: number, tail: number): number {
  const variance = active * Math.max(spread, daily) * (1 + (active - 1) * SHARED);
  return Math.ceil(active * daily + deviations(tail) * Math.sqrt(variance));
}
