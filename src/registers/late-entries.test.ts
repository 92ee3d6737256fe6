/** Whether cases are entered late, and what the judge then makes of a case it does not know. */
import { describe, expect, test } from 'vitest';
import { DAY, formatInstant, HOUR, MINUTE, parseInstant } from '../core/time.ts';
import { registersOf } from './from-text.ts';
import { LATEST } from './late-entries.ts';

const START = parseInstant('2024-05-01T09:00:00+09:00');
/** Cases opened an hour (or a day, and only the day is known) apart, each entered so long after it. */
const cases = (lags: readonly (number | null)[], wholeDays = false) =>
  [
    'case_id,opened,recorded_at',
    'FIRST,2024-01-01,2024-04-01T00:00:00+09:00',
    ...lags.map((lag, n) => {
      const opened = START + n * (wholeDays ? DAY : HOUR);
      const text = wholeDays ? formatInstant(opened).slice(0, 10) : formatInstant(opened);
      return `C${n},${text},${lag === null ? '' : formatInstant(opened + lag)}`;
    }),
  ].join('\n');
const lateAt = (text: string, time: number) => registersOf({ cases: text }).lateCases(time);
const END = START + 1_000 * DAY;
const lags = (late: number, of: number, lag: number) =>
  Array.from({ length: of }, (_, n) => (n < late ? lag : 0));

describe('cases entered late', () => {
  test.each<[title: string, text: string, expected: number]>([
    ['none', cases(lags(0, 20, 0)), 0],
    ['two are slips', cases(lags(2, 20, DAY)), 0],
    ['three are not', cases(lags(3, 20, DAY)), 3],
    ['half an hour is not late', cases(lags(9, 20, 30 * MINUTE)), 0],
    ['more is', cases(lags(9, 20, 30 * MINUTE + 1_000_000)), 9],
    ['a day alone is entered by noon', cases(lags(9, 9, 2 * HOUR), true), 0],
    ['or late', cases(lags(9, 9, 12 * HOUR), true), 9],
    ['long ago, and on time since', cases([...lags(9, 9, DAY), ...lags(0, LATEST + 40, 0)]), 0],
    ['rows that do not say when they were entered were always there', cases(Array(9).fill(null)), 0],
    ['a register that is a header alone', 'case_id,opened', 0],
  ])('%s', (_, text, expected) => expect(lateAt(text, END)).toBe(expected));

  test('are known as of then', () => {
    const text = cases(lags(5, 5, DAY));
    const at = (n: number) => lateAt(text, START + n * HOUR + DAY);
    expect([0, 1, 2, 3, 4, 3, 1].map(at)).toEqual([0, 0, 3, 4, 5, 4, 0]);
  });

  test('what the first delivery brings was there before', () => {
    const first = Array.from({ length: 50 }, (_, n) => `C${n},2024-01-01,2024-05-01T00:00:00+09:00`);
    expect(lateAt(['case_id,opened,recorded_at', ...first].join('\n'), END)).toBe(0);
  });

  test('a later version of a case is no late entry', () => {
    const rows = Array.from({ length: 9 }, (_, n) => {
      const opened = formatInstant(START + n * HOUR);
      return `C${n},${opened},,${opened}\nC${n},${opened},${formatInstant(START + 9 * DAY)},${formatInstant(START + 9 * DAY)}`;
    });
    const text = ['case_id,opened,closed,recorded_at', 'F,2024-01-01,,2024-04-01', ...rows].join('\n');
    expect(lateAt(text, END)).toBe(0);
  });
});
