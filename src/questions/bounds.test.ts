/** The bounds of a sample, held against counting every case. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { atMost, mostBad, mostUnseen, type Stratum } from './bounds.ts';

const choose = (n: number, k: number): number =>
  k < 0 || k > n ? 0 : k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k;

describe('the bound of a sample', () => {
  test.each([
    [10, 5, 0, 3], // C(7,5)/C(10,5) = 0.083 > 0.05, C(6,5)/C(10,5) = 0.024
    [100, 100, 0, 0],
    [100, 100, 7, 7],
    [1, 0, 0, 1],
    [1000, 59, 0, 48], // about 3/n of it: the rule of three
  ])('of %i with %i drawn and %i bad is %i', (size, n, found, most) => {
    expect(mostBad(size, n, found, 0.95)).toBe(most);
  });

  test('is what the probabilities say, for every small case', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(25), fc.nat(25), (size, drawn, seen) => {
        const n = Math.min(size, drawn);
        const found = Math.min(seen, n);
        const chance = (bad: number) => {
          let sum = 0;
          for (let x = 0; x <= found; x++) sum += choose(bad, x) * choose(size - bad, n - x);
          return sum / choose(size, n);
        };
        let most = found;
        for (let bad = found; bad <= size - (n - found); bad++) {
          expect(atMost(found, size, bad, n)).toBeCloseTo(chance(bad), 9);
          if (chance(bad) > 0.05 + 1e-9) most = bad;
        }
        expect(mostBad(size, n, found, 0.95)).toBe(most);
      }),
    );
  });

  test('over strata is the worst way to share the bad ones out', () => {
    const small = fc.record({ size: fc.integer({ min: 1, max: 8 }), n: fc.nat(8) });
    fc.assert(
      fc.property(fc.array(small, { minLength: 1, maxLength: 3 }), (drawn) => {
        const strata: Stratum[] = drawn.map(({ size, n }) => ({ size, n: Math.min(size, n) }));
        let most = 0;
        const walk = (i: number, chance: number, bad: number): void => {
          if (chance <= 0.05 + 1e-9) return;
          if (i === strata.length) most = Math.max(most, bad);
          else
            for (let b = 0; b <= strata[i].size; b++)
              walk(
                i + 1,
                (chance * choose(strata[i].size - b, strata[i].n)) / choose(strata[i].size, strata[i].n),
                bad + b,
              );
        };
        walk(0, 1, 0);
        expect(mostUnseen(strata, 0.95)).toBe(most);
      }),
    );
  });

  test('of one stratum is that of the sample', () => {
    expect(mostUnseen([{ size: 1000, n: 59 }], 0.95)).toBe(mostBad(1000, 59, 0, 0.95));
  });
});
