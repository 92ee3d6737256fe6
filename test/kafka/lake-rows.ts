/** What a lake holds, as sorted lines that can be compared: without where rows were read, and without the rows that carry time on. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDuck, parquetFiles } from '../../src/store/duck.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { END_ID } from './stream.ts';

/** The tables of a lake. */
export interface LakeRows {
  readonly events: readonly string[];
  readonly subjects: readonly string[];
  readonly verdicts: readonly string[];
  readonly findings: readonly string[];
  readonly quarantine: readonly string[];
}

/** Reads all of it. */
export async function lakeRows(folder: string): Promise<LakeRows> {
  const { store, snapshot } = openLake(folder, nodeFileSystem);
  const spillFolder = mkdtempSync(join(tmpdir(), 'metsuke-rows-'));
  const duck = await openDuck({ memoryMb: 200, threads: 1, spillFolder });
  const files = snapshot.files.filter(({ tail }) => !tail);
  const paths = (table: string) =>
    files.filter((file) => file.table === table).map(({ name }) => store.path(name));
  const lines = (table: string) =>
    paths(table).flatMap((path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter((line) => line !== ''),
    );
  const rows = async (table: string) => {
    if (paths(table).length === 0) return [];
    const found = await duck.rows(`SELECT * FROM ${parquetFiles(paths(table))}`);
    return found
      .filter(({ id, event }) => !String(id ?? event).includes(END_ID))
      .map((row) => text({ ...row, input: 0, byte: 0 }))
      .sort();
  };
  try {
    return {
      events: await rows('events'),
      subjects: await rows('subjects'),
      verdicts: await rows('verdicts'),
      findings: lines('findings')
        .filter((line) => !line.includes(END_ID))
        .sort(),
      // where a row stood differs between a file and a topic; what it was and what was wrong with it does not
      quarantine: lines('quarantine')
        .map((line) => JSON.parse(line) as { code: string; raw: string })
        .map(({ code, raw }) => `${code} ${raw}`)
        .sort(),
    };
  } finally {
    duck.close();
    rmSync(spillFolder, { recursive: true, force: true });
  }
}

function text(row: object): string {
  return JSON.stringify(row, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}
