import { expect, test } from 'vitest';
import { notes } from './notes.ts';
import { copyOf } from './twin-check.ts';

test('a note is made once, changed in place, and survives a restore', () => {
  const make = () => notes<{ count: number }>();
  const own = make();
  const first = own.of(7, () => ({ count: 1 }));
  if (first !== null) first.count++;
  expect(own.of(7, () => ({ count: 9 }))).toEqual({ count: 2 });
  const again = copyOf(own, make);
  expect(again.get(7)).toEqual({ count: 2 });
  expect(again.get(8)).toBeUndefined();
});

test('keys beyond the cap get none and are counted', () => {
  const own = notes<number>(4);
  const given = [1, 2, 3, 4, 5, 6, 7].map((key) => own.of(key, () => key));
  expect(given).toEqual([1, 2, 3, 4, null, null, null]);
  expect(own.usage()).toMatchObject({ keys: 4, evicted: 3 });
});
