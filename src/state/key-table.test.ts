import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keyTable } from './key-table.ts';
import { mix, TIME } from './record-pool.ts';

const VALUE = 2;

describe('the key table', () => {
  const shapes: Record<string, (n: number) => number> = {
    consecutive: (n) => n + 1,
    'multiples of 2^32': (n) => (n + 1) * 0x1_0000_0000,
    'multiples of 4096': (n) => (n + 1) * 4096,
    scattered: (n) => mix(n, 7) * 0x10_0000 + n + 1,
  };

  test.each(Object.entries(shapes))('holds and removes %s keys as a Map does', (_, keyOf) => {
    const calls = fc.array(fc.tuple(fc.nat({ max: 299 }), fc.nat({ max: 3 })), {
      maxLength: 1500,
      size: 'max',
    });
    fc.assert(
      fc.property(calls, (given) => {
        const table = keyTable({ floats: 3, ints: 1, forgetAfter: Infinity });
        const twin = new Map<number, number>();
        for (const [at, [n, call]] of given.entries()) {
          const key = keyOf(n);
          const record = call === 0 ? table.find(key) : table.claim(key, 0);
          if (call === 0 && record >= 0) table.remove(record);
          if (call === 0) twin.delete(key);
          else table.pool.floats[record * table.pool.stride + VALUE] = at;
          if (call !== 0) twin.set(key, at);
        }
        for (let n = 0; n < 300; n++) {
          const record = table.find(keyOf(n));
          const value = record < 0 ? undefined : table.pool.floats[record * table.pool.stride + VALUE];
          if (value !== twin.get(keyOf(n))) expect(value).toBe(twin.get(keyOf(n)));
        }
        expect(table.pool.live).toBe(twin.size);
      }),
      { numRuns: 30 },
    );
  });

  test.each(Object.entries(shapes))('grows with 100,000 %s keys in time linear to them', (_, keyOf) => {
    const table = keyTable({ keysMax: 1 << 18, floats: 2, ints: 1, forgetAfter: Infinity });
    for (let n = 0; n < 100_000; n++) table.claim(keyOf(n), n);
    for (let n = 0; n < 100_000; n++) {
      const record = table.find(keyOf(n));
      if (table.pool.floats[record * table.pool.stride + TIME] !== n) expect(n).toBe('found');
    }
    expect(table.pool.live).toBe(100_000);
  });

  test('at the cap gives up one of the oldest, and says so', () => {
    const released: number[] = [];
    const table = keyTable({
      keysMax: 100,
      floats: 2,
      ints: 1,
      forgetAfter: Infinity,
      released: (record) => released.push(table.pool.floats[record * table.pool.stride + TIME]),
    });
    for (let n = 1; n <= 1000; n++) table.claim(n, n);
    expect(table.evicted()).toBe(900);
    expect(released.length).toBe(900);
    // The oldest of eight among 100 lies beyond the older half once in 256.
    const old = released.filter((time, at) => time <= at + 50);
    expect(old.length).toBeGreaterThan(850);
  });

  test('a key is forgotten exactly when it lies the bound behind the newest time', () => {
    const table = keyTable({ floats: 2, ints: 1, forgetAfter: 100 });
    table.claim(1, 0);
    table.claim(2, 99);
    expect(table.find(1)).toBeGreaterThanOrEqual(0);
    table.claim(2, 100);
    expect(table.find(1)).toBe(-1);
    expect(table.claim(1, 0)).toBe(-1);
    expect(table.claim(1, 1)).toBeGreaterThanOrEqual(0);
  });
});
