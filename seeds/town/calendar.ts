/** What time of year it is in a town: the seasons of its sections, and days on which it is open or closed. */
import { civilFromDay, type Day, startOfDay, weekday } from '../../src/core/time.ts';

/** How busy a section is, against an ordinary day. */
export function season(unit: string, day: Day): number {
  const { month, day: date } = civilFromDay(day);
  const isMoving = (month === 3 && date >= 15) || (month === 4 && date <= 15);
  if (unit === 'resident-counter' || unit === 'branches')
    return isMoving ? 1.8 : weekday(day) === 1 || month === 12 ? 1.25 : 1;
  if (unit === 'tax') return isTaxSeason(day) ? 1.7 : month === 6 ? 1.3 : 1;
  if (unit === 'waterworks' || unit === 'health') return isMoving ? 1.4 : 1;
  if (unit === 'children') return month === 1 || month === 4 ? 1.4 : 1;
  if (unit === 'general-affairs') return month === 11 || month === 12 || month === 3 ? 1.6 : 1;
  if (unit === 'finance') return month === 10 || month === 11 || month === 5 ? 1.5 : 1;
  if (unit === 'shops') return month === 8 || month === 12 ? 1.3 : 1;
  return 1;
}

/** The weeks of the tax returns: 16 February to 15 March. */
export function isTaxSeason(day: Day): boolean {
  const { month, day: date } = civilFromDay(day);
  return (month === 2 && date >= 16) || (month === 3 && date <= 15);
}

/** Sundays on which the counter opens for those who move: the last of March, the first of April. */
export function isMovingSunday(day: Day): boolean {
  const { month, day: date } = civilFromDay(day);
  return weekday(day) === 0 && ((month === 3 && date > 24) || (month === 4 && date <= 7));
}

/** The n-th Sunday of its month. */
export function isNthSunday(day: Day, nth: number): boolean {
  const { day: date } = civilFromDay(day);
  return weekday(day) === 0 && Math.ceil(date / 7) === nth;
}

/** Midnight at the end of a day. */
export function midnightAfter(day: Day): number {
  return startOfDay(day + 1);
}
