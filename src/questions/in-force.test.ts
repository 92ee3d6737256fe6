/** Verdicts that were settled, or changed since, are what answers show; what was said on arrival only where nothing came after. */
import { afterAll, expect, test } from 'vitest';
import { type AskedLake, lakeOf } from '../../test/ask/lakes.ts';

const row = (id: string, more: object) =>
  `${JSON.stringify({ time: '2024-06-03T10:00:00+09:00', system: 'pos', source: 'pos', id, actor: 'sato', device: 'T1', ...more })}\n`;
/** A look-up that a sale explains ten minutes later, and one that nothing explains. */
const lake: AskedLake = await lakeOf(
  row('1', { action: 'view', subject: 'C1' }) +
    row('2', { action: 'view', subject: 'C2', resource: 'card/2' }) +
    row('3', { time: '2024-06-03T10:10:00+09:00', action: 'sale', subject: 'C1', transaction_id: 'X' }) +
    row('4', { time: '2024-06-03T12:00:00+09:00', action: 'logout' }),
  new Map([
    ['people.csv', 'principal\nP1\n'],
    ['accounts.csv', 'account,system,principal\nsato,,P1\n'],
    ['cases.csv', 'case_id,kind,subject,assignee,opened,closed\nK0,x,C9,P9,2020-01-01,\n'],
    ['households.csv', 'subject,household\n'],
    ['permits.csv', 'permit,principal,account,systems,actions,start,end,approved_by\n'],
  ]),
);
afterAll(() => lake.remove());

test.each([
  ['everything-by', { principal: 'P1' }],
  ['everything-by', { actor: 'sato' }],
  ['by-device', { device: 'T1' }],
])('%s %j shows the verdict in force', async (question, options) => {
  const { rows } = await lake.ask(question, options);
  expect(rows.filter(({ action }) => action === 'view').map(({ verdict }) => verdict)).toEqual([
    ['explained'],
    ['unexplained'],
  ]);
  expect(rows[0].by).toEqual([expect.stringMatching(/^sale /)]);
});

test('who-looked-at agrees', async () => {
  const { rows } = await lake.ask('who-looked-at', { subject: 'C1|C2' });
  expect(rows.filter(({ action }) => action === 'view').map(({ verdict }) => verdict)).toEqual([
    'explained',
    'unexplained',
  ]);
});

test('by-item counts what was explained later as explained', async () => {
  expect((await lake.ask('by-item', { item: 'card/2' })).head.count).toBe(1);
});
