import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, parseInstant } from '../core/time.ts';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { DUPLICATE_DAYS, duplicates, SEEN } from './duplicates.ts';

const START = Math.floor(parseInstant('2024-05-01T00:00:00Z') / DAY) * DAY;

describe('duplicates', () => {
  test('the same id with the same bytes is a duplicate, with other bytes a reused id', () => {
    const seen = duplicates();
    expect(seen.note(7, 100, START)).toBe(SEEN.first);
    expect(seen.note(7, 100, START + DAY)).toBe(SEEN.duplicate);
    expect(seen.note(7, 101, START + DAY)).toBe(SEEN.reused);
    expect(seen.note(8, 100, START + DAY)).toBe(SEEN.first);
  });

  test('of an id used with several contents every repeat is a duplicate', () => {
    const seen = duplicates();
    expect([100, 101, 102].map((content) => seen.note(7, content, START))).toEqual([
      SEEN.first,
      SEEN.reused,
      SEEN.reused,
    ]);
    for (const content of [100, 101, 102]) expect(seen.note(7, content, START + DAY)).toBe(SEEN.duplicate);
  });

  test('an id is remembered for seven days and then new again', () => {
    const seen = duplicates();
    seen.note(7, 100, START);
    expect(seen.note(7, 100, START + DUPLICATE_DAYS * DAY)).toBe(SEEN.duplicate);
    expect(seen.note(7, 100, START + (DUPLICATE_DAYS + 1) * DAY)).toBe(SEEN.first);
  });

  test('an id that came before any time that can be right is remembered like the others', () => {
    const seen = duplicates();
    expect(seen.note(7, 100, Number.NEGATIVE_INFINITY)).toBe(SEEN.first);
    expect(seen.note(7, 100, Number.NEGATIVE_INFINITY)).toBe(SEEN.duplicate);
    expect(seen.note(7, 100, START)).toBe(SEEN.duplicate);
    expect(seen.note(7, 100, START + DUPLICATE_DAYS * DAY)).toBe(SEEN.duplicate);
    expect(seen.note(7, 100, START + (DUPLICATE_DAYS + 1) * DAY)).toBe(SEEN.first);
    expect(seen.note(7, 100, Number.NEGATIVE_INFINITY)).toBe(SEEN.duplicate);
  });

  test.each([2_040, 2_047, 2_048, 2_049, 4_096, 10_000])(
    'an id is new again after %i days, though a day is kept by its last bits',
    (days) => {
      const seen = duplicates();
      const ids = Array.from({ length: 200 }, (_, i) => i * 2 ** 40 + i + 1);
      for (const id of ids) expect(seen.note(id, 100, START)).toBe(SEEN.first);
      for (const id of ids) expect(seen.note(id, 100, START + days * DAY)).toBe(SEEN.first);
      for (const id of ids) expect(seen.note(id, 100, START + days * DAY)).toBe(SEEN.duplicate);
    },
  );

  test('ids that share their lower or upper bits are told apart', () => {
    const seen = duplicates();
    const ids = Array.from({ length: 1_000 }, (_, i) => [
      i + 1,
      (i + 1) * 2 ** 32,
      (i + 1) * 2 ** 32 + 1,
    ]).flat();
    for (const id of ids) expect(seen.note(id, 100, START)).toBe(SEEN.first);
    for (const id of ids) expect(seen.note(id, 100, START)).toBe(SEEN.duplicate);
  });

  test('what was saved while all was one table is still known', () => {
    const identities = new Float64Array(2 * 4);
    const ints = new Int32Array(identities.buffer);
    identities[2] = 2 ** 40 + 7;
    ints.set([100, START / DAY], 6);
    const out = snapshotWriter();
    out.json({ capacity: 4, held: 1, newestDay: START / DAY });
    out.numbers(identities);
    const seen = duplicates();
    seen.restore(snapshotReader(out.bytes()));
    expect(seen.note(2 ** 40 + 7, 100, START)).toBe(SEEN.duplicate);
    expect(seen.note(2 ** 40 + 7, 101, START)).toBe(SEEN.reused);
    expect(seen.note(7, 100, START)).toBe(SEEN.first);
  });

  test('says what a plain map says, through growth, expiry and restoring', () => {
    const step = fc.record({
      id: fc.integer({ min: 1, max: 3_000 }),
      content: fc.integer({ min: 0, max: 2 }),
      gap: fc.integer({ min: 0, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(step, { size: 'max', maxLength: 4_000 }), (steps) => {
        let seen = duplicates();
        /** By id, the day each content was first seen. */
        const twin = new Map<number, Map<number, number>>();
        let day = START / DAY;
        steps.forEach(({ id, content, gap }, i) => {
          if (gap === 3 && i % 50 === 0) day++;
          const known = twin.get(id) ?? new Map<number, number>();
          for (const [each, since] of known) if (day - since > DUPLICATE_DAYS) known.delete(each);
          let expected: number = known.size === 0 ? SEEN.first : SEEN.reused;
          if (known.has(content)) expected = SEEN.duplicate;
          else twin.set(id, known.set(content, day));
          expect(seen.note(id, content, day * DAY)).toBe(expected);
          if (i % 1_000 === 999) {
            const out = snapshotWriter();
            seen.save(out);
            seen = duplicates();
            seen.restore(snapshotReader(out.bytes()));
          }
        });
      }),
      { numRuns: 20 },
    );
  });
});
