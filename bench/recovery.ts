/** How soon a process is ready that goes on where another one died: with the state of a million different accounts, devices' users and residents. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { formatInstant, MILLISECOND, parseInstant } from '../src/core/time.ts';
import type { Rounds } from './bars.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { cached, progress } from './measure/cache.ts';
import { lineFile } from './measure/line-file.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const KEYS = 1_000_000;
const START = parseInstant('2024-05-13T09:00:00+09:00');
const PORT = 19_474;
const POLL_MS = 20;
const TICKS_A_SECOND = 100;

/** From the start of the process to its readiness. */
export async function recoveryBars({ rounds, folder }: Rounds): Promise<Bar[]> {
  const made = cached(`recovery-${KEYS}`, makeLake);
  const wall: number[] = [];
  const cpu: number[] = [];
  for (let round = 1; round <= rounds; round++) {
    progress(`recovery, round ${round} of ${rounds}`);
    const own = join(folder, 'recovery');
    rmSync(own, { recursive: true, force: true });
    cpSync(made, own, { recursive: true });
    const measured = await recovered(own);
    wall.push(measured.wallSeconds);
    cpu.push(measured.cpuSeconds);
    rmSync(own, { recursive: true });
  }
  const note = `${spreadOf(cpu).median.toFixed(1)} CPU s; ${KEYS.toLocaleString('en')} accounts and as many residents`;
  return [
    { name: 'ready after a crash, a million live keys', bound: 5, unit: 's', measured: spreadOf(wall), note },
  ];
}

/** A lake whose engine holds every account and every resident. */
function makeLake(folder: string): void {
  const events = join(folder, 'events.ndjson');
  const file = lineFile(events);
  for (let i = 0; i < KEYS; i++) {
    const who = (i * 7_919) % 1_000_003;
    const time = formatInstant(START + i * 60 * MILLISECOND);
    const place = `"device":"PC-${who % 300_000}","ip":"10.${who >> 16}.${(who >> 8) & 255}.${who & 255}","site":"s${who % 50}"`;
    file.line(
      `{"time":"${time}","id":"k${i}","system":"resident","action":"view","actor":"u${who}",${place},"subject":"R${who}","data_class":"resident-basic"}`,
    );
  }
  file.close();
  const args = ['detect', '--lake', join(folder, 'lake'), '--keys', join(folder, 'keys'), events];
  execFileSync(process.execPath, [MAIN, ...args], { stdio: 'ignore' });
  rmSync(events);
}

async function recovered(folder: string): Promise<{ wallSeconds: number; cpuSeconds: number }> {
  const config = join(folder, 'metsuke.yaml');
  mkdirSync(join(folder, 'logs'), { recursive: true });
  const lines = [
    `lake: ${join(folder, 'lake')}`,
    `keys: ${join(folder, 'keys')}`,
    `files: [{ paths: [${join(folder, 'logs')}] }]`,
    `operation: { port: ${PORT} }`,
  ];
  writeFileSync(config, lines.join('\n'));
  const started = performance.now();
  const child = spawn(process.execPath, [MAIN, 'run', '--config', config, '--quiet'], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  try {
    while (!(await isReady())) {
      if (child.exitCode !== null) throw new Error(`run ended with ${child.exitCode}`);
      await wait(POLL_MS);
    }
    return { wallSeconds: (performance.now() - started) / 1_000, cpuSeconds: cpuSecondsOf(child.pid ?? 0) };
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${PORT}/readyz`)).ok;
  } catch {
    return false; // nobody listens yet
  }
}

/** Linux only. */
function cpuSecondsOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}
