import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import { distinctCounter } from './distinct-counter.ts';
import { copyOf, snapshotOf } from './twin-check.ts';

describe('the distinct counter', () => {
  test('is exact up to its limit, as a Set is', () => {
    const keys = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 200, size: 'max' });
    fc.assert(
      fc.property(keys, fc.nat({ max: 200 }), (added, restoreAt) => {
        let counter = distinctCounter(60);
        const twin = new Set<number>();
        for (const [at, key] of added.entries()) {
          if (at === restoreAt) counter = copyOf(counter, () => distinctCounter(60));
          expect(counter.add(key)).toBe(!twin.has(key));
          twin.add(key);
          expect(counter.count()).toBe(twin.size);
        }
        expect(counter.exact()).toBe(true);
      }),
    );
  });

  test.each([4_000, 5_000, 12_000, 60_000, 300_000])('estimates %i within four standard errors', (many) => {
    const counter = distinctCounter(100);
    for (let n = 0; n < many; n++) counter.add(hashText(`subject-${n}`));
    expect(counter.exact()).toBe(false);
    expect(Math.abs(counter.count() / many - 1)).toBeLessThan(4 * 0.0163);
  });

  test('a copy goes on as the original does', () => {
    for (const many of [50, 101, 5_000]) {
      const counter = distinctCounter(100);
      for (let n = 0; n < many; n++) counter.add(hashText(`a${n}`));
      const copy = copyOf(counter, () => distinctCounter(100));
      for (let n = 0; n < 200; n++) expect(copy.add(hashText(`b${n}`))).toBe(counter.add(hashText(`b${n}`)));
      expect(snapshotOf(copy)).toEqual(snapshotOf(counter));
      expect(copy.count()).toBe(counter.count());
    }
  });

  test('exactly at the limit it is exact, one more and it estimates', () => {
    const counter = distinctCounter(10);
    for (let key = 1; key <= 10; key++) counter.add(key);
    expect([counter.exact(), counter.count()]).toEqual([true, 10]);
    counter.add(11);
    expect(counter.exact()).toBe(false);
    expect(counter.count()).toBeGreaterThanOrEqual(10);
  });
});
