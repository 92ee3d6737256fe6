/**
 * Times and dates in place. As the readers of src/core/time.ts, digit by digit and in the same order of arithmetic;
 * anything unusual is for the strict reader. Positions as in texts.ts.
 */

import type { Buffer } from 'node:buffer';
import { DAY, type Day, dayFromCivil, daysInMonth, HOUR, MINUTE, SECOND } from '../../core/time.ts';
import { COLON, DOT, MINUS, QUOTE } from './bytes.ts';
import { UNSURE } from './texts.ts';

/** `2024-05-01T09:00:00Z"`: fewer bytes are no time. */
const INSTANT_BYTES = 21;
const DATE_BYTES = 11;
const NO_NUMBER = -(2 ** 20);

// neighbours are mostly of one day
let lastDate = -1;
let lastDay: Day = 0;

/** Puts a time into `times[row]`. */
export function readInstant(bytes: Buffer, start: number, times: Float64Array, row: number): number {
  if (start + INSTANT_BYTES > bytes.length || !readDay(bytes, start)) return UNSURE;
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  if ((bytes[start + 10] | 32) !== 116 || bytes[start + 13] !== COLON || bytes[start + 16] !== COLON)
    return UNSURE;
  if ((hour | minute | second) < 0 || hour > 23 || minute > 59 || second > 59) return UNSURE;
  let at = start + 19;
  let micros = 0;
  if (bytes[at] === DOT) {
    let unit = 100_000;
    const first = ++at;
    for (let digit = bytes[at] - 48; digit >= 0 && digit <= 9; digit = bytes[++at] - 48) {
      micros += digit * unit;
      unit = (unit / 10) | 0;
    }
    if (at === first) return UNSURE;
  }
  let east = 0;
  const sign = bytes[at];
  if ((sign | 32) === 122) at++;
  else {
    if ((sign !== 43 && sign !== MINUS) || at + 6 >= bytes.length || bytes[at + 3] !== COLON) return UNSURE;
    const hours = twoDigits(bytes, at + 1);
    const minutes = twoDigits(bytes, at + 4);
    if ((hours | minutes) < 0 || hours > 23 || minutes > 59) return UNSURE;
    east = hours * HOUR + minutes * MINUTE;
    if (sign === MINUS) east = -east;
    at += 6;
  }
  times[row] = lastDay * DAY + hour * HOUR + minute * MINUTE + second * SECOND + micros - east;
  return bytes[at] === QUOTE ? at + 1 : UNSURE;
}

/** Puts a date into `days[row]`. */
export function readDate(bytes: Buffer, start: number, days: Int32Array, row: number): number {
  if (start + DATE_BYTES > bytes.length || !readDay(bytes, start)) return UNSURE;
  days[row] = lastDay;
  return bytes[start + 10] === QUOTE ? start + DATE_BYTES : UNSURE;
}

/** Reads `YYYY-MM-DD` into {@link lastDay}. */
function readDay(bytes: Buffer, at: number): boolean {
  const century = twoDigits(bytes, at);
  const yearInCentury = twoDigits(bytes, at + 2);
  const month = twoDigits(bytes, at + 5);
  const day = twoDigits(bytes, at + 8);
  if ((century | yearInCentury | month | day) < 0 || bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS)
    return false;
  const year = century * 100 + yearInCentury;
  const date = (year * 16 + month) * 128 + day;
  if (date === lastDate) return true;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return false;
  lastDate = date;
  lastDay = dayFromCivil(year, month, day);
  return true;
}

/** Two ASCII digits as a number; negative where they are not. */
function twoDigits(bytes: Buffer, at: number): number {
  const tens = bytes[at] - 48;
  const units = bytes[at + 1] - 48;
  return tens >>> 0 > 9 || units >>> 0 > 9 ? NO_NUMBER : tens * 10 + units;
}
