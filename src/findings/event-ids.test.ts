import fc from 'fast-check';
import { expect, test } from 'vitest';
import { putText } from '../batch/encode.ts';
import { eventIds, type IdSource } from './event-ids.ts';

/** Ids as a batch gives them. */
const idsOf = (...texts: readonly string[]): IdSource => ({
  putEventId: (row, into, at) => putText(texts[row], into, at),
});

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
            list.add(idsOf(text), 0);
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
  list.add(idsOf(long), 0);
  list.add(idsOf(`${long}y`), 0);
  expect(list.get(1)).toBe(`${long}y`);
  list.close();
});

test('an event that was never added is a fault of the caller', () => {
  const list = eventIds();
  list.add(idsOf('a'), 0);
  expect(() => list.get(1)).toThrow('no event 1');
  expect(() => list.get(-1)).toThrow();
});
