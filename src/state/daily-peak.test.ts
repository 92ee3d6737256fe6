import { describe, expect, test } from 'vitest';
import { DAY, HOUR, parseInstant } from '../core/time.ts';
import { type DailyPeak, dailyPeak } from './daily-peak.ts';
import { agreesWithTwin, type Step } from './twin-check.ts';
import { dailyPeakTwin, type Twin } from './twins.ts';

/** The steps of the histories as hours, days or weeks. */
const asker =
  (unit: number) =>
  (subject: Twin<DailyPeak>, { call, key, time, amount }: Step) => {
    const now = time * unit;
    if (call % 4 > 0) subject.add(key, now, amount);
    return {
      day: subject.peak(key, now, 1),
      month: subject.peak(key, now, 31),
      habit: subject.habit(key, now, 1),
      habitMonth: subject.habit(key, now, 31),
      age: subject.age(key, now),
    };
  };

const NOON = parseInstant('2024-05-13T12:00:00+09:00');

describe('the daily peak', () => {
  test.each([
    [HOUR, { keys: 3, values: 1, late: 0 }],
    [HOUR, { keys: 2, values: 1, late: 60 }],
    [DAY / 60, { keys: 2, values: 1, late: 0 }],
  ])('answers as its twin does, a step of %i', (unit, variety) => {
    agreesWithTwin<DailyPeak>({ make: dailyPeak, makeTwin: dailyPeakTwin, variety, ask: asker(unit) });
  });

  test('is the highest day before today', () => {
    const peaks = dailyPeak();
    peaks.add(1, NOON, 2);
    peaks.add(1, NOON + HOUR, 3);
    peaks.add(1, NOON + DAY, 4);
    expect(peaks.peak(1, NOON + HOUR, 1)).toBe(5);
    peaks.add(1, NOON + 2 * DAY, 90);
    expect(peaks.peak(1, NOON + 2 * DAY, 1)).toBe(5);
    expect(peaks.peak(1, NOON + 3 * DAY, 1)).toBe(90);
    expect(peaks.age(1, NOON + 3 * DAY)).toBe(3);
    expect([peaks.peak(2, NOON, 1), peaks.age(2, NOON)]).toEqual([0, Number.NaN]);
  });

  test('before the last 30 days, counts whole weeks only, and forgets after 13', () => {
    const peaks = dailyPeak();
    peaks.add(1, NOON, 50);
    peaks.add(1, NOON + 20 * DAY, 7);
    expect(peaks.peak(1, NOON + 20 * DAY, 31)).toBe(0);
    expect(peaks.peak(1, NOON + 40 * DAY, 31)).toBe(50);
    expect(peaks.peak(1, NOON + 60 * DAY, 31)).toBe(50);
    peaks.add(1, NOON + 99 * DAY, 1);
    expect(peaks.peak(1, NOON + 99 * DAY, 31)).toBe(7);
  });
});
