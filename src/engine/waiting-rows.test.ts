import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { EventBatch } from '../../schemas/event-columns.ts';
import { nights } from '../../test/crash/nights.ts';
import { PLAIN_COLUMNS } from '../batch/gather.ts';
import type { Defaults } from '../batch/normal-event.ts';
import { openInput } from '../ingest/open.ts';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { restoreWaiting, saveWaiting, type WaitingRows } from './waiting-rows.ts';

const { folder } = nights(1);
afterAll(() => rmSync(folder, { recursive: true }));

const DEFAULTS: Defaults = { source: 'till', foldsCase: () => true };
const LINES = [
  '{"time":"2024-05-01T00:00:00Z","system":"pos","actor":"Aa","action":"view","subject":"K1"}',
  '{"time":"2024-05-01T00:00:03Z","system":"pos","actor":"BB","action":"sale","source":"other","id":"x","extra":{"n":1}}',
  '{"time":"2024-05-01T00:00:01Z","system":"pos","actor":"aa","action":"list","subjects":["K1","K2","K3"],"id":"é\\u0000"}',
  '{"time":"2024-05-01T00:00:02Z","system":"crm","action":"export","records":7}',
];

let serial = 0;
async function batchOf(lines: readonly string[], keepsRaw = false): Promise<EventBatch> {
  const file = join(folder, `waiting-${serial++}.ndjson`);
  writeFileSync(file, lines.join('\n'));
  const more = keepsRaw ? { keepsRaw: () => true } : {};
  const input = await openInput(file, { ...DEFAULTS, ...more, quarantine() {} });
  const batch = 'code' in input ? null : await input.next();
  if (batch === null) throw new Error('no rows');
  return batch;
}

const rowsOf = (batch: EventBatch, more: Partial<WaitingRows> = {}): WaitingRows => ({
  batch,
  order: null,
  orderTime: batch.columns.time.slice(0, batch.size),
  next: 0,
  ...more,
});

/** All that can be asked of rows. */
function told(batch: EventBatch, rows: readonly number[]) {
  return rows.map((row) => ({
    event: batch.event(row),
    id: batch.eventId(row),
    origin: batch.origin(row),
    subjects: batch.event(row).subjects.map((_, i) => batch.subject(row, i)),
    raw: [...(batch.raw?.(row) ?? [])],
    columns: PLAIN_COLUMNS.map((name) => batch.columns[name][row]),
    keys: [
      ...batch.columns.subjects.subarray(
        batch.columns.subjectStart[row],
        batch.columns.subjectStart[row + 1],
      ),
    ],
  }));
}

function again(waiting: readonly WaitingRows[], defaults: Defaults = DEFAULTS) {
  const out = snapshotWriter();
  saveWaiting(waiting, out);
  return { restored: restoreWaiting(snapshotReader(out.bytes()), () => defaults), bytes: out.bytes().length };
}

describe('rows that wait are read again as they were', () => {
  test.each([
    ['with their source, as the lines they are', 'till'],
    ['without, in words', undefined],
  ])('%s', async (_, source) => {
    const batch = await batchOf(LINES);
    const { restored } = again([rowsOf(batch, { source })]);
    expect(restored).toHaveLength(1);
    expect(told(restored[0].batch, [0, 1, 2, 3])).toEqual(told(batch, [0, 1, 2, 3]));
    expect([...restored[0].orderTime]).toEqual([...batch.columns.time.subarray(0, 4)]);
  });

  test('in words they need nobody who knows what they were read with', async () => {
    const batch = await batchOf(LINES);
    const { restored } = again([rowsOf(batch)], { source: 'somebody else' });
    expect(told(restored[0].batch, [0, 3])).toEqual(told(batch, [0, 3]));
  });

  test('from the row on whose turn it is, in event order, with the times by which they are ordered', async () => {
    const batch = await batchOf(LINES);
    const order = Int32Array.of(0, 2, 3, 1);
    const orderTime = Float64Array.of(5, 8, 6, 7);
    const { restored } = again([rowsOf(batch, { source: null, order, orderTime, next: 2 })]);
    expect(told(restored[0].batch, [0, 1])).toEqual(told(batch, [3, 1]));
    expect([...restored[0].orderTime]).toEqual([7, 8]);
  });

  test('those that were read alike stand together', async () => {
    const [a, b, c] = [await batchOf(LINES), await batchOf(LINES.slice(1)), await batchOf(LINES.slice(2))];
    const { restored } = again([rowsOf(a, { source: 'till' }), rowsOf(b), rowsOf(c, { source: 'till' })]);
    expect(restored.map(({ batch }) => batch.size)).toEqual([6, 3]);
    expect(told(restored[0].batch, [4, 5])).toEqual(told(c, [0, 1]));
    expect(told(restored[1].batch, [0, 1, 2])).toEqual(told(b, [0, 1, 2]));
  });

  test('with their bytes, where these are kept', async () => {
    const batch = await batchOf(LINES, true);
    const { restored } = again([rowsOf(batch, { source: 'till' })]);
    expect(told(restored[0].batch, [0, 1, 2, 3])).toEqual(told(batch, [0, 1, 2, 3]));
  });

  test('marks stay', async () => {
    const batch = await batchOf(LINES);
    batch.columns.marks[2] = 3;
    const { restored } = again([rowsOf(batch, { source: 'till' })]);
    expect([...restored[0].batch.columns.marks.subarray(0, 4)]).toEqual([0, 0, 3, 0]);
  });

  test('none are none', () => {
    expect(again([]).restored).toEqual([]);
  });
});
