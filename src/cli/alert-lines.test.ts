/** Alerts at a terminal: within 80 columns, in both languages, whatever a log has put into them. */
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../schemas/alert.ts';
import { alertLines } from './alert-lines.ts';
import type { AlertReport } from './detect-alerts.ts';
import { textWidth } from './text-width.ts';

const long = { ja: 'とても長い見出し'.repeat(20), en: 'a very long headline '.repeat(20) };
const alert = (over: Partial<Alert>) =>
  ({
    severity: 'high',
    title: { ja: 'P1：大量照会', en: 'P1: Mass record pull' },
    findings: ['a', 'b'],
    day: '2024-05-13',
    rank: 2,
    harm: 12.3,
    steps: [
      { severity: 'low', sentence: { ja: '小さいこと。', en: 'A small thing.' } },
      { severity: 'high', sentence: { ja: '大きいこと。', en: 'A big thing.' } },
    ],
    ...over,
  }) as Alert;
const report = (over: Partial<AlertReport>): AlertReport => ({
  count: 1,
  withinBudget: 1,
  perDay: 10,
  unranked: 0,
  file: null,
  first: [alert({})],
  ...over,
});

describe('alerts at a terminal', () => {
  test('say how many, which is first, and the gravest of it in its own words', () => {
    expect(alertLines(report({}), 'en')).toEqual([
      '',
      'Alerts: 1 (all within 10 a day; --alerts FILE writes all of them, ranked)',
      'First to look at:',
      '  high      P1: Mass record pull',
      '    Rank 2 of 2024-05-13, 12.3 points, 2 findings. A big thing.',
    ]);
    expect(alertLines(report({ file: 'a.ndjson', count: 12, withinBudget: 10 }), 'ja')).toEqual(
      [
        '',
        'アラート: 12 件（うち 2 件は1日 10 件の目安を超過。すべて順位を付けて',
        '    a.ndjson に書き出しました）',
        '最初に見るもの:',
        '  高    P1：大量照会',
        '    2024-05-13 の第 2 位、12.3 点、検知結果 2 件。大きいこと。',
      ].map((line) => line.trimEnd()),
    );
  });

  test('say nothing where there are none, and count what was written early', () => {
    expect(alertLines(report({ count: 0, first: [] }), 'en')).toEqual([]);
    expect(alertLines(report({ unranked: 7 }), 'en').join('\n')).toContain('for want of room: 7');
  });

  test.each(['ja', 'en'] as const)('keep to 80 columns in %s, and cannot steer the terminal', (language) => {
    const hostile = alert({
      title: long,
      steps: [
        { ...alert({}).steps[1], sentence: { ja: `\u001b[31m${long.ja}`, en: `\u001b[31m${long.en}` } },
      ],
    });
    const lines = alertLines(report({ first: [hostile], file: '/a/long/path/'.repeat(4) }), language);
    expect(lines.filter((line) => textWidth(line) > 80)).toEqual([]);
    expect(lines.join('')).not.toContain('\u001b');
  });
});
