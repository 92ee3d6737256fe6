/** The days of the town's stream. */
import { type Day, HOUR, type Micros, parseDate, startOfDay, weekday } from '../../src/core/time.ts';

/** A Monday without a public holiday in the seven weeks after it. */
export const FIRST_DAY: Day = parseDate('2024-05-13');

/** An hour of a day in Japan. */
export function atDay(day: Day, hour: number): Micros {
  return startOfDay(day) + hour * HOUR;
}

/** Working days from the first one on. */
export function* workingDays(): Generator<Day> {
  for (let day = FIRST_DAY; ; day++) if (weekday(day) !== 0 && weekday(day) !== 6) yield day;
}
