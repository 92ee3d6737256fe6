import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { nights } from '../../../test/crash/nights.ts';
import { plainRows } from '../../../test/crash/plain-rows.ts';
import { oddLogs } from '../../../test/odd-logs.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import { derivePersons, detectorColumns } from '../../engine/derive.ts';
import { openInput } from '../../ingest/open.ts';
import { buildRegisters } from '../../registers/build.ts';
import { type EventRows, eventRows } from '../../store/rows/event-rows.ts';
import { createJudge } from '../../verdicts/judge.ts';
import { newPage, readPage } from './page.ts';

const { folder, files: logs } = nights(5);
afterAll(() => rmSync(folder, { recursive: true }));
const settings = config.parse({});
const { registers } = buildRegisters({}, settings);
const judge = createJudge(registers, settings);

const { csv, odd } = oddLogs(folder, 9_000);

/** The judged batch of a file. */
async function judged(file: string, defaults: Defaults) {
  const input = await openInput(file, { ...defaults, quarantine: () => {} });
  if ('code' in input) throw new Error(input.message.en);
  const batch = await input.next();
  if (batch === null) throw new Error('no rows');
  const columns = detectorColumns(batch.columns, batch.size);
  const rows = Int32Array.from({ length: batch.size }, (_, row) => row);
  for (const row of rows) columns.ref[row] = row * 3;
  derivePersons(rows, columns, registers);
  judge.judge(rows, columns);
  await input.close();
  return { batch, columns, rows };
}

function told(rows: EventRows) {
  const subjects = rows.subjects();
  return [plainRows(rows.events()), subjects === null ? [] : plainRows(subjects)];
}

describe('rows made of a page are those made where they were judged', () => {
  test.each([
    ['of NDJSON', logs[0], {}],
    ['of CSV', csv, {}],
    ['of odd rows', odd, {}],
    ['of a source that the rows do not name', odd, { source: 'till' }],
    ['named after their places', odd, { placeOf: (byte: number) => `t-0-${byte}` }],
  ])('%s', async (_, file, defaults: Defaults) => {
    const { batch, columns, rows } = await judged(file, defaults);
    const page = newPage();
    for (let round = 0; round < 2; round++) {
      const backwards = rows.toReversed();
      page.add(batch, backwards.subarray(0, 1), columns);
      page.add(batch, backwards.subarray(1), columns);
      expect(page.rows()).toBe(rows.length);
      // who reads it knows the source of the input, not how places are named
      const read = readPage(
        page.take(7, () => defaults.source ?? null),
        (source) => (source === null ? {} : { source }),
      );
      expect(page.rows()).toBe(0);
      expect(read).toMatchObject({ size: rows.length, registers: 7 });
      const [made, own] = [eventRows(), eventRows()];
      for (const piece of read.pieces())
        for (let at = 0; at < piece.size; at++) made.add(piece.batch, at, piece.columns, registers);
      for (const row of backwards) own.add(batch, row, columns, registers);
      expect(told(made)).toEqual(told(own));
    }
  });
});
