/** Limits by what is usual: for the person, for colleagues, within bounds. Through the real engine, after ordinary weeks. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { hashText } from '../../src/core/hash.ts';
import { type Day, dayFromCivil, HOUR, startOfDay, weekday } from '../../src/core/time.ts';
import type { Profiles, Usual, UsualOf } from '../../src/profiles/profiles.ts';
import { registersOf } from '../../src/registers/from-text.ts';
import { type Context, findingsOf } from '../../test/findings-of.ts';
import { massRecordPull } from '../mass-record-pull.ts';
import { thresholds } from './limits.ts';
import { personalLimits } from './personal.ts';
import { limitsOf, tuned } from './tuned.ts';

const MONDAY = dayFromCivil(2024, 4, 1);
const STAFF = Array.from({ length: 12 }, (_, i) => `P${i + 1}`);
const registers: Context['registers'] = {
  people: ['principal,unit,duties', ...STAFF.map((who) => `${who},floor,desk`), 'N1,floor,desk'].join('\n'),
};
const find = (events: readonly EventPart[], context: Context = { registers }) =>
  findingsOf(massRecordPull, events, context);

const workingDays = (days: number): Day[] =>
  Array.from({ length: days }, (_, n) => MONDAY + n).filter((day) => weekday(day) % 6 !== 0);

/** Lists so many records over eight hours of a day, without names. */
const lists = (who: string, day: Day, records: number): EventPart[] =>
  Array.from({ length: 8 }, (_, hour) => ({
    time: startOfDay(day) + (9 + hour) * HOUR,
    actor: who,
    principal: who,
    action: 'list' as const,
    records: Math.floor((records * (hour + 1)) / 8) - Math.floor((records * hour) / 8),
  }));
/** Looks at so many different people over eight hours of a day. */
const serves = (who: string, day: Day, people: number): EventPart[] =>
  Array.from({ length: 8 }, (_, hour) => ({
    time: startOfDay(day) + (9 + hour) * HOUR,
    actor: who,
    principal: who,
    action: 'list' as const,
    subjects: Array.from(
      { length: Math.floor((people * (hour + 1)) / 8) - Math.floor((people * hour) / 8) },
      (_, n) => `${who} ${day} ${hour} ${n}`,
    ),
  }));
const about = (usual: number, day: Day, who: string): number =>
  Math.round(usual * (0.8 + (((day * 7 + hashText(who)) % 11) / 10) * 0.4));

/** Eight ordinary weeks of everybody at about 30 a day. */
const WEEKS = workingDays(56);
const ordinary = WEEKS.flatMap((day) => STAFF.flatMap((who) => lists(who, day, about(30, day, who))));
/** The Monday after. */
const NEXT = MONDAY + 56;

describe('a recruiter who lists 390 cards where 30 are usual', () => {
  const [finding, ...others] = find([...ordinary, ...lists('P1', NEXT, 390)]);
  it('is found on that day, low: only unusual', () => {
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      principal: 'P1',
      severity: 'low',
      evidence: { measure: 'records', window: 'day', limit: 300, peers_usual: 30 },
    });
  });
  it('is told with what is usual', () => {
    expect(finding?.sentence.ja).toMatch(/ふだんは1日に、本人が\d+件程度、ほかの職員が30件程度です。/);
    expect(finding?.sentence.en).toMatch(/Usual a day: about \d+ for this person, about 30 for colleagues\./);
  });
  it('is not found on the first day of the log: the limit of everybody holds', () => {
    expect(find(lists('P1', MONDAY, 390))).toEqual([]);
    expect(find([...ordinary.slice(0, 12 * 8 * 5), ...lists('P1', MONDAY + 7, 390)])).toEqual([]);
  });
  it('is silent exactly at the limit and found one over it', () => {
    expect(find([...ordinary, ...lists('P1', NEXT, 300)])).toEqual([]);
    expect(find([...ordinary, ...lists('P1', NEXT, 301)])).toHaveLength(1);
  });
  it('is silent where two colleagues have done as much', () => {
    const rare = ['P2', 'P3'].flatMap((who) => lists(who, MONDAY + 44, 400));
    const before = ordinary.filter(
      ({ time, actor }) => !(time === startOfDay(MONDAY + 44) + 9 * HOUR && actor === 'P2'),
    );
    const events = [...before, ...rare].sort((a, b) => Number(a.time) - Number(b.time));
    const findings = find([...events, ...lists('P1', NEXT, 390)]);
    expect(findings.filter(({ principal }) => principal === 'P1')).toEqual([]);
  });
  it('as a newcomer is found by what is usual for colleagues', () => {
    const [newcomer] = find([...ordinary, ...lists('N1', NEXT, 390)]);
    expect(newcomer).toMatchObject({ principal: 'N1', evidence: { usual: null, peers_usual: 30 } });
    expect(newcomer?.sentence.ja).toContain('ふだんは1日に、ほかの職員が30件程度です。');
  });
  it('is graver far above what is usual, of a sensitive class', () => {
    const far = lists('P1', NEXT, 950);
    expect(find([...ordinary, ...far])[0]).toMatchObject({ severity: 'low' });
    const sensitive = far.map((part) => ({ ...part, data_class: 'tax' }));
    expect(find([...ordinary, ...sensitive])[0]).toMatchObject({ severity: 'medium' });
  });
});

