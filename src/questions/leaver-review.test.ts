/** kanematsu-2023: the company noticed in a check after he had left. */
import { afterAll, describe, expect, test } from 'vitest';
import { type AskedLake, incidentLake, lakeOf } from '../../test/ask/lakes.ts';

const lakes: AskedLake[] = [];
afterAll(() => {
  for (const lake of lakes) lake.remove();
});
const lake = await incidentLake('kanematsu-2023');
lakes.push(lake);

describe('the last weeks of a leaver', () => {
  test('twelve days on which he took more than any colleague', async () => {
    const { head, rows } = await lake.ask('leaver-review', { principal: 'P0104', days: '60' });
    expect(head).toMatchObject({
      complete: true,
      coverage: { from: '2022-05-02T00:00:00+09:00', to: '2022-07-01T00:00:00+09:00' },
      figures: { unit: 'electronics', colleagues: 8, days_above_all: 12, after_end: 0 },
    });
    expect(Number(head.figures.taken)).toBeGreaterThan(5 * Number(head.figures.colleagues_most));
    expect(rows.filter(({ section }) => section === 'day')).toHaveLength(12);
  });

  test('of a colleague who stays, nothing stands out', async () => {
    const { head } = await lake.ask('leaver-review', { principal: 'P0105', to: '2022-06-30' });
    expect(head.figures.days_above_all).toBe(0);
  });

  test('of somebody nobody knows is refused', async () => {
    await expect(lake.ask('leaver-review', { principal: 'P9999' })).rejects.toThrow('ask-nobody');
  });
});

test('traces after the end, other accounts at the same device, destinations', async () => {
  const line = (day: number, more: object) =>
    `${JSON.stringify({ time: `2024-06-${String(day).padStart(2, '0')}T10:00:00+09:00`, system: 'admin', actor: 'sato', device: 'PC-1', ...more })}\n`;
  const small = await lakeOf(
    line(3, { action: 'upload', destination: 'drive.example', records: 9 }) +
      line(4, { action: 'login', actor: 'shared-1' }) +
      line(20, { action: 'login', outcome: 'failure' }) +
      line(21, { action: 'login' }),
    new Map([
      ['people.csv', 'principal,unit,ended\nP1,a,2024-06-14\nP2,a,\n'],
      ['accounts.csv', 'account,system,principal,kind\nsato,,P1,personal\nshared-1,,,shared\n'],
    ]),
  );
  lakes.push(small);
  const { rows } = await small.ask('leaver-review', { principal: 'P1' });
  const told = rows
    .filter(({ section }) => section !== 'amount')
    .map(({ section, what, own, note }) => [section, what, own, note]);
  expect(told).toEqual([
    ['day', 'taken', 9, null],
    ['destination', 'drive.example', 1, 'missing'],
    ['other_account', 'shared-1', 1, 'PC-1'],
    ['after_end', 'sato', 1, 'login failure'],
    ['after_end', 'sato', 1, 'login success'],
  ]);
});
