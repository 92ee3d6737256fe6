import { expect, test } from 'vitest';
import { shortened } from './columns.ts';
import { openQueryDuck } from './query-duck.ts';
import { lockDown } from './views.ts';

const duck = await openQueryDuck({ memoryMb: 256, threads: 1, spillFolder: '' });
for (const statement of lockDown({ paths: [], folder: null }, { from: 0, to: 1, before: 0, after: 0 }))
  await duck.run(statement);

async function shown(text: string | null): Promise<unknown> {
  const given = text === null ? 'NULL' : `'${text}'`;
  const [row] = await duck.rows(`SELECT ${shortened('r', 'device')} FROM (SELECT ${given} AS device) r`);
  return row.device;
}

test.each([
  ['a text that is not there', null, null],
  ['a short text', 'PC-1', 'PC-1'],
  ['a text as long as is shown', '山'.repeat(4_096), '山'.repeat(4_096)],
  ['one longer', 'あ '.repeat(2_049), `${'あ '.repeat(2_048)} […4098]`],
  [
    'a longer one, without the word that would be cut',
    `${'ab '.repeat(1_364)}R1234567890`,
    `${'ab '.repeat(1_364)} […4103]`,
  ],
  [
    'a long one without blanks, without the two hundred last characters before the cut',
    'x'.repeat(2 ** 20),
    `${'x'.repeat(3_896)} […1048576]`,
  ],
])('%s', async (_, text, expected) => {
  expect(await shown(text)).toBe(expected);
});

test('rows of many megabytes are ordered within the memory that there is', async () => {
  const texts = ['device', 'site', 'resource', 'purpose', 'target'];
  const made = texts.map((name) => `repeat('x', 1000000 + i::INT) AS ${name}`).join(', ');
  const all = `SELECT i, ${made} FROM range(100) t(i)`;
  const rows = await duck.rows(`SELECT i, ${shortened('r', ...texts)} FROM (${all}) r ORDER BY i DESC`);
  expect(rows.map(({ i }) => i)).toEqual(Array.from({ length: 100 }, (_, n) => 99 - n));
});
