import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { compareEventIds } from '../batch/event-order.ts';
import { DAY, formatInstant } from '../core/time.ts';
import type { Input } from './input.ts';
import { openInput } from './open.ts';
import { sortInput } from './sort-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Seen {
  time: number;
  id: string;
  content: number;
  identity: number;
  extra: unknown;
}

async function drain(input: Input): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let batch = await input.next(); batch !== null; batch = await input.next()) {
    for (let row = 0; row < batch.size; row++) {
      const { time, content, identity } = batch.columns;
      seen.push({
        time: time[row],
        id: batch.eventId(row),
        content: content[row],
        identity: identity[row],
        extra: batch.event(row).extra,
      });
    }
  }
  await input.close();
  return seen;
}

const open = async (path: string) => (await openInput(path, { quarantine: () => {} })) as Input;

test('the sorted input holds the rows of the original in event order, whatever the runs', async () => {
  const path = join(folder, 'a.ndjson');
  const rows = fc.array(
    fc.tuple(fc.integer({ min: 0, max: 5 }), fc.option(fc.integer({ min: 1, max: 12 }))),
    { size: 'max', maxLength: 60 },
  );
  await fc.assert(
    fc.asyncProperty(
      rows,
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer({ min: 2, max: 4 }),
      async (list, runChars, fanIn) => {
        const lines = list.map(([day, id]) =>
          JSON.stringify({
            time: formatInstant(day * DAY),
            system: 'crm',
            action: 'view',
            ...(id === null ? {} : { id: `n${id}` }),
            extra: { __x: day },
          }),
        );
        writeFileSync(path, lines.join('\n'));
        const plain = await drain(await open(path));
        const sorted = await sortInput(await open(path), { runChars, fanIn, batchRows: 7 });
        if ('code' in sorted) throw new Error(sorted.code);
        expect(await drain(sorted)).toEqual(
          plain.toSorted((a, b) => a.time - b.time || compareEventIds(a.id, b.id)),
        );
        expect(sorted.counts.accepted).toBe(list.length);
      },
    ),
    { numRuns: 40 },
  );
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith('metsuke-sort-'))).toEqual([]);
});

test('where no temporary file can be written, that is a clear problem', async () => {
  const path = join(folder, 'b.ndjson');
  writeFileSync(path, '');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = join(folder, 'none');
  try {
    expect(await sortInput(await open(path))).toMatchObject({ code: 'temporary-unwritable' });
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
});
