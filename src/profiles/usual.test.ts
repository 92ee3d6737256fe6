/** What is usual for a person among colleagues, as stated; days are fed as an engine would. */
import { describe, expect, it } from 'vitest';
import { encodeEvents } from '../batch/encode.ts';
import { type EventPart, event } from '../batch/event.ts';
import { hashText } from '../core/hash.ts';
import { type Day, dayFromCivil, HOUR, MINUTE, startOfDay, weekday } from '../core/time.ts';
import { derivePersons, detectorColumns } from '../engine/derive.ts';
import { registersOf } from '../registers/from-text.ts';
import type { Measure } from './measures.ts';
import { createProfiles, type ProfileKeeper } from './profiles.ts';

const MONDAY = dayFromCivil(2024, 4, 1);
const TAIL = 1e-5;
const RECRUITERS = ['P1', 'P2', 'P3', 'P4', 'P5', 'P6', 'P7'];
const PEOPLE = [
  'principal,unit,duties,valid_from',
  ...RECRUITERS.map((principal) => `${principal},recruiting,desk,`),
  'P8,tax,tax,',
  'P9,tax,tax,',
  'P9,recruiting,desk,2024-06-10',
].join('\n');

/** Profiles with a hand that feeds them day by day. */
function office() {
  const registers = registersOf({ people: PEOPLE });
  const profiles = createProfiles(registers);
  const feed = (day: Day, parts: readonly EventPart[]): void => {
    const batch = encodeEvents(
      parts.map((part, i) => event({ time: startOfDay(day) + 9 * HOUR + i * MINUTE, ...part })),
    );
    const columns = detectorColumns(batch.columns, batch.size);
    const rows = Int32Array.from({ length: batch.size }, (_, row) => row);
    derivePersons(rows, columns, registers);
    profiles.turnTo(day);
    profiles.observe(rows, columns);
  };
  return { profiles, feed };
}

const list = (principal: string, records: number, part: EventPart = {}): EventPart => ({
  actor: principal,
  principal,
  action: 'list',
  records,
  ...part,
});
/** About so many, a little more or less from day to day. */
const about = (usual: number, day: Day, person: number): number => usual + ((day * 7 + person * 13) % 11) - 5;

/** Working days on which every recruiter lists about so many cards; `more` says who does something else. */
function work(
  days: number,
  usual: number,
  more: (day: Day) => readonly EventPart[] = () => [],
): ProfileKeeper {
  const { profiles, feed } = office();
  for (let day = MONDAY; day < MONDAY + days; day++) {
    if (weekday(day) === 0 || weekday(day) === 6) continue;
    feed(day, [...RECRUITERS.map((who, i) => list(who, about(usual, day, i))), ...more(day)]);
  }
  profiles.turnTo(MONDAY + days);
  return profiles;
}

const usual = (profiles: ProfileKeeper, who: string, measure: Measure = 'records') =>
  profiles.usual(hashText(who), measure, TAIL);

describe('on the first day', () => {
  it('nothing is usual', () => expect(usual(work(0, 30), 'P1')).toBeNull());
});

describe('a recruiter who lists some 30 cards a day', () => {
  const profiles = work(56, 30);
  it('is known by own days and those of colleagues', () => {
    const found = usual(profiles, 'P1');
    expect(found).toMatchObject({ ownDays: 40, peerDays: 240, isFirm: true });
    expect(found?.day.own).toBeGreaterThan(27);
    expect(found?.day.own).toBeLessThan(33);
    expect(found?.day.peers).toBeCloseTo(found?.day.own ?? 0, -1);
  });
  it('may list twice as many, and not three times as many', () => {
    const most = usual(profiles, 'P1')?.day.most ?? 0;
    expect(most).toBeGreaterThan(50);
    expect(most).toBeLessThan(90);
  });
  it('may list in a month somewhat more than in a usual one', () => {
    const month = usual(profiles, 'P1')?.month;
    expect(month?.own).toBeGreaterThan(30 * 19);
    expect(month?.own).toBeLessThan(30 * 22);
    expect(month?.most).toBeGreaterThan(700);
    expect(month?.most).toBeLessThan(1_100);
  });
  it('is not held to less before it is known for long: 3 weeks are not firm', () => {
    expect(usual(work(21, 30), 'P1')).toMatchObject({ isFirm: false });
    expect(usual(work(29, 30), 'P1')).toMatchObject({ isFirm: true });
  });
  it('shows the last days, yesterday last', () => {
    const days = new Float64Array(7);
    expect(profiles.series(hashText('P1'), 'records', days)).toBe(5);
    expect([...days].map((count) => count > 0)).toEqual([true, true, true, true, true, false, false]);
    expect(days[4]).toBe(about(30, MONDAY + 53, 0));
  });
});

