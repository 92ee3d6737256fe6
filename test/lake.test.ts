import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { openDuck, parquetFiles } from '../src/store/duck.ts';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';
import { nights } from './crash/nights.ts';
import { metsuke } from './metsuke.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const NOW = ['--now', '2024-06-10T00:00:00+09:00', '--lang', 'en'];
const isLong = process.env.METSUKE_CRASH === 'long';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));
let lakes = 0;
const newLake = () => join(folder, `lake-${lakes++}`);

function take(
  command: 'import' | 'detect',
  lake: string,
  files: readonly string[],
  more: readonly string[] = [],
) {
  return metsuke([command, '--lake', lake, '--registers', registers, ...NOW, ...more, ...files]);
}

/** The rows of a lake, without where they were read, in an order of their own. */
async function rowsOf(lake: string) {
  const { store, snapshot } = openLake(lake, nodeFileSystem);
  const duck = await openDuck({
    memoryMb: 200,
    threads: 1,
    spillFolder: mkdtempSync(join(tmpdir(), 'metsuke-spill-')),
  });
  const paths = (table: string) =>
    snapshot.files.filter((file) => file.table === table).map(({ name }) => store.path(name));
  const rows = async (table: string) => {
    const found = await duck.rows(`SELECT * FROM ${parquetFiles(paths(table))}`);
    const told = found.map((row) =>
      JSON.stringify({ ...row, input: 0, byte: 0 }, (_, value: unknown) =>
        typeof value === 'bigint' ? Number(value) : value,
      ),
    );
    return told.sort();
  };
  const lines = paths('findings').flatMap((path) => readFileSync(path, 'utf8').trim().split('\n'));
  const all = {
    events: await rows('events'),
    subjects: await rows('subjects'),
    verdicts: await rows('verdicts'),
    findings: lines.sort(),
    counts: snapshot.counts,
  };
  duck.close();
  return all;
}

const whole = newLake();
const first = await take('import', whole, logs);
const expected = await rowsOf(whole);

