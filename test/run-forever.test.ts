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
afterAll(() => {
  for (const one of [world.folder, folder]) rmSync(one, { recursive: true });
});
let serial = 0;

/** Settings, a lake and a folder of logs that nobody has written yet. */
function place(more = '') {
  const home = join(folder, String(serial++));
  const [lake, logs] = [join(home, 'lake'), join(home, 'logs')];
  mkdirSync(logs, { recursive: true });
  const config = join(home, 'metsuke.yaml');
  const settings = [
    `lake: ${lake}`,
    `registers: ${world.registers}`,
    `files: [{ paths: ['${logs}'] }]`,
    'lateness_seconds: 600',
    'idle_seconds: 3600',
    'epoch_seconds: 0.4',
    'operation: { port: off }',
    more,
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
  test('killed again and again while logs are being written, it comes to what one run over them comes to', async () => {
    const { lake, logs, config } = place();
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
});
