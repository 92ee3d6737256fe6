/** What a reader sees of the head of an answer. */
import { describe, expect, test } from 'vitest';
import { figureLines, parameterTexts, periodText } from './head-words.ts';

const coverage = (from: string | null, to: string | null) => ({ from, to, sources: [] });

describe('the head of an answer in words', () => {
  test.each<[string, string | null, string | null, string]>([
    [
      'whole days, the last included',
      '2024-06-01T00:00:00+09:00',
      '2024-07-01T00:00:00+09:00',
      '2024-06-01 – 2024-06-30',
    ],
    ['one day', '2024-06-01T00:00:00+09:00', '2024-06-02T00:00:00+09:00', '2024-06-01 – 2024-06-01'],
    [
      'an end within a day',
      '2024-06-01T00:00:00+09:00',
      '2024-06-01T22:10:00+09:00',
      '2024-06-01 – 2024-06-01 22:10:00',
    ],
    ['an empty lake', null, null, ' – '],
  ])('a period of %s', (_, from, to, expected) => expect(periodText(coverage(from, to))).toBe(expected));

  test('parameters are named, not written as options', () => {
    const parameters = {
      subject: '0012',
      from: '2024-06-01T00:00:00+09:00',
      to: '2024-07-01T00:00:00+09:00',
    };
    expect(parameterTexts({ parameters }, 'ja')).toEqual([
      '対象者：0012',
      '期間の始まり：2024-06-01',
      '期間の終わり：2024-06-30',
    ]);
    expect(parameterTexts({ parameters: {} }, 'ja')).toEqual(['（指定なし）']);
    expect(parameterTexts({ parameters: {} }, 'en')).toEqual(['(none)']);
  });

  test('figures have thousands marked, lists joined, and a dash where there is nothing', () => {
    const lines = (value: number | string[] | null) =>
      figureLines({ name: 'x', title: { ja: '', en: '' }, value }, 'ja');
    expect(lines(12_345)).toEqual(['12,345']);
    expect(lines(['a', 'b'])).toEqual(['a、b']);
    expect(lines([])).toEqual(['–']);
    expect(lines(null)).toEqual(['–']);
  });
});
