/** What is remembered of days that are over, against a Map of everything. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashText } from '../core/hash.ts';
import { type Day, dayFromCivil } from '../core/time.ts';
import { copyOf, snapshotOf } from '../state/twin-check.ts';
import { DAYS_KEPT, history } from './history.ts';
import { MEASURE, MEASURE_COUNT } from './measures.ts';

const START = dayFromCivil(2024, 4, 1);
const WHO = [1, 2, 3].map((n) => hashText(`P${n}`));

/** A day's counts: one event, and so many records. */
function counts(records: number): Float64Array {
  const made = new Float64Array(MEASURE_COUNT);
  made[MEASURE.events] = 1;
  made[MEASURE.records] = records;
  return made;
}

describe('days that are over', () => {
  it('are remembered for 64 days as by a Map, also when saved and restored in between', () => {
    const step = fc.record({
      who: fc.nat({ max: 2 }),
      pause: fc.oneof({ weight: 6, arbitrary: fc.nat({ max: 2 }) }, fc.nat({ max: 90 })),
      records: fc.nat({ max: 9_000_000 }),
      saved: fc.nat({ max: 9 }),
    });
    fc.assert(
      fc.property(fc.array(step, { size: 'max', maxLength: 120 }), (steps) => {
        let people = history(8);
        const twin = WHO.map(() => new Map<Day, number>());
        let day = START;
        for (const { who, pause, records, saved } of steps) {
          day += pause;
          if (twin[who].has(day)) day++;
          if (saved === 0) people = copyOf(people, () => history(8));
          people.add(WHO[who], day, counts(records), 1, 2);
          twin[who].set(day, records);
        }
        const later = copyOf(people, () => history(8));
        expect(snapshotOf(later)).toEqual(snapshotOf(people));
        for (const [who, key] of WHO.entries()) {
          const record = later.find(key);
          if (record < 0) {
            expect(twin[who].size === 0 || day - Math.max(...twin[who].keys()) >= 399).toBe(true);
            continue;
          }
          const last = Math.max(...twin[who].keys());
          for (let asked = last - DAYS_KEPT - 3; asked <= last + 3; asked++) {
            const kept = asked > last - DAYS_KEPT ? twin[who].get(asked) : undefined;
            expect(later.count(record, asked, MEASURE.records)).toBe(kept ?? 0);
            expect(later.isActive(record, asked)).toBe(kept !== undefined);
          }
        }
      }),
    );
  });

  it('begin anew with another post', () => {
    const people = history(8);
    for (let n = 0; n < 30; n++) people.add(WHO[0], START + n, counts(100), 1, 2);
    expect(people.sinceOf(people.find(WHO[0]))).toBe(START);
    people.add(WHO[0], START + 30, counts(7), 3, 2);
    expect(people.sinceOf(people.find(WHO[0]))).toBe(START + 30);
    expect(people.believed(people.find(WHO[0]), MEASURE.records)).toBe(7);
    expect(people.count(people.find(WHO[0]), START + 29, MEASURE.records)).toBe(100);
  });

  it('are believed as they are in the first twenty, little by little from then on', () => {
    const people = history(8);
    const believed = () => people.believed(people.find(WHO[0]), MEASURE.records);
    for (let n = 0; n < 20; n++) people.add(WHO[0], START + n, counts(n === 7 ? 300 : 30), 1, 2);
    expect(believed()).toBe(300);
    people.add(WHO[0], START + 20, counts(390), 1, 2);
    expect(believed()).toBe(303);
    for (let n = 21; n < 90; n++) people.add(WHO[0], START + n, counts(9_000), 1, 2);
    expect(believed()).toBeGreaterThan(590);
    expect(believed()).toBeLessThan(610);
    for (let n = 90; n < 99; n++) people.add(WHO[0], START + n, counts(0), 1, 2);
    expect(believed()).toBeGreaterThan(590);
  });

  it('at the cap, who was seen on one day goes first, and is counted', () => {
    const people = history(32);
    for (let n = 0; n < 3; n++) for (const who of WHO) people.add(who, START + n, counts(1), 1, 2);
    for (let n = 0; n < 500; n++) people.add(hashText(`flood ${n}`), START + 3, counts(1), 0, 0);
    expect(WHO.every((who) => people.find(who) >= 0)).toBe(true);
    expect(people.usage()).toMatchObject({ keys: 32, evicted: 471 });
  });

  it('cost 2.5 KB a person', () => {
    const people = history(1 << 12);
    for (let n = 0; n < 1 << 12; n++) people.add(hashText(`P${n}`), START, counts(1), 1, 2);
    expect(people.usage().bytes / (1 << 12)).toBeLessThan(2_560);
  });
});
