import fc from 'fast-check';
import { expect, test } from 'vitest';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { recentKeys } from './recent.ts';

const SPAN = 100;

test('says what a plain map in the order of noting says, at its cap too', () => {
  const step = fc.record({
    key: fc.integer({ min: 1, max: 12 }),
    late: fc.constantFrom(0, 0, 0, 5),
    gap: fc.constantFrom(0, 1, 30),
    words: fc.constantFrom(null, 'w'),
    restored: fc.nat(40),
  });
  fc.assert(
    fc.property(
      fc.array(step, { size: 'max', maxLength: 900 }),
      fc.constantFrom(4, 1_000),
      (steps, keysMax) => {
        let keys = recentKeys(SPAN, keysMax);
        const twin = new Map<number, number>();
        let evicted = 0;
        let now = 1_000;
        for (const { key, late, gap, words, restored } of steps) {
          now += gap;
          const time = now - late;
          keys.forget(now);
          for (const [each, noted] of twin) {
            if (noted >= now - SPAN) break;
            twin.delete(each);
          }
          keys.note(key, time, words);
          const before = twin.get(key);
          if (before === undefined || before <= time) {
            if (before === undefined && twin.size >= keysMax) {
              for (const oldest of twin.keys()) {
                twin.delete(oldest);
                break;
              }
              evicted++;
            }
            twin.delete(key);
            twin.set(key, time);
          }
          if (restored === 0) {
            const out = snapshotWriter();
            keys.save(out);
            keys = recentKeys(SPAN, keysMax);
            keys.restore(snapshotReader(out.bytes()));
          }
          expect(keys.size()).toBe(twin.size);
          expect(keys.evicted()).toBe(evicted);
          for (let of = 1; of <= 12; of++)
            expect(keys.has(of, now - 50, now)).toBe((twin.get(of) ?? 0) >= now - 50);
        }
      },
    ),
    { numRuns: 60 },
  );
});
