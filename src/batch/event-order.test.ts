import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareEventIds } from './event-order.ts';

test.each([
  ['juki/log:9', 'juki/log:10'],
  ['juki/9', 'juki/a'],
  ['juki/', 'juki/1'],
  ['a/1.9', 'a/1.10'],
  ['a/01', 'a/1'],
  ['a/1', 'a/01x'],
  ['a/9007199254740993', 'a/9007199254740994'],
  ['a/99999999999999999999', 'a/100000000000000000000'],
  ['a/2', 'b/1'],
  ['a/-', 'a/0'],
])('%s comes before %s', (first, second) => {
  expect(compareEventIds(first, second)).toBeLessThan(0);
  expect(compareEventIds(second, first)).toBeGreaterThan(0);
});

/** The slow twin: cut into tokens, compare numbers as bigints. */
function twin(a: string, b: string): number {
  const tokens = (text: string) => text.match(/\d+|[^\d]/gsu) ?? [];
  const left = tokens(a);
  const right = tokens(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const [one, other] = [left[i], right[i]];
    const [number, otherNumber] = [/^\d/.test(one), /^\d/.test(other)];
    if (number && otherNumber) {
      if (BigInt(one) !== BigInt(other)) return BigInt(one) < BigInt(other) ? -1 : 1;
    } else if (one !== other) return one < other ? -1 : 1;
  }
  if (left.length !== right.length) return left.length - right.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

const id = fc.string({ unit: fc.constantFrom('0', '1', '2', '9', 'a', '/', ':', '山'), maxLength: 8 });

test('the order is that of the slow twin', () => {
  fc.assert(
    fc.property(id, id, (a, b) => {
      expect(Math.sign(compareEventIds(a, b))).toBe(Math.sign(twin(a, b)));
    }),
    { numRuns: 5_000 },
  );
});

test('the order is total: sorting any shuffle gives the same list', () => {
  fc.assert(
    fc.property(fc.array(id, { size: 'max', maxLength: 60 }), (ids) => {
      const sorted = ids.toSorted(compareEventIds);
      expect(ids.toReversed().sort(compareEventIds)).toEqual(sorted);
    }),
    { numRuns: 200 },
  );
});
