/** How far somebody gets who teaches slowly: every day as much as the limits allow, among eleven honest colleagues. */
import { expect, test } from 'vitest';
import { encodeEvents } from '../../src/batch/encode.ts';
import { type EventPart, event } from '../../src/batch/event.ts';
import { hashText } from '../../src/core/hash.ts';
import { type Day, dayFromCivil, HOUR, MINUTE, startOfDay, weekday } from '../../src/core/time.ts';
import { derivePersons, detectorColumns } from '../../src/engine/derive.ts';
import { createProfiles } from '../../src/profiles/profiles.ts';
import { registersOf } from '../../src/registers/from-text.ts';
import { MEASURES, type Measure, thresholds } from './limits.ts';
import { personalLimits } from './personal.ts';
import { tuned } from './tuned.ts';

const STAFF = Array.from({ length: 12 }, (_, i) => `P${i}`);
const REGISTERS = registersOf({
  people: ['principal,unit,duties', ...STAFF.map((who) => `${who},unit,duty`)].join('\n'),
});
const READY = tuned(thresholds.parse({}));
const START = dayFromCivil(2023, 4, 3);
const HONEST_DAYS = 70;

/** So many different people, or so many records on lists. */
function work(who: string, day: Day, measure: Measure, count: number): EventPart {
  const part = { time: startOfDay(day) + 9 * HOUR + STAFF.indexOf(who) * MINUTE, actor: who, principal: who };
  if (count === 0) return { ...part, action: 'update' };
  return measure === 'subjects'
    ? { ...part, action: 'list', subjects: Array.from({ length: count }, (_, n) => `${who} ${day} ${n}`) }
    : { ...part, action: measure === 'taken' ? 'export' : 'list', records: count };
}

/** The limits of a day and of 30 days when the thief has taught so many days (weekends left out). */
function taught(measure: Measure, usual: number, days: number): { day: number; month: number } {
  const profiles = createProfiles(REGISTERS);
  const at = MEASURES.indexOf(measure) * 3;
  const done: number[] = [];
  let limits = READY.ordinary;
  for (let day = START; day < START + HONEST_DAYS + days; day++) {
    const isFree = weekday(day) % 6 === 0;
    profiles.turnTo(day);
    limits = personalLimits(READY, profiles, hashText('P0'), READY.ordinary).limits;
    const left = limits[at + 2] - done.slice(-29).reduce((sum, count) => sum + count, 0);
    const daily = Math.min(limits[at + 1], left, Math.ceil(limits[at + 2] / 20));
    const most = day < START + HONEST_DAYS ? usual : Math.max(usual, daily);
    done.push(isFree ? 0 : most);
    if (isFree) continue;
    const honest = (i: number): number => (usual === 0 ? 0 : usual - 5 + ((day * 7 + i * 13) % 11));
    const parts = STAFF.map((who, i) => work(who, day, measure, i === 0 ? most : honest(i)));
    const batch = encodeEvents(parts.map((part) => event(part)));
    const columns = detectorColumns(batch.columns, batch.size);
    const rows = Int32Array.from({ length: batch.size }, (_, row) => row);
    derivePersons(rows, columns, REGISTERS);
    profiles.observe(rows, columns);
  }
  return { day: limits[at + 1], month: limits[at + 2] };
}

test('where 30 people a day are usual, sixteen months teach little more than half of the general limit a day', () => {
  const { day, month } = taught('subjects', 30, 490);
  expect(day).toBeGreaterThan(60);
  expect(day).toBeLessThan(150);
  expect(month).toBeLessThan(2_600);
});

test.each(['records', 'taken'] as const)('where no %s are usual, the floor is not left', (measure) => {
  const floor = thresholds.parse({}).profile.floor[measure];
  expect(taught(measure, 0, 200)).toEqual({ day: floor.day, month: floor.month });
});
