import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, describe, expect, test } from 'vitest';
import { judgedEvents } from '../../test/store/judged-events.ts';
import { openDuck, parquetFiles } from './duck.ts';
import { duckMaker } from './parquet-maker.ts';
import { StoreFailed } from './store.ts';
import type { TableRows } from './tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-maker-'));
const maker = duckMaker(join(folder, 'spill'));
const duck = await openDuck({ memoryMb: 200, threads: 1, spillFolder: '' });
afterAll(() => {
  maker.close();
  duck.close();
  rmSync(folder, { recursive: true });
});

const START = Date.UTC(2024, 4, 1) * 1_000;
const row = (ref: number) => ({
  ref,
  time: START + ref * 1_000_000,
  source: "it's",
  id: `e${ref}`,
  actor: `user-${ref % 7}`,
  subjects: ref % 2 === 0 ? [`R${ref % 10}`, `S${ref % 10}`] : [],
  verdicts:
    ref % 2 === 0
      ? ([
          ['explained', 'case'],
          ['contradicted', null],
        ] as const)
      : [],
  record_date: '2024-02-29',
  extra: ref === 4 ? { a: '\u0000😀' } : {},
  records: 1,
  marks: ref === 3 ? (['reusedId'] as const) : [],
  input: 1,
  byte: ref * 100,
  content: 2 ** 53 - 1 - ref,
});

let files = 0;
async function made(rows: TableRows | null): Promise<string> {
  const to = join(folder, `made-${files++}`);
  if (rows !== null) await maker.make(rows, (bytes) => appendFileSync(to, bytes));
  return to;
}
const events = (refs: readonly number[]) => made(judgedEvents(refs.map(row)).events());
const upTo = (count: number) => Array.from({ length: count }, (_, ref) => ref);

describe('files of the lake, read by DuckDB', () => {
  test('a folder called like a column is none', async () => {
    const place = join(folder, 'actor=somebody [1]');
    mkdirSync(place);
    const file = join(place, 'file.parquet');
    copyFileSync(await events([1]), file);
    expect(await duck.rows(`SELECT actor FROM ${parquetFiles([file])}`)).toEqual([{ actor: 'user-1' }]);
    await maker.merge('events', [file], join(place, 'merged'));
    expect(await maker.digest([join(place, 'merged')])).toEqual(await maker.digest([file]));
    expect(await duck.rows(`SELECT actor FROM ${parquetFiles([join(place, 'merged')])}`)).toEqual([
      { actor: 'user-1' },
    ]);
  });

  test('keeps every value, and sorts by actor and time', async () => {
    const found = await duck.rows(
      `SELECT ref, epoch_us(time) AS time, source, subjects, verdicts, causes, record_date::VARCHAR AS day, extra, reused_id, principal, content
       FROM ${parquetFiles([await events(upTo(10))])}`,
    );
    expect(found.map(({ ref }) => Number(ref))).toEqual([0, 7, 1, 8, 2, 9, 3, 4, 5, 6]);
    expect(found[7]).toEqual({
      ref: 4n,
      time: BigInt(START + 4_000_000),
      source: "it's",
      subjects: ['R4', 'S4'],
      verdicts: ['explained', 'contradicted'],
      causes: ['case', null],
      day: '2024-02-29',
      extra: '{"a":"\u0000😀"}'.replace('\u0000', '\\u0000'),
      reused_id: false,
      principal: null,
      content: BigInt(2 ** 53 - 5),
    });
    expect(found[6].reused_id).toBe(true);
  });

  test('makes one row a subject, with its own verdict', async () => {
    const to = await made(judgedEvents(upTo(5).map(row)).subjects());
    const found = await duck.rows(`SELECT subject, ref, verdict, cause FROM ${parquetFiles([to])}`);
    expect(found.map((one) => Object.values(one).map(String).join(' '))).toEqual([
      'R0 0 explained case',
      'R2 2 explained case',
      'R4 4 explained case',
      'S0 0 contradicted null',
      'S2 2 contradicted null',
      'S4 4 contradicted null',
    ]);
  });

  test('tells the row groups, one after the other from the first byte', async () => {
    let size = 0;
    const { groups } = await maker.make(judgedEvents(upTo(130_000).map(row)).events(), (bytes) => {
      size += bytes.length;
    });
    expect(groups.map(({ rows }) => rows)).toEqual([30_720, 30_720, 30_720, 30_720, 7_120]);
    expect(groups.map(({ from }) => from)).toEqual([0, ...groups.slice(0, -1).map(({ to: end }) => end)]);
    expect(groups[2].to).toBeLessThan(size);
  });

  test('makes one file of several with the same rows, whatever their order', async () => {
    const parts = [await events([5, 1]), await events([2, 9]), await events([3])];
    const to = join(folder, 'merged');
    await maker.merge('events', parts, to);
    expect(await maker.digest([to])).toEqual(await maker.digest(parts));
    expect(await maker.digest([to])).toEqual(await maker.digest([await events([1, 2, 3, 5, 9])]));
    const others = [
      [1, 2, 3, 5, 8],
      [1, 2, 3, 5],
      [1, 2, 3, 5, 9, 9],
    ];
    for (const other of others)
      expect(await maker.digest([to])).not.toEqual(await maker.digest([await events(other)]));
  });

  test('finds events by ref and by what they say they are', async () => {
    const file = await events(upTo(10));
    expect(await maker.eventIds([file], [3, 7, 99])).toEqual(
      new Map([
        [3, "it's/e3"],
        [7, "it's/e7"],
      ]),
    );
    const wanted = [row(3), { ...row(4), time: START }, { ...row(5), id: "x'" }];
    const found = await maker.knownEvents([file], wanted);
    expect(found).toEqual([
      { time: row(3).time, source: "it's", id: 'e3', input: 1, content: row(3).content },
    ]);
  });

  test('finds an event whose source or id holds what would end a statement', async () => {
    const odd = { ...row(0), source: "s\u0000'", id: "\u0000'); --\u0000" };
    const file = await made(judgedEvents([odd, row(1)]).events());
    const { time, source, id, input, content } = odd;
    expect(await maker.knownEvents([file], [{ time, source, id }])).toEqual([
      { time, source, id, input, content },
    ]);
  });

  test('what judging asks is not broken off with what is being made', async () => {
    const file = await events(upTo(2_000));
    const wanted = upTo(2_000).map(row);
    let isAnswered = false;
    const found = maker.knownEvents([file], wanted).finally(() => {
      isAnswered = true;
    });
    while (!isAnswered) {
      maker.interrupt();
      await turn();
    }
    expect((await found).length).toBe(2_000);
  });

  test('says nothing of the rows where the database fails', async () => {
    const missing = join(folder, 'missing');
    await expect(maker.digest([missing])).rejects.toThrow(StoreFailed);
    await expect(maker.countGone('events', missing, [], [])).rejects.toThrow(StoreFailed);
    await expect(maker.knownEvents([missing], [{ time: 0, source: 'R1', id: 'x' }])).rejects.toThrow(
      StoreFailed,
    );
  });
});
