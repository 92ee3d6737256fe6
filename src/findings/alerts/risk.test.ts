/** Points: what outweighs what, how they fade, and that parts add up. */
import { describe, expect, test } from 'vitest';
import { DAY } from '../../core/time.ts';
import { HALF_LIVES_REMEMBERED, riskOf, sharesOf, sumOf, type Weighed } from './risk.ts';

const HALF_LIFE = 30;

const finding = (over: Partial<Weighed> = {}): Weighed => ({
  id: 'f',
  detector: 'out-of-scope-lookup',
  severity: 'high',
  score: 100,
  lastTime: 0,
  ...over,
});
const points = (findings: readonly Weighed[], day = 0) => riskOf(findings, day * DAY, HALF_LIFE).points;

describe('points', () => {
  test.each<[string, Weighed[], number, number]>([
    ['a high finding at full score', [finding()], 0, 20],
    ['at score 0 half of it', [finding({ score: 0 })], 0, 10],
    ['half after a half-life', [finding()], HALF_LIFE, 10],
    ['a quarter after two', [finding()], 2 * HALF_LIFE, 5],
    [
      'nothing after all the half-lives that are remembered',
      [finding({ severity: 'critical' })],
      HALF_LIFE * HALF_LIVES_REMEMBERED,
      0,
    ],
    ['two of one detector: the second counts half', [finding(), finding({ id: 'g' })], 0, 30],
    [
      'two of different detectors count whole',
      [finding(), finding({ id: 'g', detector: 'mass-record-pull' })],
      0,
      40,
    ],
    [
      'of one detector the graver counts whole, whatever their order',
      [finding({ severity: 'low' }), finding({ id: 'g' })],
      0,
      20.5,
    ],
    ['an event later than the moment asked about does not grow', [finding({ lastTime: 5 * DAY })], 0, 20],
    ['nothing at all', [], 0, 0],
  ])('%s', (_, findings, day, expected) => {
    expect(points(findings, day)).toBe(expected);
  });

  test('the mildest critical finding outweighs the gravest high one, and so on down', () => {
    const steps = (['critical', 'high', 'medium', 'low'] as const).flatMap((severity) => [
      points([finding({ severity })]),
      points([finding({ severity, score: 0 })]),
    ]);
    expect(steps).toEqual(steps.toSorted((a, b) => b - a));
  });
});

test('parts beyond twenty are added up, none is lost', () => {
  const many = Array.from({ length: 50 }, (_, i) => finding({ id: `f${i}`, score: i }));
  const { points: all, parts, rest } = riskOf(many, 0, HALF_LIFE);
  expect([parts.length, rest.findings]).toEqual([20, 30]);
  expect(Math.round(parts.reduce((sum, part) => sum + part.points, rest.points) * 10)).toBe(
    Math.round(all * 10),
  );
  expect(Math.round(all * 10)).toBe(sumOf(sharesOf(many)));
});
