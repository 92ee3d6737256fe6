import { describe, expect, test } from 'vitest';
import { type Sequence, sequence } from './sequence.ts';
import { agreesWithTwin, type Step } from './twin-check.ts';
import { sequenceTwin, type Twin } from './twins.ts';

const options = { within: 100, lateness: 200, stepsMax: 6 };

function ask(subject: Twin<Sequence>, { call, key, time, ref }: Step) {
  if (call % 8 === 0) return subject.complete(key, time);
  return call % 4 === 0 ? subject.steps(key, time) : subject.step(key, time, ref);
}

const countOf = (answer: ReturnType<typeof ask>): number =>
  typeof answer === 'number' ? answer : (answer?.count ?? 0);

describe('a sequence', () => {
  test.each([
    { keys: 4, values: 1, late: 0 },
    { keys: 2, values: 1, late: 60 },
    { keys: 40, values: 1, late: 500 },
  ])('answers as its twin does: %o', (variety) => {
    agreesWithTwin<Sequence>({
      make: () => sequence(options),
      makeTwin: () => sequenceTwin(options),
      variety,
      ask,
    });
  });

  test.each([{ entriesMax: 4 }, { keysMax: 4 }])('never counts too many with %o', (caps) => {
    agreesWithTwin<Sequence>({
      make: () => sequence({ ...options, ...caps }),
      makeTwin: () => sequenceTwin(options),
      variety: { keys: 7, values: 1, late: 0 },
      ask,
      whenEvicted: (answer, twin) => expect(countOf(answer)).toBeLessThanOrEqual(countOf(twin)),
    });
  });

  test('steps before the end are taken once', () => {
    const tries = sequence({ within: 100 });
    tries.step(1, 1000, 10);
    tries.step(1, 1001, 11);
    expect(tries.step(1, 1050, 12)).toBe(3);
    expect(tries.steps(1, 1100)).toBe(2);
    expect(tries.complete(1, 1100)).toEqual({ count: 2, refs: [11, 12], times: [1001, 1050] });
    expect(tries.complete(1, 1100)).toBeNull();
  });

  test('a step after a late end waits for the next one', () => {
    const tries = sequence({ within: 100 });
    tries.step(1, 1000, 10);
    tries.step(1, 1020, 11);
    expect(tries.complete(1, 1010)?.refs).toEqual([10]);
    expect(tries.steps(1, 1030)).toBe(1);
  });
});
