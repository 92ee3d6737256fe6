/** Tails against sums of the distributions written out, and against tables. */
import fc from 'fast-check';
import { gammaln } from 'simple-statistics';
import { describe, expect, it } from 'vitest';
import { counted, denseSpread, deviations, evened, mostByCounts, mostByShares } from './tails.ts';

/** The slow way: the least count beyond which the probabilities, each from its formula, sum up to `tail` at most. */
function mostTwin(probability: (count: number) => number, tail: number, max: number): number {
  let below = 0;
  for (let count = 0; count < max; count++) {
    below += probability(count);
    if (1 - below <= tail) return count;
  }
  return max;
}

const poisson = (mean: number) => (count: number) =>
  Math.exp(count * Math.log(mean) - mean - gammaln(count + 1));
const negativeBinomial = (mean: number, variance: number) => (count: number) => {
  const size = mean ** 2 / (variance - mean);
  const chance = size / (size + mean);
  const ways = gammaln(count + size) - gammaln(size) - gammaln(count + 1);
  return Math.exp(ways + size * Math.log(chance) + count * Math.log(1 - chance));
};
const logBeta = (a: number, b: number) => gammaln(a) + gammaln(b) - gammaln(a + b);
const betaBinomial = (trials: number, hits: number, misses: number) => (count: number) =>
  Math.exp(
    gammaln(trials + 1) -
      gammaln(count + 1) -
      gammaln(trials - count + 1) +
      logBeta(count + hits, trials - count + misses) -
      logBeta(hits, misses),
  );

describe('a Poisson count of 5 a day', () => {
  it.each([
    [0.01, 11],
    [0.001, 13],
    [0.0001, 15],
  ])('exceeds, with probability %d at most, %i', (tail, most) => expect(mostByCounts(5, 5, tail)).toBe(most));
  it('is the same where days vary less than by chance', () => expect(mostByCounts(5, 1, 0.001)).toBe(13));
  it('of nothing at all is nothing', () => expect(mostByCounts(0, 0, 1e-9)).toBe(0));
});

const tails = fc.constantFrom(0.05, 0.01, 1e-3, 1e-4);
/** Equal but where the two sums stand on either side of the tail by rounding. */
const near = (one: number, other: number): void => {
  expect(Math.abs(one - other)).toBeLessThanOrEqual(1);
};

describe('counts', () => {
  it('agree with the Poisson formula', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 60, noNaN: true }), tails, (mean, tail) =>
        near(mostByCounts(mean, mean, tail), mostTwin(poisson(mean), tail, 1_000)),
      ),
    );
  });
  it('agree with the negative binomial formula', () => {
    const spread = fc.double({ min: 1.1, max: 20, noNaN: true });
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 40, noNaN: true }), spread, tails, (mean, times, tail) =>
        near(
          mostByCounts(mean, mean * times, tail),
          mostTwin(negativeBinomial(mean, mean * times), tail, 20_000),
        ),
      ),
    );
  });
  it('that vary more exceed more', () => {
    expect(mostByCounts(5, 50, 1e-4)).toBeGreaterThan(2 * mostByCounts(5, 5, 1e-4));
  });
});

describe('shares', () => {
  const parameter = fc.double({ min: 0.5, max: 200, noNaN: true });
  it('agree with the beta-binomial formula', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 200 }),
        parameter,
        parameter,
        tails,
        (trials, hits, misses, tail) =>
          near(
            mostByShares(trials, hits, misses, tail),
            mostTwin(betaBinomial(trials, hits, misses), tail, trials),
          ),
      ),
    );
  });
  it('of 100 look-ups, where one in ten is usual, are at most 23 but once in ten thousand times', () => {
    expect(mostByShares(100, 1_000, 9_000, 1e-4)).toBe(23);
    expect(mostByShares(100, 10, 90, 1e-4)).toBeGreaterThan(23);
  });
  it('never exceed the look-ups there are', () => expect(mostByShares(3, 50, 1, 1e-9)).toBe(3));
});

describe('dense counts', () => {
  it('go there and back', () => {
    for (const count of [0, 1, 10, 5_000]) expect(counted(evened(count))).toBeCloseTo(count);
  });
  it('spread by chance at least', () => expect(denseSpread([50, 50, 50, 50]).spread).toBe(1));
  it('are not moved by one odd day', () => {
    const usual = [28, 30, 31, 29, 33, 27, 30, 32, 30, 29, 31];
    const { centre, spread } = denseSpread([...usual, 3_000]);
    expect(counted(centre)).toBeCloseTo(30, 0);
    expect(spread).toBeLessThan(1.1);
  });
  it.each([
    [0.01, 2.326],
    [1e-4, 3.719],
    [1e-5, 4.265],
  ])('a normal variable exceeds with probability %d: %d deviations', (tail, most) =>
    expect(Math.abs(deviations(tail) - most)).toBeLessThan(0.02),
  );
});
