import { describe, expect, test } from 'vitest';
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import type { RegisterSettings } from '../../schemas/registers/settings.ts';
import { hashText } from '../core/hash.ts';
import { parseInstant } from '../core/time.ts';
import { buildFromTexts, type RegisterTexts } from './from-text.ts';

const NAMES = Object.keys(OFF_DUTY);

function ask(
  texts: RegisterTexts,
  settings: Partial<RegisterSettings>,
  person: string,
  units: string,
  time: string,
): string {
  const { registers } = buildFromTexts(texts, settings);
  const at = parseInstant(`${time.replace(' ', 'T')}+09:00`);
  const code = registers.offDuty(hashText(person), units === '' ? [] : units.split('|').map(hashText), at);
  return NAMES[code] ?? String(code);
}

const table = (
  title: string,
  texts: RegisterTexts,
  settings: Partial<RegisterSettings>,
  rows: readonly (readonly [
    statement: string,
    person: string,
    units: string,
    time: string,
    expected: string,
  ])[],
) =>
  describe(title, () => {
    test.each(rows)('%s', (_, person, units, time, expected) => {
      expect(ask(texts, settings, person, units, time)).toBe(expected);
    });
  });

table('without registers', {}, {}, [
  ['a working day', 'P1', '', '2024-05-13 12:00:00', 'none'],
  ['at the first second of the working hours', 'P1', '', '2024-05-13 08:30:00', 'none'],
  ['just before', 'P1', '', '2024-05-13 08:29:59.999999', 'night'],
  ['the last second', 'P1', '', '2024-05-13 17:14:59', 'none'],
  ['at their end', 'P1', '', '2024-05-13 17:15:00', 'night'],
  ['Saturday', 'P1', '', '2022-08-06 10:00:00', 'weekend'],
  ['Sunday to the last microsecond', 'P1', '', '2024-05-12 23:59:59.999999', 'weekend'],
  ['Monday begins at midnight in Japan', 'P1', '', '2024-05-13 00:00:00', 'night'],
  ['a public holiday', 'P1', '', '2024-05-03 10:00:00', 'holiday'],
  ['New Year’s Day', 'P1', '', '2024-01-01 10:00:00', 'holiday'],
  ['the first closing day of the year’s end', 'P1', '', '2023-12-29 10:00:00', 'closed'],
  ['the last', 'P1', '', '2024-01-03 10:00:00', 'closed'],
  ['the day after', 'P1', '', '2024-01-04 10:00:00', 'none'],
  ['the day before', 'P1', '', '2023-12-28 10:00:00', 'none'],
  ['long ago', 'P1', '', '1969-12-29 10:00:00', 'closed'],
]);

table(
  'settings',
  {},
  {
    working_hours: { start: '22:00', end: '06:00' },
    working_weekdays: ['fri', 'sat'],
    year_end_closing: null,
    public_holidays: false,
  },
  [
    ['hours over midnight', 'P1', '', '2024-05-10 23:00:00', 'none'],
    ['after midnight they belong to the day before', 'P1', '', '2024-05-12 05:59:59', 'none'],
    ['at their end', 'P1', '', '2024-05-11 06:00:00', 'night'],
    ['another day of the week', 'P1', '', '2024-05-12 23:00:00', 'weekend'],
    ['no closing days', 'P1', '', '2023-12-29 23:00:00', 'none'],
    ['no public holidays', 'P1', '', '2024-05-03 23:00:00', 'none'],
  ],
);

table(
  'the calendar register',
  {
    calendar: `date,kind,unit
      2024-05-03,open,
      2024-05-04,open,citizens
      2024-05-13,closed,
      2024-05-13,open,citizens
      2024-05-14,holiday,tax
      2024-05-15,closed,`,
  },
  {},
  [
    ['an open day overrides the holiday', 'P1', '', '2024-05-03 10:00:00', 'none'],
    ['within working hours', 'P1', '', '2024-05-03 20:00:00', 'night'],
    ['a unit’s open Saturday', 'P1', 'citizens', '2024-05-04 10:00:00', 'none'],
    ['is nothing to others', 'P1', 'tax', '2024-05-04 10:00:00', 'holiday'],
    ['a closed day', 'P1', 'tax', '2024-05-13 10:00:00', 'closed'],
    ['the unit’s row beats the general one', 'P1', 'citizens', '2024-05-13 10:00:00', 'none'],
    ['with two posts one open unit suffices', 'P1', 'tax|citizens', '2024-05-13 10:00:00', 'none'],
    ['a unit’s holiday', 'P1', 'tax', '2024-05-14 10:00:00', 'holiday'],
    ['who has no unit follows the general calendar', 'P1', '', '2024-05-14 10:00:00', 'none'],
  ],
);

table(
  'shifts',
  {
    shifts: `principal,kind,start,end
      P1,,2024-05-03T22:00:00+09:00,2024-05-04T07:00:00+09:00
      P1,duty,2024-05-13T13:00:00+09:00,2024-05-13T21:00:00+09:00
      P1,leave,2024-05-13T15:00:00+09:00,2024-05-13T16:00:00+09:00
      P2,leave,2024-05-13,2024-05-15
      P2,duty,2024-05-14T08:00:00+09:00,2024-05-14T18:00:00+09:00
      P3,leave,2024-04-01,
      P3,duty,2024-06-03T08:00:00+09:00,2024-06-03T18:00:00+09:00
      P4,duty,2024-05-12 09:00,2024-05-12 12:00
      P4,duty,2024-05-12 14:00,2024-05-12 18:00`,
  },
  {},
  [
    ['night duty on a holiday', 'P1', '', '2024-05-03 23:00:00', 'none'],
    ['over midnight into a Saturday', 'P1', '', '2024-05-04 06:59:59', 'none'],
    ['after it the next day follows the calendar', 'P1', '', '2024-05-04 07:00:00', 'holiday'],
    ['before it, on the day on which it starts', 'P1', '', '2024-05-03 10:00:00', 'outsideShift'],
    ['a duty row replaces the working hours of its day', 'P1', '', '2024-05-13 10:00:00', 'outsideShift'],
    ['within it', 'P1', '', '2024-05-13 20:59:59', 'none'],
    ['leave outranks duty within its span', 'P1', '', '2024-05-13 15:00:00', 'leave'],
    ['and not after it', 'P1', '', '2024-05-13 16:00:00', 'none'],
    ['a day without a row follows the calendar', 'P1', '', '2024-05-14 10:00:00', 'none'],
    ['leave in whole days', 'P2', '', '2024-05-15 23:59:59', 'leave'],
    ['outranks a duty in it', 'P2', '', '2024-05-14 10:00:00', 'leave'],
    ['and ends with its last day', 'P2', '', '2024-05-16 10:00:00', 'none'],
    ['open leave', 'P3', '', '2024-06-02 10:00:00', 'leave'],
    ['ends when a later row starts', 'P3', '', '2024-06-03 08:00:00', 'none'],
    ['two duties on a Sunday: the first', 'P4', '', '2024-05-12 09:00:00', 'none'],
    ['between them', 'P4', '', '2024-05-12 13:00:00', 'outsideShift'],
    ['the second', 'P4', '', '2024-05-12 17:59:59', 'none'],
    ['who has no row follows the calendar', 'P9', '', '2024-05-13 10:00:00', 'none'],
  ],
);
