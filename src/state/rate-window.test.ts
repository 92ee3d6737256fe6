import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RateWindow } from './rate.ts';
import { rateWindow } from './rate-window.ts';
import { agreesWithTwin, histories, type Step } from './twin-check.ts';
import { rateWindowTwin, type Twin } from './twins.ts';

const exact = { horizon: 100, lateness: 200 };
const inPanes = { ...exact, panes: 5 };

function ask(window: Twin<RateWindow>, { call, key, time, amount, ref }: Step) {
  const sum = call % 3 === 0 ? window.sum(key, time) : window.add(key, time, amount, ref);
  return { sum, by: window.contributors(key) };
}

function neverMore(answer: ReturnType<typeof ask>, twin: ReturnType<typeof ask>): void {
  expect(answer.sum).toBeLessThanOrEqual(twin.sum);
}

describe('the rate window', () => {
  const varieties = [
    { keys: 4, values: 1, late: 0 },
    { keys: 2, values: 1, late: 60 },
    { keys: 40, values: 1, late: 500 },
  ];

  test.each(varieties)('answers as its twin does: %o', (variety) => {
    agreesWithTwin<RateWindow>({
      make: () => rateWindow(exact),
      makeTwin: () => rateWindowTwin(exact),
      variety,
      ask,
    });
  });

  test.each(varieties)('in panes answers as its twin does: %o', (variety) => {
    agreesWithTwin<RateWindow>({
      make: () => rateWindow(inPanes),
      makeTwin: () => rateWindowTwin(inPanes),
      variety,
      ask,
    });
  });

  test.each([
    { ...exact, entriesMax: 4 },
    { ...exact, keysMax: 4 },
    { ...inPanes, keysMax: 4 },
    { ...inPanes, entriesMax: 8 },
    { ...inPanes, entriesMax: 8, keysMax: 6 },
  ])('never sums too much with %o', (options) => {
    agreesWithTwin<RateWindow>({
      make: () => rateWindow(options),
      makeTwin: () => rateWindowTwin(options),
      variety: { keys: 7, values: 1, late: 0 },
      ask,
      whenEvicted: neverMore,
    });
  });

  test('panes add at most one pane', () => {
    fc.assert(
      fc.property(histories({ keys: 3, values: 1, late: 0 }), (steps) => {
        const panes = rateWindow(inPanes);
        const least = rateWindowTwin({ horizon: 100, lateness: 1000 });
        const most = rateWindowTwin({ horizon: 120, lateness: 1000 });
        for (const { key, time, amount, ref } of steps) {
          const sum = panes.add(key, time, amount, ref);
          expect(sum).toBeGreaterThanOrEqual(least.add(key, time, amount, ref));
          expect(sum).toBeLessThanOrEqual(most.add(key, time, amount, ref));
        }
      }),
    );
  });

  test('an event exactly one horizon old is out, one microsecond younger is in', () => {
    const window = rateWindow({ horizon: 100 });
    window.add(1, 1000, 5, 0);
    window.add(1, 1001, 7, 1);
    expect(window.add(1, 1100, 1, 2)).toBe(8);
    expect(window.contributors(1)).toEqual({ refs: [1, 2], times: [1001, 1100], total: 8 });
    expect(window.sum(1, 1101)).toBe(1);
    expect(window.sum(1, 1200)).toBe(0);
    expect(window.sum(2, 1200)).toBe(0);
  });
});
