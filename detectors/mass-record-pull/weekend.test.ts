/** Days off by the calendar on which somebody works all the same. Through the real engine. */
import { describe, expect, it } from 'vitest';
import type { EventPart } from '../../src/batch/event.ts';
import { type Day, dayFromCivil, HOUR, MINUTE, startOfDay } from '../../src/core/time.ts';
import { findingsOf } from '../../test/findings-of.ts';
import { massRecordPull } from '../mass-record-pull.ts';

/** A Saturday. */
const SATURDAY = dayFromCivil(2024, 5, 18);
const serves = (day: Day, people: number): EventPart[] =>
  Array.from({ length: people }, (_, n) => ({
    time: startOfDay(day) + 10 * HOUR + n * MINUTE * 0.5,
    actor: 's1',
    principal: 'S1',
    system: 'pos' as const,
    subjects: [`C${n}`],
  }));
/** 80 customers within the hour, after some Saturdays of work, the latest so many weeks ago. */
const told = (saturdays: number, latest = 1) => {
  const worked = Array.from({ length: saturdays }, (_, n) => serves(SATURDAY - 7 * (latest + n), 5));
  const week = Array.from({ length: 28 }, (_, n) => SATURDAY - 28 + n).filter((day) => (day - SATURDAY) % 7);
  const before = [...worked.flat(), ...week.flatMap((day) => serves(day, 5))];
  before.sort((one, other) => Number(one.time) - Number(other.time));
  return findingsOf(massRecordPull, [...before, ...serves(SATURDAY, 80)]).map(({ severity, evidence }) => [
    severity,
    evidence.off_duty,
  ]);
};

describe('a pull on a Saturday', () => {
  it('is off duty for who has worked on one of the last four', () =>
    expect(told(1)).toEqual([['medium', 'weekend']]));
  it('is on duty for who has worked on two of them', () => expect(told(2)).toEqual([['low', 'none']]));
  it('is off duty where those lie further back', () => expect(told(4, 5)).toEqual([['medium', 'weekend']]));
});
