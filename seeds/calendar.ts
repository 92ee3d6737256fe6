/** When people of the stories work: Japan Standard Time, weekdays, public holidays, the days around New Year. */
import holidays from '@holiday-jp/holiday_jp/lib/holidays.js';
import {
  civilFromDay,
  type Day,
  HOUR,
  MINUTE,
  type Micros,
  parseDate,
  parseInstant,
  startOfDay,
  weekday,
} from '../src/core/time.ts';
import type { Chance } from './chance.ts';

const HOLIDAYS: ReadonlySet<Day> = new Set(Object.keys(holidays).map(parseDate));

/** A moment in Japan: `jst('2022-08-06 14:12')`. */
export function jst(text: string): Micros {
  const time = parseInstant(`${text.replace(' ', 'T')}${text.length === 16 ? ':00' : ''}+09:00`);
  if (Number.isNaN(time)) throw new Error(`not a moment: ${text}`);
  return time;
}

/** A moment of a day in Japan. */
export function clock(day: Day, hour: number, minute = 0, second = 0): Micros {
  return startOfDay(day) + hour * HOUR + minute * MINUTE + second * 1_000_000;
}

/** Every day from one date to another, both included. */
export function days(from: string, to: string): Day[] {
  const first = parseDate(from);
  return Array.from({ length: parseDate(to) - first + 1 }, (_, i) => first + i);
}

/** True on Saturdays and Sundays. */
function isWeekend(day: Day): boolean {
  return weekday(day) === 0 || weekday(day) === 6;
}

/** True where an office is open: no weekend, no public holiday, not 29 December to 3 January. */
export function isWorkingDay(day: Day): boolean {
  const { month, day: date } = civilFromDay(day);
  const isNewYear = (month === 12 && date >= 29) || (month === 1 && date <= 3);
  return !isWeekend(day) && !isNewYear && !HOLIDAYS.has(day);
}

/** The working days from one date to another, both included. */
export function workingDays(from: string, to: string): Day[] {
  return days(from, to).filter(isWorkingDay);
}

/** `count` moments of an office day in order: busy mornings and afternoons, one in eight over lunch. */
export function officeMoments(chance: Chance, day: Day, count: number): Micros[] {
  const spans = [
    [8 * 60 + 45, 11 * 60 + 58],
    [13 * 60, 17 * 60 + 5],
  ] as const;
  return Array.from({ length: count }, () => {
    const [from, to] = chance.happens(0.12) ? [12 * 60, 12 * 60 + 58] : chance.pick(spans);
    return clock(day, 0, chance.between(from, to), chance.between(0, 59));
  }).sort((a, b) => a - b);
}

/** The moment `fewest` to `most` minutes later, to the second. */
export function soonAfter(chance: Chance, time: Micros, fewest: number, most: number): Micros {
  return time + chance.between(fewest * 60, most * 60) * 1_000_000;
}
