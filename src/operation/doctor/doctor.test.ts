import { chmodSync, cpSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { nights } from '../../../test/crash/nights.ts';
import { metsuke } from '../../../test/metsuke.ts';
import { LOST_WITHOUT } from '../../pipeline/unjudged.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { type Lake, readLake } from '../../store/lake.ts';
import { diagnoseDisk } from './disk.ts';
import { diagnose } from './doctor.ts';
import { type Machine, type Space, thisMachine } from './machine.ts';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));
const LAKE = join(folder, 'lake');
const NOW = ['--now', '2024-06-10T00:00:00+09:00'];
const imported = await metsuke(['import', '--lake', LAKE, '--registers', registers, ...NOW, ...logs]);
chmodSync(registers, 0o700);
for (const name of nodeFileSystem.list(registers)) chmodSync(join(registers, name), 0o600);

const ROOMY: Space = { freeBytes: 50e9, totalBytes: 100e9, freeFiles: 1e6, filesMax: 2e6, kind: 0xef53 };
const HEALTHY: Machine = { ...thisMachine, space: () => ROOMY, memoryBytes: 8e9, nodeVersion: '24.1.0' };

interface Look {
  machine?: Partial<Machine>;
  space?: Partial<Space>;
  lake?: string | null;
  registers?: string | null;
  settings?: Record<string, unknown>;
}

/** `grade code` of everything that is not good, missing registers left out. */
async function complaints({ machine, space, settings = {}, ...look }: Look): Promise<string[]> {
  const { diagnoses } = await diagnose({
    machine: { ...HEALTHY, space: () => ({ ...ROOMY, ...space }), ...machine },
    lake: LAKE,
    keys: null,
    registers: null,
    lost: LOST_WITHOUT,
    settings: config.parse(settings),
    ...look,
  });
  return diagnoses.flatMap(({ grade, problem }) =>
    problem === null || problem.code === 'register-missing' ? [] : [`${grade} ${problem.code}`],
  );
}

let copies = 0;
function copyOfLake(change: (path: string) => void): string {
  const copy = join(folder, `copy-${copies++}`);
  cpSync(LAKE, copy, { recursive: true });
  change(copy);
  return copy;
}

const aParquet = (lake: string) => {
  const { snapshot, store } = readLake(lake, nodeFileSystem);
  return store.path(snapshot.files.find(({ table }) => table === 'events')?.name ?? '');
};

const nowMs = Date.now();
const writtenMs = Date.parse(readLake(LAKE, nodeFileSystem).chain.at(-1)?.commit.written_at ?? '');
const HOUR_MS = 3_600_000;
const days = (count: number) => new Date(nowMs - count * 24 * HOUR_MS - HOUR_MS);

