import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Input } from '../ingest/input.ts';
import { openInput } from '../ingest/open.ts';
import { openDuck } from '../store/duck.ts';
import { readParquet } from './read-parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-parquet-'));
const duck = await openDuck({ memoryMb: 200, threads: 1, spillFolder: '' });
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});

let files = 0;
/** A Parquet file of what a query gives. */
async function parquet(select: string): Promise<string> {
  const path = join(folder, `${files++}.parquet`);
  await duck.run(`COPY (${select}) TO '${path}' (FORMAT parquet, COMPRESSION zstd)`);
  return path;
}

async function read(path: string) {
  const refused: string[] = [];
  const input = (await openInput(path, {
    readParquet,
    quarantine: ({ line, problem }) => refused.push(`${line} ${problem.code}`),
  })) as Input;
  const events = [];
  for (let batch = await input.next(); batch !== null; batch = await input.next())
    for (let row = 0; row < batch.size; row++) events.push(batch.event(row));
  await input.close();
  return { events, refused, problem: input.problem?.code, kind: input.kind };
}

describe('Parquet', () => {
  test('is read as the same events as NDJSON', async () => {
    const rows = [
      {
        time: '2024-05-01T00:00:00.123456Z',
        system: 'resident',
        action: 'view',
        actor: '田中"',
        subjects: ['R1', 'R2'],
      },
      {
        time: '2024-05-01T00:00:01Z',
        system: 'admin',
        action: 'login',
        actor: null,
        id: 'x',
        outcome: 'failure',
      },
      {
        time: '2024-05-01T00:00:02Z',
        system: 'pos',
        action: 'sale',
        records: 3,
        extra: { a: null, b: [1] },
        till: 7,
      },
    ];
    const lines = join(folder, 'same.ndjson');
    writeFileSync(
      lines,
      rows.map((row) => `${JSON.stringify({ source: 's', id: row.action, ...row })}\n`).join(''),
    );
    const path = await parquet(
      `SELECT * REPLACE (extra::VARCHAR AS extra) FROM read_json('${lines}', columns = {time: 'TIMESTAMPTZ', system: 'VARCHAR', action: 'VARCHAR', actor: 'VARCHAR', source: 'VARCHAR', id: 'VARCHAR', outcome: 'VARCHAR', subjects: 'VARCHAR[]', records: 'BIGINT', extra: 'JSON', till: 'INTEGER'})`,
    );
    const [one, other] = [await read(path), await read(lines)];
    expect([one.kind, one.refused]).toEqual(['parquet', []]);
    expect(one.events).toEqual(other.events);
  });

  test('is read in the order of the file, however large', async () => {
    const path = await parquet(
      `SELECT to_timestamp(1714521600 + i) AS time, 'resident' AS system, 'view' AS action, 'e' || i AS id, 'u' AS actor FROM range(150000) t(i)`,
    );
    const { events } = await read(path);
    expect(events.map(({ id }) => id)).toEqual(Array.from({ length: 150_000 }, (_, i) => `e${i}`));
  });

  test('rows are read strictly: a time without a zone and a wrong type go to quarantine', async () => {
    const path = await parquet(
      `SELECT * FROM (VALUES ('2024-05-01T09:00:00+09:00', 'resident', 'view'), ('2024-05-01 09:00:00', 'resident', 'view'), ('2024-05-01T09:00:00Z', 'resident', 'peek')) t(time, system, action)`,
    );
    const { events, refused } = await read(path);
    expect([events.length, refused]).toEqual([1, ['2 row-field-wrong', '3 row-field-wrong']]);
  });

  test('where it lies says nothing of its rows: no name is a pattern, and no folder a column', async () => {
    const of = (id: string) =>
      `SELECT '2024-05-01T09:00:00Z' AS "time", 'resident' AS system, 'view' AS action, '${id}' AS id, 'a' AS actor`;
    const [asked, beside] = [await parquet(of('asked')), await parquet(of('beside'))];
    const place = join(folder, 'actor=somebody');
    mkdirSync(place);
    for (const name of ['y[1].parquet', 'x*.parquet', 'z?.parquet']) {
      copyFileSync(asked, join(place, name));
      copyFileSync(beside, join(place, name.replaceAll(/[[\]*?]/g, '1').replace('111', '1')));
    }
    for (const name of ['y[1].parquet', 'x*.parquet', 'z?.parquet']) {
      const { events } = await read(join(place, name));
      expect(events.map(({ id, actor, extra }) => [id, actor, extra])).toEqual([['asked', 'a', {}]]);
    }
  });

  test('what is damaged is said so', async () => {
    const path = await parquet(`SELECT 'resident' AS system FROM range(10)`);
    writeFileSync(path, readFileSync(path).subarray(0, 60));
    expect((await read(path)).problem).toBe('input-cut');
  });
});
