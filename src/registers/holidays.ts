/**
 * Japanese public holidays, 1970–2050, by day. Data: @holiday-jp/holiday_jp (MIT), read by date text only: its own
 * question takes a `Date`, whose day depends on the machine's zone. Outside those years no day is known as a holiday.
 */
import holidays from '@holiday-jp/holiday_jp/lib/holidays.js';
import { type Day, parseDate } from '../core/time.ts';

const days: ReadonlySet<Day> = new Set(Object.keys(holidays).map(parseDate));

/** Whether a day is a public holiday in Japan. */
export function isPublicHoliday(day: Day): boolean {
  return days.has(day);
}

/** Those from one day to another, both included. */
export function publicHolidays(first: Day, last: Day): Day[] {
  return [...days].filter((day) => day >= first && day <= last);
}
