/** What a view asks of each row: only what its files do not say of all of them. */
import { expect, test } from 'vitest';
import type { Sight } from './query-messages.ts';
import { viewsOf } from './views.ts';

const PERIOD = { from: 100, to: 200, before: 10, after: 10 };
const NOTHING = { paths: [], rows: 0, wanted: null, isReadOften: false };

test.each([
  ['rows of just the period: nothing', 100, 199, [], []],
  ['one a microsecond too early: the beginning', 99, 199, ['>='], []],
  ['one at its end: the end', 100, 200, ['<'], []],
  ['what may be around it, just within', 90, 209, ['>=', '<'], []],
  ['what may be around it, just beyond', 89, 210, ['>=', '<'], ['>=', '<']],
  [
    'files that do not say: both',
    Number.NEGATIVE_INFINITY,
    Number.POSITIVE_INFINITY,
    ['>=', '<'],
    ['>=', '<'],
  ],
] as const)('%s', (_, first, last, own, around) => {
  const sight: Sight = { ...NOTHING, first, last };
  const asked = viewsOf('events', 'files', sight, PERIOD).map((sql) =>
    Array.from(sql.matchAll(/"time" (>=|<) make_timestamp/g), ([, sign]) => sign),
  );
  expect(asked).toEqual([own, around]);
});

test('the values of columns are asked for in any case', () => {
  const sight: Sight = { ...NOTHING, first: 100, last: 199, wanted: { actor: ["o'neill"] } };
  expect(viewsOf('subjects', 'files', sight, PERIOD)).toEqual([
    expect.stringMatching(/ WHERE "actor" IN \('o''neill'\)$/),
  ]);
});
