import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { nights } from '../../test/crash/nights.ts';
import { oddLogs } from '../../test/odd-logs.ts';
import { PLAIN_COLUMNS } from '../batch/gather.ts';
import { openInput } from '../ingest/open.ts';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { restoreBatch, saveBatch } from './batch-bytes.ts';

const { folder, files: logs } = nights(5);
afterAll(() => rmSync(folder, { recursive: true }));

const { csv, odd } = oddLogs(folder, 900);

/** The rows of a batch as anybody can ask for them. */
function told(batch: ReturnType<typeof restoreBatch>) {
  const into = new Uint8Array(2 ** 16);
  const text = (end: number) => Buffer.from(into.subarray(0, end)).toString();
  return Array.from({ length: batch.size }, (_, row) => ({
    event: batch.event(row),
    id: batch.eventId(row),
    putId: text(batch.putEventId(row, into, 0)),
    row: text(batch.putRow(row, into, 0)),
    origin: batch.origin(row),
    subject: batch.event(row).subjects.length > 0 ? batch.subject(row, 0) : null,
    columns: PLAIN_COLUMNS.map((name) => batch.columns[name][row]),
    subjects: batch.columns.subjects.slice(
      batch.columns.subjectStart[row],
      batch.columns.subjectStart[row + 1],
    ),
  }));
}

describe('a batch that was saved is the same again', () => {
  test.each([
    ['of NDJSON', logs[0], {}],
    ['of CSV', csv, {}],
    ['of odd rows', odd, {}],
    ['of a source that the rows do not name', odd, { source: 'till' }],
  ])('%s', async (_, file, defaults) => {
    const input = await openInput(file, { ...defaults, quarantine: () => {} });
    if ('code' in input) throw new Error(input.message.en);
    const batch = await input.next();
    if (batch === null) throw new Error('no rows');
    const out = snapshotWriter();
    expect(saveBatch(batch, out)).toBeGreaterThan(0);
    const again = restoreBatch(snapshotReader(out.bytes()), defaults);
    expect(told(again)).toEqual(told(batch));
    expect(again.putRow(0, new Uint8Array(3), 0)).toBe(-1);
    await input.close();
  });
});
