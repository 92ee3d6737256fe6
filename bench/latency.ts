/** From the row that is appended to a followed file until its finding is at a receiver: early and committed. */
import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Finding } from '../schemas/finding.ts';
import type { Rounds } from './bars.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { progress } from './measure/cache.ts';

const PROGRAM = fileURLToPath(new URL('../bin/metsuke.js', import.meta.url));
const TICK_MS = 50;
const TICKS = 400;
const ROWS_A_TICK = 50;
/** One row in so many is of somebody who has left: a finding each. */
const LEAVERS_EVERY = 20;
const LEAVERS = (TICKS * ROWS_A_TICK) / LEAVERS_EVERY;
const EPOCH_SECONDS = 2;

/** Latencies without lateness, and with that of `run`. */
export async function latencyBars({ folder }: Rounds): Promise<Bar[]> {
  const bars: Bar[] = [];
  for (const latenessSeconds of [0, 5]) {
    progress(`a row until its finding, lateness ${latenessSeconds} s`);
    const { early, committed } = await measured(join(folder, `latency-${latenessSeconds}`), latenessSeconds);
    const name = `row appended until its finding is received, lateness ${latenessSeconds} s`;
    bars.push(
      bar(`${name}: early, p99`, early, 1), // a leaver needs no order
      bar(`${name}: committed, p99`, committed, latenessSeconds + 1 + EPOCH_SECONDS),
    );
  }
  return bars;
}

function bar(name: string, seconds: number[], bound: number): Bar {
  const sorted = seconds.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? Number.NaN;
  const rate = (ROWS_A_TICK * 1_000) / TICK_MS;
  const note = `p50 ${at(0.5).toFixed(2)} s, ${sorted.length} findings at ${rate} rows/s`;
  return { name, bound, unit: 's', measured: spreadOf([at(0.99)]), note };
}

async function measured(folder: string, latenessSeconds: number) {
  const begun = new Map<string, number>();
  const early: number[] = [];
  const committed: number[] = [];
  const seen = new Set<string>();
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      response.end();
      const isEarly = request.headers['x-metsuke-early'] !== undefined;
      for (const line of body.trim().split('\n')) {
        const { actor } = JSON.parse(line) as Finding;
        const began = begun.get(actor ?? '');
        if (began === undefined || seen.has(`${isEarly} ${actor}`)) continue;
        seen.add(`${isEarly} ${actor}`);
        (isEarly ? early : committed).push((performance.now() - began) / 1_000);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const log = join(folder, 'log.ndjson');
  prepare(folder, log, latenessSeconds, `http://127.0.0.1:${port}/`);
  const child = spawn(process.execPath, [PROGRAM, 'run', '--config', join(folder, 'metsuke.yaml')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  await new Promise((resolve) => child.stderr.once('data', resolve));
  child.stderr.resume();
  await sleep(2_000);
  for (let tick = 0; tick < TICKS; tick++) {
    appendFileSync(log, rowsOf(tick, begun));
    await sleep(TICK_MS);
  }
  for (let waited = 0; committed.length < LEAVERS && waited < 30; waited++) {
    appendFileSync(log, rowOf(`end-${waited}`, 'staff-0')); // time goes on
    await sleep(1_000);
  }
  child.kill('SIGTERM');
  await new Promise((resolve) => child.once('exit', resolve));
  server.closeAllConnections();
  server.close();
  if (early.length < LEAVERS || committed.length < LEAVERS)
    throw new Error(`${early.length} early and ${committed.length} committed findings of ${LEAVERS}`);
  return { early, committed };
}

function prepare(folder: string, log: string, latenessSeconds: number, url: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, 'registers'), { recursive: true });
  const leavers = Array.from({ length: LEAVERS }, (_, n) => n);
  const people = ['principal,ended', 'S0,', ...leavers.map((n) => `L${n},2020-01-01`)];
  const accounts = ['account,system,principal', 'staff-0,,S0', ...leavers.map((n) => `leaver-${n},,L${n}`)];
  writeFileSync(join(folder, 'registers', 'people.csv'), `${people.join('\n')}\n`);
  writeFileSync(join(folder, 'registers', 'accounts.csv'), `${accounts.join('\n')}\n`);
  writeFileSync(log, rowOf('first', 'staff-0'));
  const settings = {
    lake: join(folder, 'lake'),
    registers: join(folder, 'registers'),
    files: [{ paths: [log] }],
    lateness_seconds: latenessSeconds,
    epoch_seconds: EPOCH_SECONDS,
    operation: { port: 'off' },
    outputs: { webhooks: { early: { url, early: true }, committed: { url } } },
  };
  writeFileSync(join(folder, 'metsuke.yaml'), JSON.stringify(settings));
}

function rowsOf(tick: number, begun: Map<string, number>): string {
  const rows = Array.from({ length: ROWS_A_TICK }, (_, n) => {
    const row = tick * ROWS_A_TICK + n;
    if (row % LEAVERS_EVERY > 0) return rowOf(String(row), 'staff-0');
    const actor = `leaver-${row / LEAVERS_EVERY}`;
    begun.set(actor, performance.now());
    return rowOf(String(row), actor);
  });
  return rows.join('');
}

function rowOf(id: string, actor: string): string {
  const time = new Date().toISOString();
  return `${JSON.stringify({ time, system: 'admin', source: 'ad', id, actor, action: 'login' })}\n`;
}
