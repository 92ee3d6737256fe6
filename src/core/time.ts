/**
 * Event time as a number: microseconds since 1970-01-01T00:00Z, exact until the year 2255 and to 32 µs until 9999.
 * All arithmetic is on integers; no `Date`, no time-zone database: Japan Standard Time has been UTC+9 throughout.
 */

/** An instant in microseconds since the epoch. */
export type Micros = number;
/** A calendar day as days since 1970-01-01, in the zone the caller names. */
export type Day = number;

/** Spans of time in microseconds. */
export const MILLISECOND = 1_000;
export const SECOND = 1_000_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** Japan Standard Time east of UTC, in microseconds. */
export const JST = 9 * HOUR;

/** Days since the epoch of a civil date. Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms". */
export function dayFromCivil(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The civil date of a day. Same source. */
export function civilFromDay(value: Day): { year: number; month: number; day: number } {
  const shifted = value + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 };
}

/** How many days a month has. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The calendar day on which an instant falls, in a zone `offset` microseconds east of UTC. */
export function dayAt(time: Micros, offset: Micros = JST): Day {
  return Math.floor((time + offset) / DAY);
}

/** Microseconds since midnight, in a zone `offset` microseconds east of UTC. */
export function timeOfDay(time: Micros, offset: Micros = JST): Micros {
  return time + offset - dayAt(time, offset) * DAY;
}

/** The instant at which a day begins in a zone. */
export function startOfDay(day: Day, offset: Micros = JST): Micros {
  return day * DAY - offset;
}

/** Day of the week, 0 = Sunday. */
export function weekday(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Reads `YYYY-MM-DD`; NaN where it is not a real date. */
export function parseDate(text: string): Day {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(month >= 1 && month <= 12 && day >= 1 && year >= 0 && day <= daysInMonth(year, month)))
    return Number.NaN;
  return dayFromCivil(year, month, day);
}

/** The days that a date of four digits can tell. */
export const DATED = { first: dayFromCivil(0, 1, 1), last: dayFromCivil(9999, 12, 31) } as const;

/** The day that was written last: of a million times most are of the same day as the one before. */
let written: { readonly day: Day; readonly text: string } = { day: Number.NaN, text: '' };

/** Writes a day as `YYYY-MM-DD`; one beyond {@link DATED} (the last hours of 9999 in another zone) as the nearest one within. */
export function formatDate(value: Day): string {
  if (value !== written.day) {
    const { year, month, day } = civilFromDay(Math.max(DATED.first, Math.min(DATED.last, value)));
    written = { day: value, text: `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}` };
  }
  return written.text;
}

/**
 * Reads an RFC 3339 time with offset (`2024-05-01T09:00:00.123456+09:00`); digits beyond microseconds are cut.
 * NaN where it is not one: no offset, second 60, hour 24, an impossible date.
 */
export function parseInstant(text: string): Micros {
  const length = text.length;
  if (length < 20) return Number.NaN;
  const day = parseDate(text.slice(0, 10));
  const hour = digits(text, 11, 13);
  const minute = digits(text, 14, 16);
  const second = digits(text, 17, 19);
  const separator = text.charCodeAt(10) | 32;
  if (separator !== 116 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) return Number.NaN;
  if (!(hour <= 23 && minute <= 59 && second <= 59)) return Number.NaN;
  let at = 19;
  let micros = 0;
  if (text.charCodeAt(at) === 46) {
    let unit = 100_000;
    const first = ++at;
    for (let digit = digits(text, at, at + 1); digit >= 0; digit = digits(text, ++at, at + 1)) {
      micros += digit * unit;
      unit = Math.floor(unit / 10);
    }
    if (at === first) return Number.NaN;
  }
  return day * DAY + hour * HOUR + minute * MINUTE + second * SECOND + micros - parseOffset(text, at);
}

/** Reads `Z` or `±HH:MM` from `at` to the end of the text, in microseconds east of UTC; NaN where it is neither. */
function parseOffset(text: string, at: number): Micros {
  const sign = text.charCodeAt(at);
  if ((sign | 32) === 122 && text.length === at + 1) return 0;
  if ((sign !== 43 && sign !== 45) || text.length !== at + 6 || text.charCodeAt(at + 3) !== 58)
    return Number.NaN;
  const hours = digits(text, at + 1, at + 3);
  const minutes = digits(text, at + 4, at + 6);
  if (!(hours <= 23 && minutes <= 59)) return Number.NaN;
  const east = hours * HOUR + minutes * MINUTE;
  return sign === 45 ? -east : east;
}

/** Writes an instant as RFC 3339 in Japan Standard Time, with only as many fraction digits as it needs. */
export function formatInstant(time: Micros, offset: Micros = JST): string {
  const inDay = timeOfDay(time, offset);
  const fraction = inDay % SECOND;
  const [digits, width] = fraction % 1_000 === 0 ? [fraction / 1_000, 3] : [fraction, 6];
  const sign = offset < 0 ? '-' : '+';
  const east = Math.abs(offset);
  const zone =
    offset === 0
      ? 'Z'
      : `${sign}${pad(Math.floor(east / HOUR), 2)}:${pad(Math.floor(east / MINUTE) % 60, 2)}`;
  return [
    formatDate(dayAt(time, offset)),
    'T',
    TWO_DIGITS[Math.floor(inDay / HOUR)],
    ':',
    TWO_DIGITS[Math.floor(inDay / MINUTE) % 60],
    ':',
    TWO_DIGITS[Math.floor(inDay / SECOND) % 60],
    fraction === 0 ? '' : `.${pad(digits, width)}`,
    zone,
  ].join(''); // one text: by a template V8 would keep a chain of eight
}

const TWO_DIGITS = Array.from({ length: 60 }, (_, value) => pad(value, 2));

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

/** The number written in `text[start, end)`; NaN unless all are ASCII digits. */
function digits(text: string, start: number, end: number): number {
  let value = 0;
  for (let i = start; i < end; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
