import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import { keyedDistinct } from './keyed-distinct.ts';
import { copyOf } from './twin-check.ts';

test('counts as sets do, whatever is saved and restored in between', () => {
  const step = fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 30 }), fc.nat({ max: 9 }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200, size: 'max' }), (steps) => {
      const make = () => keyedDistinct({ exactMax: 30 });
      let subject = make();
      const sets = new Map<number, Set<number>>();
      for (const [key, value, restored] of steps) {
        if (restored === 0) subject = copyOf(subject, make);
        const own = sets.get(key) ?? new Set();
        sets.set(key, own.add(value));
        expect(subject.add(key, value)).toBe(own.size);
      }
      for (const [key, own] of sets)
        expect([subject.count(key), subject.isExact(key)]).toEqual([own.size, true]);
    }),
  );
});

test('is an estimate within its error beyond what it counts exactly', () => {
  const subject = keyedDistinct({ exactMax: 100 });
  for (let i = 0; i < 50_000; i++) subject.add(1, hashText(`customer ${i}`));
  expect(subject.isExact(1)).toBe(false);
  expect(Math.abs(subject.count(1) / 50_000 - 1)).toBeLessThan(3 * 0.016);
});

test('keys beyond the cap are not counted, and told as such', () => {
  const subject = keyedDistinct({ keysMax: 4 });
  expect([1, 2, 3, 4, 5].map((key) => subject.add(key, 9))).toEqual([1, 1, 1, 1, 0]);
  expect(subject.usage()).toMatchObject({ keys: 4, evicted: 1 });
});
