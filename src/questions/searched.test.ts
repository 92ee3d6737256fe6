import { describe, expect, test } from 'vitest';
import { type Day, formatDate, parseDate, weekday } from '../core/time.ts';
import type { Snapshot } from '../store/snapshot.ts';
import { daysIn, daysText, type SearchedSource, searchedIn } from './searched.ts';

/** What is said of a source with events on these days, where another one reaches from `begin` to `end`. */
function searched(own: readonly Day[], begin = own[0], end = own[own.length - 1]): SearchedSource {
  const dayOf = (source: string) => (day: Day) => ({
    day: formatDate(day),
    system: 'resident' as const,
    source,
    events: 1,
    unnamed: 0,
    unnamed_records: 0,
  });
  const days = [...own.map(dayOf('a')), ...[begin, end].map(dayOf('z'))];
  return searchedIn({ files: [{ days }] } as unknown as Snapshot, null, null).sources[0];
}

const missing = (source: SearchedSource) => [daysText(source.silent), daysText(source.after)];

/** The working days (without holidays) of four weeks of June 2024, but for some. */
const JUNE = Array.from({ length: 26 }, (_, n) => parseDate('2024-06-03') + n).filter(
  (day) => weekday(day) % 6 !== 0,
);
const without = (...dates: string[]) => JUNE.filter((day) => !dates.includes(formatDate(day)));
const day = parseDate;

describe('days that are missing', () => {
  test.each<readonly [string, SearchedSource, readonly [string, string]]>([
    ['are none where every working day has events', searched(JUNE), ['', '']],
    [
      'are working days without events, not the weekend between',
      searched(without('2024-06-07', '2024-06-10', '2024-06-11')),
      ['2024-06-07, 2024-06-10–2024-06-11', ''],
    ],
    [
      'are those since the last day, too',
      searched(JUNE, JUNE[0], day('2024-07-03')),
      ['', '2024-07-01–2024-07-03'],
    ],
    ['are none of a source without a habit', searched([day('2024-06-03'), day('2024-09-11')]), ['', '']],
    [
      'are told as one time where nothing came for more than a year',
      searched([...JUNE, ...JUNE.map((own) => own + 7 * 100)]),
      ['2024-06-29–2026-05-03', ''],
    ],
    [
      'are found beside clocks that cannot be right',
      searched([day('0000-01-01'), ...without('2024-06-12'), day('9999-12-31')]),
      ['0000-01-02–2024-06-02, 2024-06-12, 2024-06-29–9999-12-30', ''],
    ],
    [
      'are one time after the last day, where another clock cannot be right',
      searched(JUNE, day('0000-01-01'), day('9999-12-31')),
      ['', '2024-06-29–9999-12-31'],
    ],
  ])('%s', (_, source, expected) => {
    expect(missing(source)).toEqual(expected);
  });

  test('are counted', () => {
    expect(daysIn(searched(without('2024-06-07', '2024-06-10', '2024-06-11')).silent)).toBe(3);
  });

  test('of a hundred sources with such clocks are found at once', () => {
    const days = Array.from({ length: 100 }, (_, source) =>
      ['0000-01-01', '2024-05-07', '2024-05-08', '9999-12-31'].map((date) => ({
        day: date,
        system: 'pos' as const,
        source: `till-${source}`,
        events: 1,
        unnamed: 0,
        unnamed_records: 0,
      })),
    ).flat();
    const { sources } = searchedIn({ files: [{ days }] } as unknown as Snapshot, null, null);
    expect(sources.map(({ silent }) => silent.length)).toEqual(sources.map(() => 2));
  }, 2_000);
});
