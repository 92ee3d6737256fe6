/**
 * A large lake, made once: its rows come from SQL instead of from judging, everything else is the store's own: files are adopted, hashed and
 * committed month by month by the writer, and sealed at the end. A lake that is half done goes on.
 */
import { rmSync } from 'node:fs';
import type { LakeFile } from '../../schemas/commit.ts';
import { hashText } from '../../src/core/hash.ts';
import { parseInstant } from '../../src/core/time.ts';
import { type Duck, openDuck } from '../../src/store/duck.ts';
import { adopted, type EpochRows, withFooter } from '../../src/store/epoch-rows.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { type Lake, openLake } from '../../src/store/lake.ts';
import { duckMaker, parquetOf } from '../../src/store/parquet-maker.ts';
import { openKeys, sealLake } from '../../src/store/seals/seal-lake.ts';
import { type LakeWriter, takeOver } from '../../src/store/writer.ts';
import { progress } from '../measure/cache.ts';
import { principalsOf, registersOf } from './registers.ts';
import { drawnSql, type LakeMonth, type LakePlan, MADE_TABLES, monthsOf, tableSql } from './rows.ts';

const MEMORY_MB = 4_096;
const NOW = parseInstant('2025-01-01T00:00:00+09:00');
const CLOCK = () => '2025-01-01T00:00:00+09:00';

/** Makes what is missing of the lake in `folder`. */
export async function buildLake(folder: string, plan: LakePlan): Promise<void> {
  const lake = openLake(folder, nodeFileSystem);
  const months = monthsOf(plan);
  const done = lake.snapshot.files.filter(({ table }) => table === 'events').length;
  if (done === months.length) return;
  const spillFolder = `${folder}.spill`;
  const maker = duckMaker(spillFolder);
  const duck = await openDuck({ memoryMb: MEMORY_MB, threads: 2, spillFolder });
  try {
    await duck.run('CREATE TABLE keys (person VARCHAR, who BIGINT)');
    const keys = principalsOf(plan).map((name) => `('${name}', ${hashText(name)})`);
    await duck.run(`INSERT INTO keys VALUES ${keys.join(', ')}`);
    const registers = [...registersOf(plan)].map(([register, text]) => ({
      register,
      file: `${register}.csv`,
      bytes: Buffer.from(text),
    }));
    const versions = { metsuke: 'bench', detectors: {}, settings: '0'.repeat(64) };
    const writer = takeOver(lake, { versions, registers, now: NOW, clock: CLOCK, maker });
    for (const month of months.slice(done)) {
      progress(`making ${month.name} of ${plan.events.toLocaleString('en')} events`);
      await addMonth(lake, writer, duck, plan, month);
    }
    sealLake({
      store: lake.store,
      keys: openKeys(`${folder}.keys`, nodeFileSystem),
      now: NOW,
      mayRenew: true,
    });
  } finally {
    duck.close();
    maker.close();
    rmSync(spillFolder, { recursive: true, force: true });
  }
}

/** One month as an epoch. */
async function addMonth(
  lake: Lake,
  writer: LakeWriter,
  duck: Duck,
  plan: LakePlan,
  month: LakeMonth,
): Promise<void> {
  const number = String(writer.snapshot().number + 1).padStart(12, '0');
  const files: LakeFile[] = [];
  await duck.run(drawnSql(plan, month));
  for (const [serial, table] of MADE_TABLES.entries()) {
    const scratch = lake.store.scratch();
    const made = await parquetOf(duck, table, tableSql(table), scratch);
    const file = adopted(
      lake.store,
      table,
      `${table}/${month.name}/${number}-${serial}.parquet`,
      scratch,
      withFooter(made),
    );
    const days = table === 'events' ? await daysOf(duck, lake.store.path(file.name)) : [];
    files.push({ ...file, ...(await spanOf(duck, lake.store.path(file.name))), days });
  }
  const { counts } = writer.snapshot();
  const read = counts.read + month.events;
  await writer.commit({
    rows: finished(files),
    tail: finished([]),
    inputs: [],
    counts: { ...counts, read, accepted: read },
    kept: { kind: 'state', file: new Uint8Array(0) },
  });
}

/** Rows that are files already. */
function finished(files: LakeFile[]): EpochRows {
  const nothing = () => {};
  return {
    event: nothing,
    raw: nothing,
    verdict: nothing,
    finding: nothing,
    quarantine: nothing,
    replayed: nothing,
    adopt: () => {},
    ready: async () => {},
    finish: async () => files,
  };
}

async function spanOf(duck: Duck, path: string): Promise<Pick<LakeFile, 'first' | 'last'>> {
  const [row] = await duck.rows(
    `SELECT epoch_us(min("time")) AS first, epoch_us(max("time")) AS last FROM read_parquet('${path}')`,
  );
  return { first: Number(row.first), last: Number(row.last) };
}

async function daysOf(duck: Duck, path: string): Promise<LakeFile['days']> {
  const found = await duck.rows(
    `SELECT strftime(make_timestamp(epoch_us("time") + 32400000000), '%Y-%m-%d') AS day, count(*) AS events,
       count(*) FILTER (action = 'list') AS unnamed, coalesce(sum(records - 1) FILTER (action = 'list'), 0) AS unnamed_records
     FROM read_parquet('${path}') GROUP BY day ORDER BY day`,
  );
  return found.map(({ day, events, unnamed, unnamed_records: records }) => ({
    day: String(day),
    system: 'resident',
    source: 'juki',
    events: Number(events),
    unnamed: Number(unnamed),
    unnamed_records: Number(records),
  }));
}