describe('a newcomer', () => {
  it('leans on the colleagues', () => {
    const profiles = work(56, 30);
    profiles.turnTo(dayFromCivil(2024, 6, 10));
    const found = usual(profiles, 'P9'); // in recruiting from that day on
    expect(found?.ownDays).toBe(0);
    expect(found?.day.own).toBe(0);
    expect(found?.day.most).toBe(found?.day.peersMost);
    expect(found?.day.most).toBeLessThan(90);
  });
  it('after a transfer does not lean on what was usual before', () => {
    const profiles = work(70, 30, () => [list('P9', 500)]);
    expect(usual(profiles, 'P9')).toMatchObject({ ownDays: 0 });
  });
});

describe('who has no colleagues', () => {
  it('is known by own days from the tenth on', () => {
    const alone = (days: number) => {
      const { profiles, feed } = office();
      for (let day = MONDAY; day < MONDAY + days; day++) feed(day, [list('P8', about(30, day, 0))]);
      profiles.turnTo(MONDAY + days);
      return usual(profiles, 'P8');
    };
    expect(alone(9)).toBeNull();
    expect(alone(10)).toMatchObject({ ownDays: 10, peerDays: 0, isFirm: false });
    expect(alone(40)).toMatchObject({ ownDays: 40, isFirm: true });
  });
});

describe('a thief', () => {
  it('who lists 390 a day among colleagues with 30 does not move what is usual for them', () => {
    const honest = usual(work(56, 30), 'P2');
    const beside = usual(
      work(56, 30, () => [list('P1', 360)]),
      'P2',
    );
    expect(beside?.day.peersMost).toBeLessThan(1.2 * (honest?.day.peersMost ?? 0));
    expect(beside?.month.peersMost).toBeLessThan(1.2 * (honest?.month.peersMost ?? 0));
  });
  it('is not believed at once: after four weeks of 390 the limit is still far below', () => {
    const turned = work(56, 30, (day) => (day >= MONDAY + 28 ? [list('P1', 360)] : []));
    const found = usual(turned, 'P1');
    expect(found?.day.own).toBeLessThan(60);
    expect(found?.day.most).toBeLessThan(150);
  });
});

describe('rare days', () => {
  it('of two colleagues need no explanation, those of one do', () => {
    const rare = (who: readonly string[]) =>
      work(56, 0, (day) => (day === MONDAY + 30 ? who.map((each) => list(each, 800)) : []));
    expect(usual(rare(['P2', 'P3']), 'P1')?.day.most).toBeGreaterThanOrEqual(800);
    expect(usual(rare(['P2']), 'P1')?.day.most).toBeLessThan(300);
  });
});

describe('what counts', () => {
  const one = (part: EventPart, measure: Measure): number => {
    const { profiles, feed } = office();
    feed(MONDAY, [list('P1', 3, part)]);
    profiles.turnTo(MONDAY + 1);
    const yesterday = new Float64Array(1);
    profiles.series(hashText('P1'), measure, yesterday);
    return yesterday[0];
  };
  it.each<[string, EventPart, Measure, number]>([
    ['a list', {}, 'records', 3],
    ['nothing that failed', { outcome: 'failure' }, 'events', 0],
    ['no sign-in', { action: 'login' }, 'events', 0],
    ['named people as people', { subjects: ['R1', 'R2'], records: 2 }, 'subjects', 2],
    ['named people not as records too', { subjects: ['R1', 'R2'], records: 2 }, 'records', 0],
    ['an export as taken', { action: 'export' }, 'taken', 3],
    ['a printed certificate as one taken', { action: 'print', subjects: ['R1'], records: 1 }, 'printed', 1],
    ['an upload as sent', { action: 'upload' }, 'sent', 3],
    ['a list not as taken', {}, 'taken', 0],
    ['a client company', { tenant: 'T1' }, 'tenants', 1],
    ['a deletion', { action: 'delete' }, 'deleted', 1],
    ['a time at night as off duty', { time: startOfDay(MONDAY) + 3 * HOUR }, 'events', 1],
  ])('%s', (_, part, measure, count) => expect(one(part, measure)).toBe(count));
});
