/** The alerts of a run, and of runs that go on from one another: together they say what one long run says. */
import { expect, test } from 'vitest';
import type { Alert } from '../../schemas/alert.ts';
import { config } from '../../schemas/config.ts';
import { sample } from '../../test/sample-findings.ts';
import { alertDesk } from './detect-alerts.ts';
import type { LineWriter } from './line-writer.ts';

const NIGHTS = [
  [
    { id: 'a', principal: 'P1' },
    { id: 'b', principal: 'P2', actor: 'u2' },
  ],
  [
    { id: 'a', principal: 'P1', revision: 2, day: 0, hours: 30 },
    { id: 'c', actor: 'u3', day: 1 },
  ],
  [{ id: 'd', principal: 'P2', actor: 'u3', day: 2, severity: 'high' as const }],
].map((night) => night.map(sample));

/** What is written, when these findings are known before and those are said. */
function written(before: typeof NIGHTS, said: typeof NIGHTS, goesOn: boolean) {
  const lines: Alert[] = [];
  const writer = { line: (text) => void lines.push(JSON.parse(text)) } as LineWriter;
  const desk = alertDesk(config.parse({}), Number.POSITIVE_INFINITY, goesOn, { name: 'f', writer });
  for (const { finding, ...known } of before.flat()) desk.earlier(finding, known);
  for (const { finding, ...known } of said.flat()) desk.add(finding, known);
  return { report: desk.close(), lines };
}

const shape = ({ id, revision, findings, supersedes, harm, story }: Alert) => ({
  id,
  revision,
  findings,
  supersedes,
  harm,
  story,
});

test('night by night, the last lines of the alerts are those of one long run', () => {
  const nightly = NIGHTS.flatMap((night, i) => written(NIGHTS.slice(0, i), [night], true).lines);
  const last = new Map(nightly.map((alert) => [alert.id, alert]));
  const standing = [...last.values()].filter(({ status }) => status !== 'withdrawn').map(shape);
  const whole = written([], NIGHTS, true).lines.map(shape);
  expect(standing).toHaveLength(whole.length);
  expect(standing).toEqual(expect.arrayContaining(whole));
});

test('a night writes only what is new in it, and what was joined to another is withdrawn', () => {
  const { lines, report } = written(NIGHTS.slice(0, 2), NIGHTS.slice(2), true);
  expect(lines.map(({ status, findings }) => [status, findings.join()])).toEqual([
    ['withdrawn', 'c'],
    ['open', 'b,c,d'],
  ]);
  expect(report.count).toBe(1);
});

test('a run that does not go on ends its alerts', () => {
  const { lines } = written([], NIGHTS, false);
  expect(lines.map(({ status, status_reason }) => [status, status_reason])).toEqual([
    ['ended', 'end-of-input'],
    ['ended', 'end-of-input'],
  ]);
});
