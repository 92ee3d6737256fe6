/** The process that runs SQL: it reads the named files only, writes nothing, and does not live longer than it may. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { lakeOf } from '../../test/ask/lakes.ts';
import { readLake } from './lake-reader.ts';
import { QueryFailed, type QueryProcess, startQueries } from './query-process.ts';

const line = `${JSON.stringify({ time: '2024-06-03T10:00:00.123456+09:00', system: 'crm', id: '1', actor: 'a', action: 'view', subject: 'S1' })}\n`;
const lake = await lakeOf(line, new Map());
const secret = join(lake.folder, 'secret.csv');
writeFileSync(secret, 'a\n1\n');
const read = readLake(lake.lake, null);
if ('code' in read) throw new Error(read.code);
const [file] = read.snapshot.files.filter(({ table }) => table === 'events');
const path = read.store.path(file.name);

const PERIOD = { from: 0, to: 4e15, before: 0, after: 0 };

async function opened(seconds: number): Promise<QueryProcess> {
  const queries = startQueries(seconds);
  await queries.fence({ paths: [path], folder: null }, PERIOD);
  await queries.see(
    { events: { paths: [path], rows: 1, first: 0, last: PERIOD.to, wanted: null, isReadOften: true } },
    PERIOD,
  );
  return queries;
}
const queries = await opened(30);
afterAll(() => {
  queries.close();
  lake.remove();
});

describe('the process', () => {
  test('reads what it was told, times exact to the microsecond', async () => {
    const [row] = await queries.rows('SELECT time, id FROM events WHERE time = $1', [1_717_376_400_123_456]);
    expect(row).toEqual({ time: 1_717_376_400_123_456, id: '1' });
    expect(await queries.rows('SELECT * FROM subjects')).toEqual([]);
  });

  test.each([
    ['another file', `SELECT * FROM read_csv('${secret}')`],
    [
      'another file of the lake',
      `SELECT * FROM read_text('${join(lake.lake, 'commits/000000000/000000000001.json')}')`,
    ],
    ['a folder', `SELECT * FROM glob('${lake.folder}/*')`],
  ])('does not read %s', async (_, sql) => {
    await expect(queries.rows(sql)).rejects.toThrow(QueryFailed);
  });

  test.each([
    ['COPY', `COPY (SELECT 1) TO '${join(lake.folder, 'out.csv')}'`],
    ['COPY over a lake file', `COPY (SELECT 1) TO '${path}'`],
    ['EXPLAIN ANALYZE COPY', `EXPLAIN ANALYZE COPY (SELECT 1) TO '${path}'`],
    ['ATTACH', `ATTACH '${join(lake.folder, 'x.db')}'`],
    ['EXPORT', `EXPORT DATABASE '${lake.folder}'`],
    ['INSTALL', 'INSTALL httpfs'],
    ['LOAD', `LOAD '${secret}'`],
    ['SET', "SET memory_limit = '9GB'"],
    ['SET of the fence', 'SET enable_external_access = true'],
  ])('does not do %s', async (_, sql) => {
    await expect(queries.rows(sql)).rejects.toThrow(QueryFailed);
  });

  test('is killed when a step takes too long', async () => {
    const slow = await opened(20);
    slow.close();
    const short = startQueries(0.001);
    await expect(short.fence({ paths: [path], folder: null }, PERIOD)).rejects.toMatchObject({
      problem: { code: 'ask-too-long' },
    });
    short.close();
  });

  test('that ended says so', async () => {
    const ended = await opened(20);
    ended.close();
    await expect(ended.rows('SELECT 1')).rejects.toMatchObject({ problem: { code: 'ask-failed' } });
  });
});
