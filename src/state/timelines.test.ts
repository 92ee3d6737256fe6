import { describe, expect, test } from 'vitest';
import { distinctWindow } from './distinct-window.ts';
import { rateWindow } from './rate-window.ts';
import { WALK_MAX } from './timelines.ts';

describe('timelines', () => {
  test('a late event may pass so many newer ones, and is given up and counted beyond', () => {
    const window = rateWindow({ horizon: 1_000_000 });
    for (let n = 1; n <= WALK_MAX; n++) window.add(1, 1000 + n, 1, n);
    expect(window.add(1, 1000, 1, 0)).toBe(WALK_MAX + 1);
    expect(window.contributors(1).refs[0]).toBe(0);
    expect(window.add(1, 999, 1, -1)).toBe(WALK_MAX + 2 - 1);
    expect(window.usage().evicted).toBe(1);
  });

  test('state starts small and grows to its cap only', () => {
    const window = distinctWindow({ horizons: [1_000_000], entriesMax: 1000 });
    expect(window.usage().bytes).toBeLessThan(2_500);
    for (let n = 1; n <= 5000; n++) window.add(1 + (n % 7), n, n, n);
    expect(window.usage().evicted).toBe(4000);
    expect(window.usage().bytes).toBeLessThan(70_000);
  });

  test('a key that lost its only entry goes too', () => {
    const window = distinctWindow({ horizons: [1_000_000], entriesMax: 4 });
    for (let n = 1; n <= 100; n++) window.add(n, 1, n, n);
    expect(window.usage()).toMatchObject({ keys: 4, evicted: 96 });
  });

  test('a flood on one key empties it first, and leaves others what they need not lose', () => {
    const window = distinctWindow({ horizons: [1_000_000], entriesMax: 1000 });
    for (let n = 1; n <= 100; n++) window.add(1, n, 500_000, n);
    for (let n = 1; n <= 5000; n++) window.add(2, n, n, n);
    expect(window.count(1, 0)).toBe(100);
  });
});
