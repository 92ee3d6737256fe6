import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { plainMaker } from '../../test/crash/plain-maker.ts';
import { type JudgedEvent, judgedEvents } from '../../test/store/judged-events.ts';
import { PLAIN_COLUMNS } from '../batch/gather.ts';
import { parseInstant, SECOND } from '../core/time.ts';
import { nodeFileSystem } from './file-system.ts';
import { NO_LEAVES } from './known-leaves.ts';
import { duckMaker } from './parquet-maker.ts';
import { type EventFilter, type Pick, type StoredEvents, storedEvents } from './stored-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-stored-'));
const duck = duckMaker(join(folder, 'spill'));
const plain = plainMaker(nodeFileSystem);
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});

const time = (text: string) => parseInstant(`2024-05-01T${text}+09:00`);
const row = (ref: number, more: Partial<JudgedEvent>): JudgedEvent => ({
  ref,
  time: time(`09:00:0${ref}.00${ref}`),
  records: 0,
  byte: ref * 100,
  content: ref * 1e15 + 7,
  actor: null,
  id: `a${ref}`,
  ...more,
});
const ROWS = [
  row(3, { actor: 'a', principal: 'P1', subjects: ['R1', 'R2'], records: 2, marks: ['late'] }),
  row(0, {
    actor: 'b "quoted" \\ 日本',
    principal: 'P2',
    subjects: ['R2'],
    extra: { q: "it's", n: [1, null] },
  }),
  row(1, { device: 'T1', record_date: '2020-02-29', bytes: 12_345, reason: 'line\nbreak\ttab' }),
  row(2, { actor: 'a', principal: 'P1', action: 'sale', transaction_id: 'x', marks: ['clock'] }),
];

async function files() {
  const [parquet, lines] = [join(folder, 'events.parquet'), join(folder, 'events.ndjson')];
  const rows = judgedEvents(ROWS).events();
  await duck.make(rows, (bytes) => appendFileSync(parquet, bytes));
  await plain.make(rows, (bytes) => appendFileSync(lines, bytes));
  return { parquet, lines };
}
const made = await files();

/** Rows as anybody can ask for them. */
async function all(stored: AsyncIterable<StoredEvents>): Promise<unknown[]> {
  const rows: unknown[] = [];
  const into = new Uint8Array(2_000);
  const text = (end: number) => Buffer.from(into.subarray(0, end)).toString();
  for await (const { batch, refs } of stored)
    for (let i = 0; i < batch.size; i++) {
      const event = batch.event(i);
      const { subjectStart, subjects } = batch.columns;
      rows.push({
        event,
        members: Object.keys(event),
        ref: refs[i],
        columns: PLAIN_COLUMNS.map((name) => batch.columns[name][i]),
        subjects: [...subjects.subarray(subjectStart[i], subjectStart[i + 1])],
        named: event.subjects.map((_, index) => batch.subject(i, index)),
        id: batch.eventId(i),
        put: text(batch.putEventId(i, into, 0)),
        row: text(batch.putRow(i, into, 0)),
        tight: [batch.putEventId(i, into.subarray(0, 3), 0), batch.putRow(i, into.subarray(0, 9), 0)],
        origin: batch.origin(i),
      });
    }
  return rows;
}

async function* asyncly<T>(values: Iterable<T>): AsyncGenerator<T> {
  yield* values;
}

const pick = (column: Pick['column'], values: Pick['values'], more: Partial<Pick> = {}): EventFilter => ({
  picks: [{ column, values, from: -Infinity, to: Infinity, ...more }],
});

describe('events come back as they were, from Parquet as from plain lines:', () => {
  test.each<[string, EventFilter, number[]]>([
    ['all of them, by ref', pick(null, null), [0, 1, 2, 3]],
    ['those of a person', pick('person', ['P1']), [2, 3]],
    ['those of an account with odd letters', pick('actor', ['b "quoted" \\ 日本']), [0]],
    ['those about a subject', pick('subject', ['R2', 'R7']), [0, 3]],
    ['those with any device', pick('device', null), [1]],
    ['those of some actions', pick(null, null, { actions: ['sale', 'refund'] }), [2]],
    [
      'those of a span of time',
      pick(null, null, { from: time('09:00:01.001'), to: time('09:00:02.002') }),
      [1],
    ],
    [
      'those near something in time, by what stands in the column',
      pick('actor', ['a'], {
        near: { span: SECOND, spans: new Map([['a', new Set([Math.floor(time('09:00:02') / SECOND)])]]) },
      }),
      [2],
    ],
    ['none near nothing', pick('device', null, { near: { span: SECOND, spans: new Map() } }), []],
    ['by their refs', pick('ref', ['1', '3']), [1, 3]],
    ['those astray', { ...pick(null, null), strays: true }, [2, 3]],
    ['those in order', { ...pick(null, null), strays: false }, [0, 1]],
    ['none without a pick', { picks: [] }, []],
  ])('%s', async (_, filter, refs) => {
    const [stored, twin] = [
      await all(duck.events([made.parquet], filter)),
      await all(plain.events([made.lines], filter)),
    ];
    expect(stored).toEqual(twin);
    expect(stored).toHaveLength(refs.length);
    const found = await duck.values([made.parquet], ['ref'], filter);
    expect(found.map(([ref]) => Number(ref)).sort((a, b) => a - b)).toEqual(refs);
  });

  test.each([1, 2, 3])('%i at a time', async (rows) => {
    const filter = pick(null, null, { from: time('09:00:01') });
    const stored = storedEvents([made.parquet, made.parquet], filter, NO_LEAVES, rows);
    const twin = await all(plain.events([made.lines, made.lines], filter));
    expect(await all(asyncly(stored))).toEqual(twin);
  });

  test('how much each device was used, and when', async () => {
    const use = { events: 1, spans: new Set([Math.floor(time('09:00:01') / SECOND)]) };
    const found = await duck.devices([made.parquet], SECOND, pick(null, null));
    expect(found).toEqual(new Map([['T1', use]]));
    expect(await plain.devices([made.lines], SECOND, pick(null, null))).toEqual(found);
  });

  test('the different values of columns', async () => {
    const filter = pick(null, null);
    const sorted = (rows: readonly unknown[]) => rows.map((one) => JSON.stringify(one)).sort();
    expect(sorted(await duck.values([made.parquet], ['person', 'device'], filter))).toEqual(
      sorted(await plain.values([made.lines], ['person', 'device'], filter)),
    );
  });
});
