/** The five analyses of the national standard, unexplained look-ups, samples and coverage, on a small office. */
import { afterAll, describe, expect, test } from 'vitest';
import { lakeOf } from '../../test/ask/lakes.ts';
import { shareOut } from './sample.ts';

let serial = 0;
const line = (time: string, more: object) =>
  `${JSON.stringify({
    time: `2024-06-${time}:00+09:00`,
    system: 'resident',
    source: 'juki',
    id: String(serial++),
    actor: 'sato',
    action: 'view',
    device: 'PC-1',
    ...more,
  })}\n`;

// Monday 3 to Monday 10 June 2024
const lake = await lakeOf(
  [
    line('03T10:00', { action: 'login' }),
    line('03T10:01', { action: 'login', outcome: 'failure', reason: 'wrong password', actor: 'ito' }),
    line('03T10:02', { action: 'search', subject: '0012' }),
    line('03T21:59', { subject: '0013' }),
    line('03T22:00', { subject: '0014' }),
    line('04T04:59', { subject: '0015' }),
    line('04T05:00', { subject: '0016', case_id: 'C-1' }),
    line('08T12:00', { subject: '0017' }),
    line('08T13:00', { subject: '0018', actor: 'ito' }),
    line('09T12:00', { subject: '0019', actor: 'nobody' }),
    line('10T10:00', { action: 'list', records: 100 }),
    line('10T11:00', { action: 'list', records: 99 }),
    line('10T12:00', { action: 'update', subject: '0012' }),
    ...Array.from({ length: 100 }, (_, i) =>
      line(`10T14:${String(i % 60).padStart(2, '0')}`, { actor: 'ito', subject: `1${i}` }),
    ),
  ].join(''),
  new Map([
    ['people.csv', 'principal,unit\nP1,a\nP2,a\n'],
    ['accounts.csv', 'account,system,principal\nsato,,P1\nito,,P2\n'],
    ['shifts.csv', 'principal,kind,start,end\nP2,duty,2024-06-08T08:30:00+09:00,2024-06-08T17:15:00+09:00\n'],
    ['cases.csv', 'case_id,kind,subject,assignee,opened,closed\nC-1,x,0016,P1,2024-06-01,\n'],
    ['permits.csv', 'permit,principal,account,systems,actions,start,end,approved_by\n'],
    ['households.csv', 'subject,household\n'],
  ]),
);
afterAll(() => lake.remove());

describe('the national standard', () => {
  test('night and holidays: from 22:00 to 05:00, days off, but not who was on duty', async () => {
    const { head, rows } = await lake.ask('night-and-holiday-access');
    expect(rows.map(({ why, subjects }) => [why, (subjects as string[])[0]])).toEqual([
      ['deep_night', '0014'],
      ['deep_night', '0015'],
      ['weekend', '0017'],
      ['day_off', '0019'],
    ]);
    expect(head.figures).toEqual({ night: 2, people: 2 });
  });

  test('failed sign-ins', async () => {
    const { head, rows } = await lake.ask('failed-logins');
    expect([head.count, rows[0].actor, rows[0].reason]).toEqual([1, 'ito', 'wrong password']);
  });

  test('sign-ins by account', async () => {
    const { rows } = await lake.ask('logins-by-id');
    expect(rows.map(({ actor, logins, failures }) => [actor, logins, failures])).toEqual([
      ['sato', 1, 0],
      ['ito', 0, 1],
    ]);
  });

  test('mass searches: exactly the size counts, in one list or in an hour', async () => {
    const { rows } = await lake.ask('mass-searches', { size: '100' });
    expect(rows.map(({ kind, actor, records, people }) => [kind, actor, records, people])).toEqual([
      ['once', 'sato', 100, null],
      ['hour', 'ito', 100, 100],
    ]);
    expect((await lake.ask('mass-searches', { size: '101' })).head.count).toBe(0);
  });

  test('searches for a person: leading zeros stay, updates are not searches', async () => {
    const { head, rows } = await lake.ask('searches-for-person', { subject: '0012' });
    expect([head.count, rows[0].subject, rows[0].action]).toEqual([1, '0012', 'search']);
    expect((await lake.ask('who-looked-at', { subject: '0012' })).head.count).toBe(2);
  });
});

test('unexplained: without what a case explains; verdicts in force', async () => {
  const { head, rows } = await lake.ask('unexplained', { principal: 'P1' });
  expect(rows.map(({ subject }) => subject)).toEqual(['0012', '0013', '0014', '0015', '0017']);
  expect(head.figures).toMatchObject({ people: 1, explained: 1 });
});

test('unexplained: what cannot be decided for want of registers is told, not counted', async () => {
  const bare = await lakeOf(
    [line('03T10:00', { subject: '0012' }), line('03T10:05', { subject: '0013' })].join(''),
    new Map([
      ['accounts.csv', 'account,system,principal\nsato,,P1\n'],
      ['people.csv', 'principal,unit\nP1,a\n'],
      ['cases.csv', 'case_id,kind,subject,assignee,opened,closed\nC-1,x,0016,P1,2024-06-01,\n'],
    ]),
  );
  const { head } = await bare.ask('unexplained');
  bare.remove();
  expect([head.count, head.figures.undecidable]).toEqual([0, 2]);
  expect(head.cannot_show[0]).toEqual({
    ja: '判定不能の 2 件は、理由があるともないともいえないため、ここには含めていません（households の台帳なし、permits の台帳なし）',
    en: '2 undecidable look-ups may have a reason or not, and are not among these (households missing, permits missing).',
  });
});

describe('a sample', () => {
  test('is the same for the same seed, and another for another', async () => {
    const draw = async (seed: string) => (await lake.ask('sample', { seed, size: '20' })).rows;
    const first = await draw('2024-06');
    expect(first).toHaveLength(20);
    expect(await draw('2024-06')).toEqual(first);
    expect(await draw('2024-07')).not.toEqual(first);
  });

  test('of everything leaves nothing unseen', async () => {
    const { head } = await lake.ask('sample', { seed: 'x', size: '1000' });
    expect([head.count, head.figures.bound]).toEqual([head.figures.population, 0]);
  });

  test.each([
    [[90, 10], 10, [9, 1]],
    [[999, 1], 10, [9, 1]],
    [[5, 5, 5], 2, [1, 1, 1]],
    [[3, 3], 100, [3, 3]],
    [[], 10, []],
  ])('of strata %j, %i in all, is shared out as %j', (sizes, wanted, shares) => {
    expect(shareOut(sizes, wanted)).toEqual(shares);
  });
});

test('coverage: days on which a source is silent, and what was wrong on the way in', async () => {
  const { head, rows } = await lake.ask('coverage');
  expect(rows).toMatchObject([{ source: 'juki', first_day: '2024-06-03', last_day: '2024-06-10' }]);
  expect(head.figures).toMatchObject({ accepted: 113, quarantined: 0, waiting: 0 });
});
