import { describe, expect, test } from 'vitest';
import { type DistinctWindow, distinctWindow } from './distinct-window.ts';
import { agreesWithTwin, type Step } from './twin-check.ts';
import { distinctWindowTwin, type Twin } from './twins.ts';

const options = { horizons: [20, 100, 300], lateness: 200 };

function ask(window: Twin<DistinctWindow>, { call, key, value, time, ref }: Step) {
  window.add(key, value, time, ref);
  if (call % 3 === 0) window.leaveOut(key, value);
  return options.horizons.map((_, h) => ({ count: window.count(key, h), by: window.contributors(key, h) }));
}

const counts = (answer: ReturnType<typeof ask>) => answer.map(({ count }) => count);

function neverMore(answer: ReturnType<typeof ask>, twin: ReturnType<typeof ask>): void {
  for (const [h, count] of counts(answer).entries()) {
    expect(count).toBeLessThanOrEqual(counts(twin)[h]);
    expect(count).toBe(answer[h].by.refs.length);
  }
}

describe('the distinct window', () => {
  test.each([
    { keys: 4, values: 6, late: 0 },
    { keys: 4, values: 6, late: 60 },
    { keys: 40, values: 5, late: 500 },
    { keys: 2, values: 200, late: 350 },
  ])('answers as its twin does: %o', (variety) => {
    agreesWithTwin<DistinctWindow>({
      make: () => distinctWindow(options),
      makeTwin: () => distinctWindowTwin(options),
      variety,
      ask,
    });
  });

  test.each([{ entriesMax: 4 }, { keysMax: 4 }, { entriesMax: 5, keysMax: 2 }])(
    'never counts too many with %o',
    (caps) => {
      agreesWithTwin<DistinctWindow>({
        make: () => distinctWindow({ ...options, ...caps }),
        makeTwin: () => distinctWindowTwin(options),
        variety: { keys: 7, values: 4, late: 0 },
        ask,
        whenEvicted: neverMore,
      });
    },
  );

  test('a value exactly one horizon old is out, one microsecond younger is in', () => {
    const window = distinctWindow({ horizons: [100] });
    window.add(1, 1, 1000, 0);
    window.add(1, 2, 1001, 1);
    window.add(1, 3, 1100, 2);
    expect(window.contributors(1, 0)).toEqual({ refs: [1, 2], times: [1001, 1100], values: [2, 3] });
  });

  test('a value left out counts over the shorter horizons only, until it is added again', () => {
    const window = distinctWindow({ horizons: [100, 1000] });
    window.add(1, 7, 10, 0);
    window.add(1, 8, 20, 1);
    window.leaveOut(1, 7);
    expect([window.count(1, 0), window.count(1, 1)]).toEqual([2, 1]);
    expect(window.contributors(1, 1).values).toEqual([8]);
    window.add(1, 7, 30, 2);
    expect([window.count(1, 0), window.count(1, 1)]).toEqual([2, 2]);
  });

  test('a value seen again counts once, at its latest time', () => {
    const window = distinctWindow({ horizons: [100] });
    for (const time of [0, 60, 120]) window.add(1, 9, time, time);
    expect(window.count(1, 0)).toBe(1);
    expect(window.contributors(1, 0).refs).toEqual([120]);
  });

  test('keys do not share values', () => {
    const window = distinctWindow({ horizons: [100] });
    window.add(1, 9, 0, 0);
    window.add(2, 9, 0, 1);
    expect([window.count(1, 0), window.count(2, 0), window.count(3, 0)]).toEqual([1, 1, 0]);
  });

  test('memory is given back when keys fall silent', () => {
    const window = distinctWindow({ horizons: [100], lateness: 0 });
    for (let n = 1; n <= 20_000; n++) window.add(n, 1, n * 10, n);
    expect(window.usage().keys).toBeLessThan(40);
    expect(window.usage().bytes).toBeLessThan(20_000);
    expect(window.usage().evicted).toBe(0);
  });

  test('NONE is refused', () => {
    const window = distinctWindow({ horizons: [100] });
    expect(() => window.add(0, 1, 0, 0)).toThrow();
    expect(() => window.add(1, 0, 0, 0)).toThrow();
  });
});
