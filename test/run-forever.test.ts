import { type ChildProcess, spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';
import { nights } from './crash/nights.ts';
import { lakeRows } from './lake-rows.ts';
import { metsuke } from './metsuke.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const world = nights();
const folder = mkdtempSync(join(tmpdir(), 'metsuke-run-'));
const started: ChildProcess[] = [];
afterAll(() => {
  for (const child of started) child.kill('SIGKILL');
  for (const one of [world.folder, folder]) rmSync(one, { recursive: true });
});
let serial = 0;

/** Settings, a lake and a folder of logs that nobody has written yet. */
function place(more = '', port: number | 'off' = 'off') {
  const home = join(folder, String(serial++));
  const [lake, logs] = [join(home, 'lake'), join(home, 'logs')];
  mkdirSync(logs, { recursive: true });
  const config = join(home, 'metsuke.yaml');
  const settings = [
    `lake: ${lake}`,
    ...(more === '' ? [`registers: ${world.registers}`] : [more]),
    `files: [{ paths: ['${logs}'] }]`,
    'lateness_seconds: 600',
    'idle_seconds: 3600',
    'epoch_seconds: 0.4',
    `operation: { port: ${port} }`,
  ];
  writeFileSync(config, `${settings.join('\n')}\n`);
  return { lake, logs, config };
}

/** A process that runs, and what it says. */
function start(config: string, more: readonly string[] = []) {
  const child: ChildProcess = spawn(process.execPath, [
    MAIN,
    'run',
    '--config',
    config,
    '--lang',
    'en',
    ...more,
  ]);
  started.push(child);
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { kill: (signal: NodeJS.Signals) => child.kill(signal), ended, said: () => said };
}

/** Waits for something that will be so. */
async function until(isSo: () => boolean, seconds = 60): Promise<void> {
  for (const end = Date.now() + seconds * 1_000; !isSo(); await pause(50))
    if (Date.now() > end) throw new Error('it did not come to pass');
}

const read = (lake: string) => openLake(lake, nodeFileSystem).snapshot.counts.read;
const isBegun = (one: { said(): string }) => until(() => one.said().includes('took over'));

/** What one nightly run makes of the same files. */
async function expected() {
  const lake = join(folder, 'expected');
  const args = ['--registers', world.registers, '--now', '2030-01-01T00:00:00Z'];
  await metsuke(['detect', '--lake', lake, ...args, ...world.files]);
  return lakeRows(lake);
}

describe('metsuke run', { timeout: 180_000 }, () => {
  test('killed again and again while logs are being written, in three threads, it comes to what one run in one comes to', async () => {
    const { lake, logs, config } = place(`registers: ${world.registers}\nworkers: 3`);
    let one = start(config);
    await isBegun(one);
    let seed = 7;
    const chance = (below: number) => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    let kills = 0;
    for (const file of world.files) {
      const bytes = readFileSync(file);
      for (let at = 0; at < bytes.length; ) {
        const end = Math.min(bytes.length, at + 500 + chance(1_500));
        appendFileSync(join(logs, basename(file)), bytes.subarray(at, end));
        at = end;
        await pause(50 + chance(250));
        if (kills >= 5 || chance(3) > 0) continue;
        kills++;
        one.kill('SIGKILL');
        await one.ended;
        one = start(config);
      }
    }
    const rows = world.files.reduce(
      (sum, file) => sum + readFileSync(file, 'utf8').trim().split('\n').length,
      0,
    );
    await until(() => read(lake) === rows);
    const asked = Date.now();
    one.kill('SIGTERM');
    expect([await one.ended, Date.now() - asked < 5_000, kills]).toEqual([0, true, 5]);
    await metsuke(['detect', '--lake', lake, ...world.files]);
    expect(await lakeRows(lake)).toEqual(await expected());
  });

  test('a helper beside it makes rows of the lake, and the lake is the same', async () => {
    const { lake, logs, config } = place(`registers: ${world.registers}\nshared_rows: 3`, 0);
    const one = start(config);
    await isBegun(one);
    const helper = start(config, ['--helper']);
    await until(() => helper.said().includes('helping'));
    await pause(500);
    for (const file of world.files) {
      appendFileSync(join(logs, basename(file)), readFileSync(file));
      await pause(600);
    }
    const rows = world.files.reduce(
      (sum, file) => sum + readFileSync(file, 'utf8').trim().split('\n').length,
      0,
    );
    await until(() => read(lake) === rows);
    const { host, port } = JSON.parse(/.*"listening".*/.exec(one.said())?.[0] ?? '{}');
    const metrics = await (await fetch(`http://${host}:${port}/metrics`)).text();
    expect(Number(/^metsuke_borrowed_rows_total (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(0);
    helper.kill('SIGTERM');
    one.kill('SIGTERM');
    expect([await helper.ended, await one.ended]).toEqual([0, 0]);
    await metsuke(['detect', '--lake', lake, ...world.files]);
    expect(await lakeRows(lake)).toEqual(await expected());
  });

  test('a new delivery of registers comes into force while it runs; half a file does not', async () => {
    const registers = join(folder, `registers-${serial}`);
    mkdirSync(registers);
    writeFileSync(join(registers, 'people.csv'), 'principal,unit\nP1,water\n');
    const { lake, logs, config } = place(`registers: ${registers}`);
    const one = start(config);
    await isBegun(one);
    const deliveries = () => openLake(lake, nodeFileSystem).snapshot.registers;
    expect(deliveries()?.number).toBe(1);
    writeFileSync(join(registers, 'people.csv'), 'principal,unit\nP1,water\nP2,"ta');
    await until(() => one.said().includes('cut off'));
    expect(deliveries()?.number).toBe(1);
    writeFileSync(join(registers, 'people.csv'), 'principal,unit\nP2,tax\n');
    await until(() => deliveries()?.number !== 1);
    const file = deliveries()?.files[0];
    const log = readFileSync(join(lake, 'registers', file?.sha256 ?? ''), 'utf8')
      .trim()
      .split('\n');
    expect(log.map((line) => JSON.parse(line) as object)).toEqual([
      { principal: 'P1', unit: 'water' },
      { principal: 'P2', unit: 'tax', recorded_at: expect.any(String) as string },
      { principal: 'P1', unit: 'water', recorded_at: expect.any(String) as string, withdrawn: 'yes' },
    ]);
    writeFileSync(join(logs, 'a.log'), readFileSync(world.files[0]));
    await until(() => read(lake) > 0);
    one.kill('SIGTERM');
    expect(await one.ended).toBe(0);
  });

  test('rows that come late are judged, marked, and examined again while it runs', async () => {
    const { lake, logs, config } = place();
    const row = (n: number, minute: number, hour = 10) =>
      JSON.stringify({
        time: `2024-05-30T${hour}:${String(minute).padStart(2, '0')}:00+09:00`,
        id: `n${n}`,
        system: 'resident',
        action: 'view',
        actor: 'sato',
        subject: `R${n}`,
      });
    const rows = Array.from({ length: 60 }, (_, n) => row(n, n));
    const late = Array.from({ length: 20 }, (_, n) => row(100 + n, n));
    writeFileSync(join(logs, 'a.log'), [...rows, ...late, row(200, 30, 11), ''].join('\n'));
    const one = start(config);
    const chain = () => openLake(lake, nodeFileSystem).chain.map(({ commit }) => commit);
    await isBegun(one);
    await until(() => chain().some(({ kind }) => kind === 'reexamination'));
    one.kill('SIGTERM');
    expect([await one.ended, chain().at(-1)?.counts.late]).toEqual([0, 20]);
  });

  test('another one that takes the lake over ends it, and goes on', async () => {
    const { lake, logs, config } = place();
    const first = start(config);
    await isBegun(first);
    const second = start(config);
    await isBegun(second);
    writeFileSync(join(logs, 'a.log'), readFileSync(world.files[0]));
    expect([await first.ended, first.said()]).toEqual([1, expect.stringContaining('taken over')]);
    await until(() => read(lake) > 0);
    second.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  test.each([
    ['no settings', [], 2, '--config'],
    ['settings without a lake', ['files: [{ paths: [logs] }]'], 78, 'lake: '],
    ['settings without logs', ['lake: lake'], 78, 'files: '],
    ['a misspelt key', ['lake: lake', 'file: x'], 78, 'files'],
    ['settings that are not there', null, 74, 'metsuke.yaml'],
  ] as const)('%s: says what to add', async (name, lines, code, what) => {
    const home = mkdtempSync(join(folder, 'wrong-'));
    const config = join(home, 'metsuke.yaml');
    if (lines !== null) writeFileSync(config, `${lines.join('\n')}\n`);
    const args = name === 'no settings' ? [] : ['--config', config];
    const ran = await metsuke(['run', '--lang', 'en', ...args], { cwd: home });
    expect([ran.code, ran.stderr]).toEqual([code, expect.stringContaining(what)]);
  });
});
