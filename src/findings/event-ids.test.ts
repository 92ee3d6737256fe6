import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventIds } from './event-ids.ts';

const id = fc.string({ unit: fc.constantFrom('a', 'b', '1', '2', '/', '山', '😀', '😁'), maxLength: 12 });

test('every id comes back, whatever is in memory, in the file or in the block in progress', () => {
  fc.assert(
    fc.property(
      fc.array(id, { size: 'max', maxLength: 200 }),
      fc.integer({ min: 0, max: 100 }),
      (texts, memoryBytes) => {
        const list = eventIds({ blockIds: 4, memoryBytes });
        try {
          for (const [ref, text] of texts.entries()) {
            list.add(text);
            const past = (ref * 7) % (ref + 1);
            expect(list.get(past)).toBe(texts[past]);
          }
          expect(list.size).toBe(texts.length);
          expect(texts.map((_, ref) => list.get(ref))).toEqual(texts);
        } finally {
          list.close();
        }
      },
    ),
    { numRuns: 60 },
  );
});

test('a very long id', () => {
  const list = eventIds({ blockIds: 2, memoryBytes: 1_000 });
  const long = 'x'.repeat(300_000);
  list.add(long);
  list.add(`${long}y`);
  expect(list.get(1)).toBe(`${long}y`);
  list.close();
});

test('an event that was never added is a fault of the caller', () => {
  const list = eventIds();
  list.add('a');
  expect(() => list.get(1)).toThrow('no event 1');
  expect(() => list.get(-1)).toThrow();
});
