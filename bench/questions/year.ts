/** An ordinary year of a town of 400, really judged: how long the year of one person takes again, and all of it. */
import { spawnSync } from 'node:child_process';
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ORDINARY_YEAR } from '../../seeds/town/plan.ts';
import { writeTown } from '../../seeds/town/write.ts';
import { openDuck, parquetFiles } from '../../src/store/duck.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { readLake } from '../../src/store/lake.ts';
import { type Bar, spreadOf } from '../measure/bar.ts';
import { progress } from '../measure/cache.ts';
import { run } from '../measure/child.ts';

const FROM_TO = ['--from', '2024-07-01', '--to', '2025-06-30'];
const NOW = ['--now', '2025-08-01T00:00:00+09:00'];

/** The lake, made once by `metsuke import`; gives back its folder. */
export async function yearLake(folder: string): Promise<string> {
  const lake = join(folder, 'year');
  if (existsSync(lake)) return lake;
  const data = join(folder, 'year-data');
  const unfinished = join(folder, 'year.unfinished');
  rmSync(unfinished, { recursive: true, force: true });
  progress('a year of a town: its log');
  writeTown(data, ORDINARY_YEAR);
  progress('a year of a town: judging it');
  const files = ['--registers', join(data, 'registers'), join(data, 'events.ndjson')];
  await run('bin/metsuke.js', ['import', '--lake', unfinished, '--quiet', ...NOW, ...files], { folder });
  renameSync(unfinished, lake);
  rmSync(data, { recursive: true });
  return lake;
}

/** One person's year again, as `metsuke reexamine` does it from the command line to its end, compiled; and the replay of all. */
export async function yearBars(lake: string, command: string, rounds: number): Promise<Bar[]> {
  const people = await peopleByEvents(lake);
  const bars = [
    personBar(lake, command, 'the median person', people[people.length >> 1], rounds),
    personBar(lake, command, 'the busiest person', people[people.length - 1], rounds),
  ];
  progress('replay');
  // it ends with 4 where a finding differs, which throws
  const { cpuSeconds } = await run('bin/metsuke.js', ['reexamine', '--lake', lake, '--all', ...NOW], {
    folder: join(lake, '..'),
  });
  const { snapshot } = readLake(lake, nodeFileSystem);
  const events = snapshot.counts.accepted;
  return [
    ...bars,
    {
      name: 'replay of a lake through all detectors',
      bound: 300_000,
      isLeast: true,
      unit: 'events/s a core',
      measured: spreadOf([events / cpuSeconds]),
      note: `${events.toLocaleString('en')} events, ${cpuSeconds.toFixed(1)} CPU s, start and comparison included; equal findings`,
    },
  ];
}

interface Person {
  readonly person: string;
  readonly events: number;
}

function personBar(
  lake: string,
  command: string,
  who: string,
  { person, events }: Person,
  rounds: number,
): Bar {
  progress(`a year of ${who}`);
  const args = [
    'reexamine',
    '--lake',
    lake,
    '--principal',
    person,
    ...FROM_TO,
    ...NOW,
    '--dry-run',
    '--json',
  ];
  let judged = 0;
  const seconds = Array.from({ length: rounds }, () => {
    const started = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args]);
    if (status !== 0) throw new Error(`reexamine: ${stderr.toString()}`);
    judged = Number(/"events":(\d+)/.exec(stdout.toString())?.[1]);
    return (performance.now() - started) / 1_000;
  });
  return {
    name: `one person-year judged again, ${who}`,
    bound: 2,
    unit: 's',
    measured: spreadOf(seconds),
    note: `${events.toLocaleString('en')} events of the person, ${judged.toLocaleString('en')} judged; from the command line to its end`,
  };
}

/** Who did how much, least first. */
async function peopleByEvents(lake: string): Promise<Person[]> {
  const { snapshot, store } = readLake(lake, nodeFileSystem);
  const files = snapshot.files.flatMap(({ table, name }) => (table === 'events' ? [store.path(name)] : []));
  const duck = await openDuck({ memoryMb: 512, threads: 1, spillFolder: '' });
  const rows = await duck.rows(
    `SELECT person, count(*) AS events FROM ${parquetFiles(files)} WHERE person IS NOT NULL GROUP BY person ORDER BY events, person`,
  );
  duck.close();
  return rows.map(({ person, events }) => ({ person: String(person), events: Number(events) }));
}
