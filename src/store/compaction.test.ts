import { expect, test } from 'vitest';
import type { LakeFile } from '../../schemas/commit.ts';
import { modelFileSystem } from '../../test/crash/model-file-system.ts';
import { plainMaker } from '../../test/crash/plain-maker.ts';
import { problem } from '../core/problem.ts';
import { parseInstant } from '../core/time.ts';
import { compactFiles, compactMonths, compactPiles, nextGroup } from './compaction.ts';
import { openLake } from './lake.ts';
import type { TableMaker } from './parquet-maker.ts';
import { type Store, StoreFailed } from './store.ts';
import { type LakeWriter, takeOver } from './writer.ts';

const files = modelFileSystem();
const maker = plainMaker(files);

/** Adds an epoch for each of these days, with one verdict. */
async function adding(days: readonly string[], after: (writer: LakeWriter, store: Store) => Promise<void>) {
  const lake = openLake('/lake', files);
  const writer = takeOver(lake, {
    versions: { metsuke: '0', detectors: {}, settings: '0'.repeat(64) },
    registers: null,
    now: 0,
    clock: () => '',
    maker,
  });
  for (const day of days) {
    const rows = writer.rows(false);
    const time = parseInstant(`${day}T12:00:00+09:00`);
    rows.verdict(
      { event: day, subject: 'R', verdict: 'explained', by: null, revision: 1 },
      { ref: 1, time, who: 1, isChanged: false },
    );
    await writer.commit({
      rows,
      tail: null,
      inputs: [],
      counts: writer.snapshot().counts,
      kept: { kind: 'state', file: new Uint8Array(0) },
    });
    await after(writer, lake.store);
  }
  return { writer, store: lake.store };
}

/** A lake with one verdict a day given, each day an epoch. */
async function lakeOf(days: readonly string[]) {
  const { writer, store } = await adding(days, async () => {});
  await compactMonths(writer, store, maker, () => false);
  return writer.snapshot().files.map(({ name, rows }) => `${name.slice(9, 16)} ${rows}`);
}

test('months that are over become one file; the newest stays as it is', async () => {
  expect(await lakeOf(['2024-04-30', '2024-05-01', '2024-05-31', '2024-06-01', '2024-06-02'])).toEqual([
    '2024-04 1',
    '2024-06 1',
    '2024-06 1',
    '2024-05 2',
  ]);
});

test('a row that comes late is no reason to write a month anew; many are', async () => {
  const may = (all: readonly string[]) => all.filter((one) => one.startsWith('2024-05'));
  const late = (rows: number) => Array.from({ length: rows }, () => '2024-05-03');
  expect(may(await lakeOf(late(20)))).toEqual(['2024-05 22']);
  expect(may(await lakeOf(late(1)))).toEqual(['2024-05 22', '2024-05 1']);
  expect(may(await lakeOf(late(8)))).toEqual(['2024-05 31']);
});

test('epochs without end leave few files, and each row is written few times', async () => {
  let written = 0;
  const days = Array.from({ length: 600 }, () => '2024-07-01');
  const counting: TableMaker = {
    ...maker,
    async merge(...args) {
      const made = await maker.merge(...args);
      written += made.groups.reduce((sum, { rows }) => sum + rows, 0);
      return made;
    },
  };
  const { writer } = await adding(days, (by, store) => compactPiles(by, store, counting, () => false));
  const july = writer.snapshot().files.filter(({ name }) => name.includes('/2024-07/'));
  expect(july.reduce((sum, { rows }) => sum + rows, 0)).toBe(600);
  expect(july.length).toBeLessThanOrEqual(15 * 4);
  expect(written).toBeLessThan(600 * 4);
});

test('nothing is merged when there is no time', async () => {
  const days = Array.from({ length: 20 }, () => '2024-08-01');
  const { writer } = await adding(days, (by, store) => compactPiles(by, store, maker, () => true));
  expect(writer.snapshot().files.filter(({ name }) => name.includes('/2024-08/'))).toHaveLength(20);
});

test('a row from the year 9999 does not make the month at hand one that is over', () => {
  const { snapshot } = openLake('/lake', files);
  const file = (month: string, serial: number): LakeFile => ({
    table: 'events',
    name: `events/${month}/${serial}.parquet`,
    sha256: '',
    bytes: 0,
    rows: 1,
    first: null,
    last: null,
    tail: false,
    groups: [],
    days: [],
  });
  const own = [file('9999-12', 0), file('2024-10', 1), file('2024-10', 2)];
  const monthsOf = (clockMarked: number) =>
    nextGroup({ ...snapshot, files: own, counts: { ...snapshot.counts, clock_marked: clockMarked } })?.files;
  expect(monthsOf(1)).toBeUndefined();
  expect(monthsOf(0)).toEqual(own.slice(1));
});

test.each([
  ['rows that do not fit into memory stay where they are', 'Out of Memory Error: failed to pin block', true],
  ['whatever else is wrong is told', 'IO Error: No such file', false],
])('%s', async (_, why, isLeft) => {
  const days = ['2024-04-01', '2024-04-02', '2024-05-01'];
  const { writer, store } = await adding(days, async () => {});
  const failing: TableMaker = {
    ...maker,
    merge: async () => {
      throw new StoreFailed(problem('lake-failed', { why: 'DuckDB' }, { file: '' }), new Error(why));
    },
  };
  const before = writer.snapshot().files;
  const compacted = compactFiles(writer, store, failing, () => false);
  if (!isLeft) return expect(compacted).rejects.toThrow(StoreFailed);
  await compacted;
  expect(writer.snapshot().files).toEqual(before);
});
