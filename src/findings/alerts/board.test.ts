/** The budget of a day: who comes first, who is beyond it, and that nobody is lost. */
import { describe, expect, test } from 'vitest';
import type { Alert } from '../../../schemas/alert.ts';
import { alertBoard } from './board.ts';

const alert = (id: string, harm: number, day = '2024-05-13') =>
  ({ id, harm, day, time: `${day}T09:00:00+09:00`, rank: null, in_budget: null }) as Alert;

function board(perDay: number, alerts: readonly Alert[], heldMax?: number) {
  const early: Alert[] = [];
  const made = alertBoard(perDay, (one) => early.push(one), heldMax);
  for (const one of alerts) made.take(one);
  return { ranked: made.ranked(), early, unranked: made.unranked() };
}

const place = ({ id, day, rank, in_budget }: Alert) => [id, day, rank, in_budget];

describe('alerts', () => {
  test('are ranked by harm within their day; the budget holds for each day', () => {
    const all = [alert('a', 5), alert('b', 50), alert('c', 7, '2024-05-14'), alert('d', 6)];
    expect(board(2, all).ranked.map(place)).toEqual([
      ['b', '2024-05-13', 1, true],
      ['d', '2024-05-13', 2, true],
      ['a', '2024-05-13', 3, false],
      ['c', '2024-05-14', 1, true],
    ]);
  });

  test('of equal harm stand in the order of their ids, whatever the order in which they came', () => {
    const all = [alert('b', 5), alert('a', 5)];
    expect(board(1, all).ranked).toEqual(board(1, all.toReversed()).ranked);
  });

  test('exactly as many as a day’s budget are all within it', () => {
    expect(board(2, [alert('a', 1), alert('b', 2)]).ranked.every(({ in_budget }) => in_budget)).toBe(true);
  });

  test('of earlier runs take their place, and are not given back', () => {
    const made = alertBoard(1, () => {});
    made.take(alert('a', 5), false);
    made.take(alert('b', 3));
    expect(made.ranked().map(place)).toEqual([['b', '2024-05-13', 2, false]]);
  });

  test('beyond the bound the least harmful are given out at once, counted and without a rank', () => {
    const all = Array.from({ length: 25 }, (_, i) => alert(`a${i}`, i));
    const { ranked, early, unranked } = board(10, all, 10);
    expect(ranked.length).toBeLessThanOrEqual(10);
    expect([...ranked, ...early].map(({ id }) => id).sort()).toEqual(all.map(({ id }) => id).sort());
    expect([unranked, early.every(({ rank, in_budget }) => rank === null && in_budget === false)]).toEqual([
      early.length,
      true,
    ]);
    expect(Math.max(...early.map(({ harm }) => harm))).toBeLessThan(
      Math.max(...ranked.map(({ harm }) => harm)),
    );
  });
});