describe('a call-centre agent with 200 customers a day', () => {
  it('is silent for a quarter of a year among colleagues who do as much, and so is a new one', () => {
    const days = workingDays(91);
    const floor = days.flatMap((day, n) =>
      [...STAFF, ...(n < 40 ? [] : ['N1'])].flatMap((who) => serves(who, day, about(190, day, who))),
    );
    expect(find(floor).filter(({ severity }) => severity !== 'low')).toEqual([]);
    expect(find(floor).filter(({ time }) => time > '2024-05-10')).toEqual([]);
  }, 60_000);
});

const READY = tuned(thresholds.parse({}));
const GENERAL = READY.ordinary;
const [SUBJECTS_DAY, SUBJECTS_MONTH, RECORDS_DAY] = [1, 2, 4];

/** Profiles that say one thing of everybody. */
function saying(most: number, peersMost: number, isFirm: boolean): Profiles {
  const span: UsualOf = { own: 1, peers: 1, most, peersMost };
  const said: Usual = { ownDays: 40, peerDays: 400, isFirm, day: span, month: span };
  return { day: () => MONDAY, usual: () => said, series: () => 0, unexplained: () => null };
}
const limits = (most: number, peersMost: number, isFirm = true) =>
  personalLimits(READY, saying(most, peersMost, isFirm), 1, GENERAL).limits;

describe('several duties', () => {
  const byDuty = { survey: { subjects: { day: 900 } }, mailing: { records: { day: 9_000 } } };
  const ready = tuned(thresholds.parse({ byDuty }));
  const people = registersOf({ people: 'principal,duties\nP1,survey|mailing\nP2,survey\nP3,other' });
  const of = (who: string) => limitsOf(ready, hashText(who), people, startOfDay(MONDAY));
  it('have the highest limit of each, the same array at every call', () => {
    expect([of('P1')[SUBJECTS_DAY], of('P1')[RECORDS_DAY]]).toEqual([900, 9_000]);
    expect([of('P2')[SUBJECTS_DAY], of('P2')[RECORDS_DAY]]).toEqual([900, 3_000]);
    expect(of('P1')).toBe(of('P1'));
    expect(of('P3')).toBe(ready.ordinary);
  });
});

describe('the bounds', () => {
  it('the floor: nobody is held to fewer than 60 people a day', () => {
    expect(limits(3, 3)[SUBJECTS_DAY]).toBe(60);
    expect(limits(3, 3)[SUBJECTS_MONTH]).toBe(750);
    expect(limits(61, 3)[SUBJECTS_DAY]).toBe(61);
  });
  it('nobody is held to less before what is usual is known for long', () => {
    expect(limits(3, 3, false)).toEqual(GENERAL);
  });
  it('the limit of everybody, as far as only he does more', () => {
    expect(limits(400, 90)[SUBJECTS_DAY]).toBe(250);
  });
  it('what the peers do, where they do more', () => {
    expect(limits(400, 310)[SUBJECTS_DAY]).toBe(310);
    expect(limits(280, 310)[SUBJECTS_DAY]).toBe(280);
  });
  it('the ceiling: twice the limit of everybody, whatever anybody does', () => {
    expect(limits(9_000, 9_000)[SUBJECTS_DAY]).toBe(500);
  });
  it('hold for whatever is usual', () => {
    const amount = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(amount, amount, fc.boolean(), (most, peersMost, isFirm) => {
        const made = limits(most, peersMost, isFirm);
        expect(made[SUBJECTS_DAY]).toBeGreaterThanOrEqual(60);
        expect(made[SUBJECTS_DAY]).toBeLessThanOrEqual(Math.max(250, Math.min(500, peersMost)));
        expect(made[RECORDS_DAY]).toBeGreaterThanOrEqual(300);
        expect(made[RECORDS_DAY]).toBeLessThanOrEqual(Math.max(3_000, Math.min(6_000, peersMost)));
        expect(made[0]).toBeGreaterThanOrEqual(60);
      }),
    );
  });
});

describe('a limit of everybody', () => {
  const weeks = WEEKS.flatMap((day) => STAFF.flatMap((who) => serves(who, day, about(12, day, who))));
  const sitting = (people: number): EventPart => ({
    time: startOfDay(NEXT) + 10 * HOUR,
    actor: 'P1',
    principal: 'P1',
    action: 'list',
    subjects: Array.from({ length: people }, (_, n) => `sitting ${n}`),
  });
  /** 40 people over the day, which is unusual, and so many at once. */
  const told = (people: number) =>
    find(
      [...weeks, ...serves('P1', NEXT, 40), sitting(people)].sort((a, b) => Number(a.time) - Number(b.time)),
    );
  it('is not hidden by one of the person’s own that is crossed by more', () =>
    expect(told(90)).toMatchObject([{ severity: 'medium' }]));
  it('leaves to the own one what is no graver', () =>
    expect(told(55)).toMatchObject([{ severity: 'low', evidence: { window: 'day' } }]));
});
