import { describe, expect, test } from 'vitest';
import { type FirstSeen, firstSeen } from './first-seen.ts';
import { agreesWithTwin, type Step } from './twin-check.ts';
import { firstSeenTwin, type Twin } from './twins.ts';

function ask(subject: Twin<FirstSeen>, { call, key, value, time }: Step) {
  return {
    before: call % 4 === 0 ? subject.peek(key, value) : subject.touch(key, value, time),
    known: subject.known(key),
    touches: subject.touches(key, value),
    total: subject.total(key),
    since: subject.since(key),
  };
}

function neverMore(answer: ReturnType<typeof ask>, twin: ReturnType<typeof ask>): void {
  expect(answer.before).toBeLessThanOrEqual(twin.before);
  expect(answer.known).toBeLessThanOrEqual(twin.known);
  expect(answer.total).toBeLessThanOrEqual(twin.total);
  expect(answer.touches).toBeLessThanOrEqual(twin.touches);
  expect(answer.since < twin.since).toBe(false);
}

describe('first-seen', () => {
  test.each([
    { keys: 4, values: 6, late: 0 },
    { keys: 4, values: 6, late: 60 },
    { keys: 40, values: 40, late: 500 },
  ])('answers as its twin does, with and without a horizon: %o', (variety) => {
    for (const horizon of [100, undefined]) {
      const options = { horizon, lateness: 200 };
      agreesWithTwin<FirstSeen>({
        make: () => firstSeen(options),
        makeTwin: () => firstSeenTwin(options),
        variety,
        ask,
        numRuns: 80,
      });
    }
  });

  test.each([{ entriesMax: 4 }, { keysMax: 4 }])('never knows too much with %o', (caps) => {
    agreesWithTwin<FirstSeen>({
      make: () => firstSeen({ horizon: 100, lateness: 200, ...caps }),
      makeTwin: () => firstSeenTwin({ horizon: 100, lateness: 200 }),
      variety: { keys: 7, values: 4, late: 0 },
      ask,
      whenEvicted: neverMore,
    });
  });

  test('a value exactly one horizon old is new again', () => {
    const seen = firstSeen({ horizon: 100 });
    expect(seen.touch(1, 7, 1000)).toBe(-Infinity);
    expect(seen.touch(1, 7, 1099)).toBe(1000);
    expect(seen.touch(1, 7, 1199)).toBe(-Infinity);
    expect(seen.touches(1, 7)).toBe(1);
    expect(seen.since(1)).toBe(1000);
    expect(seen.since(2)).toBeNaN();
  });

  test('a flood of new values does not displace those seen twice', () => {
    const seen = firstSeen({ entriesMax: 64 });
    for (const time of [1, 2]) for (let value = 1; value <= 16; value++) seen.touch(1, value, time);
    for (let value = 1000; value < 3000; value++) seen.touch(2, value, value);
    for (let value = 1; value <= 16; value++) expect(seen.peek(1, value)).toBe(2);
    expect(seen.usage().evicted).toBe(2000 - 48);
  });
});
