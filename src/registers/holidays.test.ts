import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { dayFromCivil, formatDate } from '../core/time.ts';
import { isPublicHoliday } from './holidays.ts';

const LIST = new URL('../../../shared/holidays-jp.json', import.meta.url);
const isThere = existsSync(LIST);
if (!isThere && process.env.CI)
  throw new Error('the list of holidays is needed at ../shared/holidays-jp.json');

describe('Japanese public holidays', () => {
  test('every day of 1970–2050 is a holiday exactly where the public list says so', ({ skip }) => {
    if (!isThere) skip('needs the list of holidays in ../shared/holidays-jp.json, beside the checkout');
    const listed: Record<string, string> = JSON.parse(readFileSync(LIST, 'utf8'));
    const wrong: string[] = [];
    for (let day = dayFromCivil(1970, 1, 1); day <= dayFromCivil(2050, 12, 31); day++) {
      if (isPublicHoliday(day) !== formatDate(day) in listed) wrong.push(formatDate(day));
    }
    expect(wrong).toEqual([]);
  });

  test.each([
    ['New Year’s Day', 2024, 1, 1, true],
    ['the day after it', 2024, 1, 2, false],
    ['a holiday in lieu', 2024, 2, 12, true],
    ['the enthronement', 2019, 10, 22, true],
    ['a day between two holidays', 2026, 9, 22, true],
    ['an ordinary Monday', 2024, 5, 13, false],
    ['beyond the list', 2051, 1, 1, false],
  ])('%s', (_, year, month, day, is) => {
    expect(isPublicHoliday(dayFromCivil(year, month, day))).toBe(is);
  });
});