describe('a lake on disk', { timeout: 120_000 }, () => {
  test('holds what was imported, and its files are its owner’s only', () => {
    expect([first.code, first.stdout]).toEqual([0, '']);
    expect(expected.events).toHaveLength(expected.counts.accepted);
    expect(JSON.parse(expected.events[0])).toMatchObject({ ref: expect.any(Number) as number, extra: null });
    const open = readdirSync(whole, { recursive: true, encoding: 'utf8' })
      .map((name) => statSync(join(whole, name)).mode & 0o077)
      .filter((rights) => rights !== 0);
    expect(open).toEqual([]);
  });

  test('is the same night by night, and every finding is told', async () => {
    const lake = newLake();
    const told: string[] = [];
    for (const log of logs) told.push(...(await take('detect', lake, [log])).stdout.trim().split('\n'));
    expect(await rowsOf(lake)).toEqual(expected);
    for (const finding of expected.findings) expect(told).toContain(finding);
  });

  test('gets nothing from the same files again', async () => {
    const { code, stderr } = await take('import', whole, logs.toReversed());
    expect([code, stderr]).toEqual([0, expect.stringContaining('Nothing new')]);
    expect(await rowsOf(whole)).toEqual(expected);
  });

  test('is the same however often the process was killed', async () => {
    const lake = newLake();
    const args = [MAIN, 'import', '--quiet', '--lake', lake, '--registers', registers, ...NOW, ...logs];
    for (let delayMs = 300; ; delayMs += isLong ? 7 : 90) if (await finishes(args, delayMs)) break;
    expect(await rowsOf(lake)).toEqual(expected);
  });

  test.skipIf(process.platform === 'win32')(
    'a disk that is full ends the run, and the next one goes on',
    async () => {
      const lake = newLake();
      const args = ['import', '--quiet', '--lake', lake, '--registers', registers, ...NOW, ...logs].map(
        (word) => `'${word}'`,
      );
      for (const blocks of isLong ? [2, 4, 8, 12, 16, 24] : [8, 24]) {
        const limited = `ulimit -f ${blocks}; exec '${process.execPath}' '${MAIN}' ${args.join(' ')}`;
        const { status, stderr } = spawnSync('sh', ['-c', limited], { encoding: 'utf8' });
        expect([status, stderr]).toEqual([74, expect.stringContaining('goes on from the last commit')]);
      }
      expect((await take('import', lake, logs)).code).toBe(0);
      expect(await rowsOf(lake)).toEqual(expected);
    },
  );

  test.each([
    ['a lake that is a file', () => logs[0], 74],
    ['a folder with other things in it', () => folder, 74],
  ])('%s is refused', async (_, lake, code) => {
    expect((await take('import', lake(), [logs[0]])).code).toBe(code);
  });

  test('other settings hold from the next row on, which is said; where those of before are gone they are refused', async () => {
    const lake = newLake();
    expect((await take('detect', lake, [logs[0]])).code).toBe(0);
    const config = join(folder, 'other.yaml');
    writeFileSync(config, 'grace_minutes: 5\ndetectors: { guessed-credentials: { preset: strict } }\n');
    const other = await take('detect', lake, [logs[1]], ['--config', config]);
    expect([other.code, other.stderr]).toEqual([
      0,
      expect.stringMatching(/settings or version have changed \(grace_minutes, guessed-credentials\)/),
    ]);
    expect((await take('detect', lake, [logs[2]], ['--config', config])).stderr).not.toContain(
      'have changed',
    );
    rmSync(join(lake, 'settings'), { recursive: true });
    const { code, stderr } = await take('detect', lake, [logs[2]]);
    expect([code, stderr]).toEqual([78, expect.stringContaining('bring the file back')]);
  });

  test('a commit that was changed is noticed before anything is written', async () => {
    const lake = newLake();
    await take('import', lake, [logs[0]]);
    const commit = join(lake, 'commits/000000000/000000000001.json');
    writeFileSync(commit, readFileSync(commit, 'utf8').replace('"written_at":"2', '"written_at":"1'));
    expect((await take('import', lake, [logs[1]])).code).toBe(4);
  });
});

/** Runs a process and kills it after a while; whether it came to its end before. */
function finishes(args: readonly string[], delayMs: number): Promise<boolean> {
  const child = spawn(process.execPath, args, { stdio: 'ignore' });
  const timer = setTimeout(() => child.kill('SIGKILL'), delayMs);
  return new Promise((resolve) => {
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0);
    });
  });
}

/** Calls that change a disk, at any of which strace can kill a process. */
const CALLS = 'write,pwrite64,writev,fsync,fdatasync,openat,ftruncate,link,linkat,unlink,unlinkat,mkdir';
const hasStrace = spawnSync('strace', ['-V']).status === 0;

/** The long form: a process killed at one system call after another. */
function killedAtSystemCalls(): void {
  test('leaves a lake that is the same in the end', async () => {
    for (let n = 1; n < 1_500; n += 37) {
      const lake = newLake();
      const args = [MAIN, 'import', '--quiet', '--lake', lake, '--registers', registers, ...NOW, ...logs];
      const inject = `inject=${CALLS}:signal=KILL:when=${n}`;
      spawnSync('strace', [
        '-f',
        '-qq',
        '-o',
        '/dev/null',
        '-e',
        `trace=${CALLS}`,
        '-e',
        inject,
        process.execPath,
        ...args,
      ]);
      expect((await take('import', lake, logs)).code).toBe(0);
      expect([n, await rowsOf(lake)]).toEqual([n, expected]);
      rmSync(lake, { recursive: true });
    }
  });
}
if (isLong && hasStrace)
  describe('a process killed at a system call', { timeout: 3_600_000 }, killedAtSystemCalls);
