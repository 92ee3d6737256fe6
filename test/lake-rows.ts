/** What a lake on disk holds, in an order of its own and without where its rows were read: equal for lakes that mean the same. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuck, parquetFiles } from '../src/store/duck.ts';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';

/** The rows of every table as sorted lines, and the sums. */
export async function lakeRows(lake: string) {
  const { store, snapshot } = openLake(lake, nodeFileSystem);
  const spillFolder = mkdtempSync(join(tmpdir(), 'metsuke-spill-'));
  const duck = await openDuck({ memoryMb: 200, threads: 1, spillFolder });
  const paths = (table: string) =>
    snapshot.files.filter((file) => file.table === table).map(({ name }) => store.path(name));
  const rows = async (table: string) => {
    if (paths(table).length === 0) return [];
    const found = await duck.rows(`SELECT * FROM ${parquetFiles(paths(table))}`);
    const told = found.map((row) =>
      JSON.stringify({ ...row, input: 0, byte: 0 }, (_, value: unknown) =>
        typeof value === 'bigint' ? Number(value) : value,
      ),
    );
    return told.sort();
  };
  const lines = (table: string) =>
    paths(table).flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'));
  const all = {
    events: await rows('events'),
    subjects: await rows('subjects'),
    verdicts: await rows('verdicts'),
    findings: lines('findings').sort(),
    quarantine: lines('quarantine')
      .map((line) => JSON.stringify({ ...(JSON.parse(line) as object), input: '', lake_input: 0 }))
      .sort(),
    counts: snapshot.counts,
  };
  duck.close();
  rmSync(spillFolder, { recursive: true, force: true });
  return all;
}
