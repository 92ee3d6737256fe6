import { describe, expect, test } from 'vitest';
import { HOUR, parseInstant } from '../core/time.ts';
import { between, count, listed, number, offDuty, onDate, times, when, who } from './wording.ts';

const SATURDAY = parseInstant('2022-08-06T12:05:59Z');

const episode = (events: number, span: number) => ({
  counts: { events, records: 0, subjects: 0, accounts: 0, tenants: 0 },
  firstTime: SATURDAY,
  lastTime: SATURDAY + span,
});

describe('the words all detectors share', () => {
  test.each([
    [
      'a time is in Japan Standard Time, to the minute',
      when(SATURDAY),
      '2022年8月6日（土）21時05分',
      'Saturday 2022-08-06 at 21:05 JST',
    ],
    [
      'the same minute is one time',
      between(SATURDAY, SATURDAY + 1),
      '2022年8月6日（土）21時05分に',
      'on Saturday 2022-08-06 at 21:05 JST',
    ],
    [
      'a day is named once',
      between(SATURDAY, SATURDAY + HOUR),
      '2022年8月6日（土）21時05分から22時05分までに',
      'on Saturday 2022-08-06 between 21:05 and 22:05 JST',
    ],
    [
      'different days are both named',
      between(SATURDAY, SATURDAY + 3 * HOUR),
      '2022年8月6日（土）21時05分から2022年8月7日（日）0時05分までに',
      'between Saturday 2022-08-06 at 21:05 JST and Sunday 2022-08-07 at 00:05 JST',
    ],
    ['one is singular', count(1, 'person', 'people', '人'), '1人', '1 person'],
    [
      'many are plural, with separators',
      count(9_000_000, 'person', 'people', '人'),
      '9,000,000人',
      '9,000,000 people',
    ],
    ['once', times(1), '1回', 'once'],
    ['twice', times(2), '2回', 'twice'],
    ['often', times(967), '967回', '967 times'],
    [
      'a person and the account',
      who({ actor: 'a1', principal: 'P1' }),
      'P1（アカウント a1）',
      'P1 (account a1)',
    ],
    ['an account alone', who({ actor: 'a1', principal: null }), 'アカウント a1 ', 'Account a1'],
    ['a person alone', who({ actor: null, principal: 'P1' }), 'P1', 'P1'],
    ['a list', listed(['a', 'b', 'c']), 'a、b、c', 'a, b and c'],
    ['a list of one', listed(['a']), 'a', 'a'],
    ['a day of a register', onDate('2022-09-05'), '2022年9月5日', '2022-09-05'],
    [
      'one event off duty',
      offDuty('night', episode(1, 0)),
      '勤務時間外でした。',
      ' It was outside working hours.',
    ],
    [
      'several, of which only the latest is known to be',
      offDuty('night', episode(2, HOUR)),
      '最後の操作は勤務時間外でした。',
      ' The latest was outside working hours.',
    ],
    [
      'several on one day off',
      offDuty('weekend', episode(9, HOUR)),
      '勤務のない土日でした。',
      ' It was at a weekend off duty.',
    ],
    ['on duty', offDuty('no', episode(1, 0)), '', ''],
    ['not known', offDuty(undefined, episode(1, 0)), '', ''],
  ])('%s', (_, said, ja, en) => {
    expect(said).toEqual({ ja, en });
  });

  test('numbers', () => {
    expect([0, 999, 1000, 61_942].map(number)).toEqual(['0', '999', '1,000', '61,942']);
  });
});
