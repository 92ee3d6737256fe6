import { describe, expect, test } from 'vitest';
import { rate, share } from './intervals.ts';

describe('a share', () => {
  test.each([
    // R: prop.test(x, n, correct = FALSE)$conf.int
    [0, 10, 0, 0.2775],
    [9, 10, 0.5958, 0.9821],
    [50, 100, 0.4038, 0.5962],
  ])('%i of %i', (part, whole, low, high) => {
    const found = share(part, whole);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });
});

describe('a rate', () => {
  test.each([
    // R: poisson.test(x)$conf.int
    [0, 0, 3.6889],
    [1, 0.0253, 5.5716],
    [10, 4.7954, 18.3904],
    [100, 81.3639, 121.6272],
    // by sums of logarithms (lgamma), in Python
    [3_000, 2893.5986, 3109.3135],
  ])('%i', (count, low, high) => {
    const found = rate(count, 1);
    expect(found.low).toBeCloseTo(low, 3);
    expect(found.high).toBeCloseTo(high, 3);
  });
});
