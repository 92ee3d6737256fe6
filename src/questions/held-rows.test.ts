/** Rows that are held in memory: the same as those in the files, and no more of them than may be. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lakeOf } from '../../test/ask/lakes.ts';
import { type Duck, openDuck } from '../store/duck.ts';
import { show } from './held-rows.ts';
import { readLake } from './lake-reader.ts';
import type { Sight } from './query-messages.ts';

const line = (n: number) =>
  `${JSON.stringify({ time: `2024-06-03T10:0${n}:00+09:00`, system: 'crm', id: String(n), actor: 'a', action: 'view', subject: 'S1' })}\n`;
const lake = await lakeOf([0, 1, 2, 3].map(line).join(''), new Map());
const read = readLake(lake.lake, null);
if ('code' in read) throw new Error(read.code);
const paths = read.snapshot.files
  .filter(({ table }) => table === 'events')
  .map(({ name }) => read.store.path(name));

const minute = (n: number) => (Date.parse('2024-06-03T10:00:00+09:00') + n * 60_000) * 1_000;
const PERIOD = { from: minute(1), to: minute(3), before: 60e6, after: 60e6 };
const HELD = "SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = 'held_events'";

let duck: Duck;
beforeAll(async () => {
  duck = await openDuck({ memoryMb: 256, threads: 1, spillFolder: '' });
});
afterAll(() => {
  duck.close();
  lake.remove();
});

test.each([
  ['just as many as may be are held', ['a'], 4, 4, 1n],
  ['one more than may be is not', ['a'], 4, 3, 0n],
  ['none are held as none', ['b'], 4, 4, 1n],
  ['where there may be millions nobody tries', ['a'], 3_000_001, 4, 0n],
])('%s; each view has its period', async (_, actor, rows, heldMax, held) => {
  const span = { first: minute(0), last: minute(3) };
  const sight: Sight = { paths, rows, ...span, wanted: { actor }, isReadOften: true };
  await show(duck, { events: { ...sight, wanted: null } }, PERIOD);
  await duck.run('DROP TABLE IF EXISTS held_events');
  await show(duck, { events: sight }, PERIOD, heldMax);
  expect((await duck.rows(HELD))[0].n).toBe(held);
  const ids = async (view: string) =>
    (await duck.rows(`SELECT id FROM ${view} ORDER BY time`)).map(({ id }) => id);
  expect(await ids('events')).toEqual(actor[0] === 'a' ? ['1', '2'] : []);
  expect(await ids('events_around')).toEqual(actor[0] === 'a' ? ['0', '1', '2', '3'] : []);
});
