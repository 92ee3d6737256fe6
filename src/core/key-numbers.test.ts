import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyNumbers } from './key-numbers.ts';

test('answers as a Map does, through growth and deletion', () => {
  // few keys, and keys that differ by powers of two, so that they meet in the table
  const key = fc.oneof(
    fc.integer({ min: 1, max: 40 }),
    fc.nat(20).map((n) => 2 ** n * 65_536),
  );
  const step = fc.record({ key, value: fc.nat(), call: fc.constantFrom('set', 'set', 'delete', 'get') });
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 300 }), (steps) => {
      const numbers = keyNumbers();
      const twin = new Map<number, number>();
      for (const { key: of, value, call } of steps) {
        if (call === 'set') {
          numbers.set(of, value);
          twin.set(of, value);
        } else if (call === 'delete') {
          numbers.delete(of);
          twin.delete(of);
        }
        expect(numbers.size).toBe(twin.size);
        expect(numbers.get(of)).toBe(twin.get(of) ?? Number.NaN);
      }
      for (const [of, value] of twin) expect(numbers.get(of)).toBe(value);
      numbers.clear();
      expect(numbers.size).toBe(0);
      for (const of of twin.keys()) expect(numbers.get(of)).toBeNaN();
    }),
  );
});
