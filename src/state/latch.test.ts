import { describe, expect, test } from 'vitest';
import { type Latch, latch } from './latch.ts';
import { agreesWithTwin, type Step } from './twin-check.ts';
import { latchTwin, type Twin } from './twins.ts';

const options = { quiet: 100, lateness: 600 };

const ask = (subject: Twin<Latch>, { call, key, time }: Step) => ({
  opens: call % 4 === 0 ? false : subject.opens(key, time),
  isOpen: subject.isOpen(key, time),
});

describe('a latch', () => {
  test.each([
    { keys: 4, values: 1, late: 0 },
    { keys: 40, values: 1, late: 500 },
  ])('answers as its twin does: %o', (variety) => {
    agreesWithTwin<Latch>({ make: () => latch(options), makeTwin: () => latchTwin(options), variety, ask });
  });

  test('with four keys opens too often, never too seldom', () => {
    agreesWithTwin<Latch>({
      make: () => latch({ ...options, keysMax: 4 }),
      makeTwin: () => latchTwin(options),
      variety: { keys: 7, values: 1, late: 0 },
      ask,
      whenEvicted: (answer: ReturnType<typeof ask>, twin: ReturnType<typeof ask>) => {
        if (twin.opens) expect(answer.opens).toBe(true);
        if (answer.isOpen) expect(twin.isOpen).toBe(true);
      },
    });
  });

  test('opens again after more than the quiet time, not exactly at it', () => {
    const open = latch({ quiet: 100 });
    expect([0, 100, 200, 301, 250].map((time) => open.opens(1, time))).toEqual([
      true,
      false,
      false,
      true,
      false,
    ]);
    expect([open.isOpen(1, 401), open.isOpen(1, 402), open.isOpen(2, 0)]).toEqual([true, false, false]);
  });
});
