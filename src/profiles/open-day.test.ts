/** The open day against Maps and Sets. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText, type Key } from '../core/hash.ts';
import { copyOf, snapshotOf } from '../state/twin-check.ts';
import { MEASURE } from './measures.ts';
import { openDay } from './open-day.ts';

const WHO = [1, 2, 3, 4, 5].map((n) => hashText(`P${n}`));

/** Everybody's counts at the end of the day. */
function closed(day: ReturnType<typeof openDay>): Map<Key, number[]> {
  const found = new Map<Key, number[]>();
  day.close((who, counts) => found.set(who, [...counts]));
  return found;
}

describe('a day', () => {
  it('is counted as by Maps and Sets, also when saved and restored in between', () => {
    const step = fc.record({
      who: fc.constantFrom(...WHO),
      measure: fc.constantFrom(MEASURE.events, MEASURE.records, MEASURE.taken),
      amount: fc.nat({ max: 900 }),
      subject: fc.nat({ max: 30 }),
      saved: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { size: 'max', maxLength: 200 }), (steps) => {
        let day = openDay(16);
        const counts = new Map<string, number>();
        const subjects = new Map<Key, Set<Key>>();
        for (const { who, measure, amount, subject, saved } of steps) {
          if (saved === 0) day = copyOf(day, () => openDay(16));
          const record = day.record(who, 1);
          day.counts()[day.start(record) + measure] += amount;
          day.addSubject(record, hashText(`S${subject}`));
          counts.set(`${who} ${measure}`, (counts.get(`${who} ${measure}`) ?? 0) + amount);
          subjects.set(who, (subjects.get(who) ?? new Set()).add(hashText(`S${subject}`)));
        }
        const found = closed(day);
        expect(new Set(found.keys())).toEqual(new Set(subjects.keys()));
        for (const [who, sums] of found) {
          for (const measure of [MEASURE.events, MEASURE.records, MEASURE.taken])
            expect(sums[measure]).toBe(counts.get(`${who} ${measure}`) ?? 0);
          const different = subjects.get(who)?.size ?? 0;
          expect(Math.abs(sums[MEASURE.subjects] - different)).toBeLessThanOrEqual(3);
        }
      }),
    );
  });

  it.each([
    [100, 5],
    [500, 25],
    [2_000, 200],
  ])('of %i different people is counted within %i', (people, error) => {
    for (let trial = 0; trial < 20; trial++) {
      const day = openDay(4);
      const record = day.record(WHO[0], 1);
      for (let n = 0; n < people * 3; n++) day.addSubject(record, hashText(`${trial} ${n % people}`));
      const [counts] = closed(day).values();
      expect(Math.abs(counts[MEASURE.subjects] - people)).toBeLessThan(error);
    }
  });

  it('is empty once closed', () => {
    const day = openDay(4);
    day.counts()[day.start(day.record(WHO[0], 1)) + MEASURE.events]++;
    closed(day);
    expect(closed(day).size).toBe(0);
    expect(snapshotOf(day)).toEqual(snapshotOf(openDay(4)));
  });

  it('at the cap gives somebody up, and says so', () => {
    const day = openDay(4);
    WHO.forEach((who, time) => {
      day.record(who, time);
    });
    expect(day.usage()).toMatchObject({ keys: 4, evicted: 1 });
    closed(day);
    expect(day.usage()).toMatchObject({ keys: 0, evicted: 1 });
  });
});
