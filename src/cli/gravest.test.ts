import { expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import { gravestFindings } from './gravest.ts';

const finding = (id: string, severity: Finding['severity'], score: number, more: Partial<Finding> = {}) =>
  ({
    id,
    severity,
    score,
    detector: 'mass-record-pull',
    title: { ja: '大量照会', en: 'Mass record pull' },
    status: 'open',
    sentence: { ja: `${id}です。`, en: `${id}.` },
    ...more,
  }) as Finding;

function shown(...findings: Finding[]): string[] {
  const gravest = gravestFindings();
  for (const one of findings) gravest.add(one);
  return gravest
    .lines('en')
    .filter((line) => line.startsWith('    '))
    .map((line) => line.trim());
}

test('severity goes before score, and no more than five are shown', () => {
  const many = ['a', 'b', 'c', 'd', 'e'].map((id, i) => finding(id, 'low', 90 + i));
  expect(shown(...many, finding('x', 'medium', 10), finding('y', 'critical', 1))).toEqual([
    'y.',
    'x.',
    'e.',
    'd.',
    'c.',
  ]);
});

test('the last revision holds, and a withdrawn finding is not shown', () => {
  const [first, second] = [finding('a', 'low', 1), finding('b', 'low', 2)];
  const raised = finding('a', 'high', 50, { revision: 2, sentence: { ja: '', en: 'Raised.' } });
  expect(shown(first, second, raised)).toEqual(['Raised.', 'b.']);
  expect(shown(first, second, { ...first, status: 'withdrawn' })).toEqual(['b.']);
});

test('each is told with severity, detector and sentence in the language asked for', () => {
  const gravest = gravestFindings();
  gravest.add(finding('a', 'high', 1));
  expect(gravest.lines('ja')).toEqual([
    '',
    '重大なものから 1 件:',
    '  高    大量照会 (mass-record-pull)',
    '    aです。',
  ]);
  expect(gravestFindings().lines('ja')).toEqual([]);
});