describe('the doctor', () => {
  test('finds a fresh lake well, but for the rows that were refused', async () => {
    expect(imported.code).toBe(0);
    expect(await complaints({})).toEqual(['note lake-quarantine']);
    expect(await complaints({ lake: null })).toEqual([]);
  });

  test.each<[string, Look, string]>([
    ['little room', { space: { freeBytes: 1e9 - 1 } }, 'bad disk-full'],
    ['few files left', { space: { freeFiles: 19_999 } }, 'note disk-inodes'],
    ['hardly a file left', { space: { freeFiles: 999 } }, 'bad disk-inodes'],
    ['a Windows share', { space: { kind: 0xfe534d42 } }, 'bad disk-unfit'],
    ['an old Node.js', { machine: { nodeVersion: '22.17.9' } }, 'bad node-old'],
    ['little memory', { machine: { memoryBytes: 2e9 } }, 'note memory-small'],
    ['no right to write', { machine: { mayWrite: () => false } }, 'bad rights-write'],
    ['a clock that went back', { machine: { nowMs: () => nowMs - HOUR_MS } }, 'bad clock-back'],
    ['a clock that was never set', { machine: { nowMs: () => 0 } }, 'bad clock-unset'],
    ['no lake', { lake: join(folder, 'nothing') }, 'bad lake-absent'],
  ])('tells of %s', async (_, look, complaint) => {
    expect(await complaints(look)).toContain(complaint);
  });

  test.each<[string, Look]>([
    ['room for what it needs', { space: { freeBytes: 1e9 } }],
    ['files enough', { space: { freeFiles: 20_000 } }],
    ['a file system without a bound on files', { space: { freeFiles: 0, filesMax: 0 } }],
    ['the oldest Node.js that will do', { machine: { nodeVersion: '22.18.0' } }],
    ['a clock five seconds behind the newest commit', { machine: { nowMs: () => writtenMs - 5_000 } }],
  ])('is content with %s', async (_, look) => {
    expect(await complaints(look)).toEqual(['note lake-quarantine']);
  });

  test('tells of files that others may read, and that are gone or cut', async () => {
    const open = copyOfLake((lake) => chmodSync(aParquet(lake), 0o640));
    expect(await complaints({ lake: open })).toContain('bad rights-open');
    const gone = copyOfLake((lake) => rmSync(aParquet(lake)));
    expect(await complaints({ lake: gone })).toContain('bad lake-file-lost');
    const short = copyOfLake((lake) => truncateSync(aParquet(lake), 5));
    expect(await complaints({ lake: short })).toContain('bad lake-file-lost');
  });

  test('tells of a lost key, of a lake without a seal, and of a chain that was altered', async () => {
    const keyless = copyOfLake((lake) => rmSync(join(lake, 'keys'), { recursive: true }));
    expect(await complaints({ lake: keyless })).toContain('bad seal-key-missing');
    const unsealed = copyOfLake((lake) => rmSync(join(lake, 'seals'), { recursive: true }));
    expect(await complaints({ lake: unsealed })).toContain('note seal-none');
    const altered = copyOfLake((lake) => {
      const name = nodeFileSystem
        .list(join(lake, 'commits'))
        .flatMap((entry) =>
          entry.endsWith('.json')
            ? [entry]
            : nodeFileSystem.list(join(lake, 'commits', entry)).map((file) => join(entry, file)),
        )
        .sort()[0];
      writeFileSync(join(lake, 'commits', name), '{}');
    });
    expect(await complaints({ lake: altered })).toContain('bad lake-damaged');
  });

  test('tells of cases that are too old, and of rows that do not fit', async () => {
    const old = join(folder, 'old-registers');
    cpSync(registers, old, { recursive: true });
    chmodSync(old, 0o700);
    utimesSync(join(old, 'cases.csv'), days(46), days(46));
    expect(await complaints({ lake: null, registers: old })).toEqual(['note register-old']);
    utimesSync(join(old, 'cases.csv'), days(45), days(45));
    expect(await complaints({ lake: null, registers: old })).toEqual([]);
    const settings = { freshness_days: { people: 10 } };
    utimesSync(join(old, 'people.csv'), days(11), days(11));
    expect(await complaints({ lake: null, registers: old, settings })).toEqual(['note register-old']);
    writeFileSync(join(old, 'shops.csv'), 'shop\n', { mode: 0o600 });
    expect(await complaints({ lake: null, registers: old })).toEqual(['note register-file-unknown']);
    chmodSync(join(old, 'people.csv'), 0o644);
    expect(await complaints({ lake: null, registers: old })).toContain('note rights-registers');
  });

  test('foretells when the disk is full, from how the lake has grown', () => {
    const lake = readLake(LAKE, nodeFileSystem);
    const [first, ...later] = lake.chain;
    const bytes = later
      .flatMap(({ commit }) => commit.files)
      .reduce((sum, file) => sum + (file.tail ? 0 : file.bytes), 0);
    const aged = { ...first, commit: { ...first.commit, written_at: days(24).toISOString() } };
    const last = later.at(-1) ?? first;
    const newest = { ...last, commit: { ...last.commit, written_at: days(0).toISOString() } };
    const grown: Lake = { ...lake, chain: [aged, ...later.slice(0, -1), newest] };
    const left = (daysLeft: number) =>
      diagnoseDisk(
        { ...HEALTHY, space: () => ({ ...ROOMY, freeBytes: 1e9 + Math.ceil((bytes / 24) * daysLeft) + 1 }) },
        LAKE,
        grown,
      ).map(({ grade, problem }) => `${grade} ${problem?.code}`);
    expect(left(30)).not.toContain('note disk-days');
    expect(left(29)).toContain('note disk-days');
    expect(left(3)).toContain('note disk-days');
    expect(left(2)).toContain('bad disk-days');
  });
});

describe('metsuke doctor', () => {
  const doctor = (...args: string[]) => metsuke(['doctor', '--lang', 'en', ...args]);

  test('says what is well, and what to do about the rest', async () => {
    const { code, stdout } = await doctor('--lake', LAKE);
    expect(code).toBe(0);
    expect(stdout).toContain('Lake       ✓ commit');
    expect(stdout).toMatch(/3 rows could not be read[\s\S]+→ See why with metsuke quarantine list/);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each<[string, number, () => string[]]>([
    ['1 where something is to be mended', 1, () => ['--lake', copyOfLake((lake) => chmodSync(lake, 0o750))]],
    ['4 where data is gone', 4, () => ['--lake', copyOfLake((lake) => rmSync(aParquet(lake)))]],
    ['74 where there is no lake', 74, () => ['--lake', join(folder, 'nothing')]],
    [
      '78 where the settings are wrong',
      78,
      () => {
        writeFileSync(join(folder, 'wrong.yaml'), 'operation:\n  prot: 1\n');
        return ['--config', join(folder, 'wrong.yaml')];
      },
    ],
    [
      '0 where other settings will hold from the next row on',
      0,
      () => {
        writeFileSync(join(folder, 'other.yaml'), 'grace_minutes: 5\n');
        return ['--config', join(folder, 'other.yaml'), '--lake', LAKE];
      },
    ],
  ])('ends with %s', async (_, code, args) => {
    expect((await doctor(...args())).code).toBe(code);
  });

  test('says the same to machines', async () => {
    const { code, stdout } = await doctor('--json', '--lake', LAKE, '--config', join(folder, 'wrong.yaml'));
    const told = JSON.parse(stdout) as { exit: number; diagnoses: { area: string; code: string | null }[] };
    expect([code, told.exit]).toEqual([78, 78]);
    expect(told.diagnoses[0]).toMatchObject({
      area: 'configuration',
      grade: 'bad',
      code: 'config-key-misspelt',
      place: { line: 2, column: 3 },
    });
  });
});
