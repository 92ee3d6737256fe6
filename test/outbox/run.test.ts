/** The real command with real outputs: killed while findings are on their way, they all arrive. */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { formatInstant, parseInstant, SECOND } from '../../src/core/time.ts';
import { readChain } from '../../src/store/chain.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { posixStore } from '../../src/store/posix-store.ts';
import { snapshotOf } from '../../src/store/snapshot.ts';
import { metsuke } from '../metsuke.ts';
import { type ReceiverServer, receiverServer } from './receiver-server.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const KILLS = 4;
const PARTS = 3;
const ROWS = 400;
const home = mkdtempSync(join(tmpdir(), 'metsuke-outputs-'));
const servers: ReceiverServer[] = [];
afterAll(async () => {
  for (const server of servers) await server.close();
  rmSync(home, { recursive: true });
});

const [lake, logs, out] = ['lake', 'logs', 'out'].map((name) => join(home, name));
const config = join(home, 'metsuke.yaml');

const snapshot = () => snapshotOf(readChain(posixStore(lake, nodeFileSystem)));

/** Refused sign-ins to some accounts: each makes a finding that grows. */
function guesses(part: number): string {
  const begin = parseInstant('2024-06-01T09:00:00+09:00');
  const rows = Array.from({ length: ROWS }, (_, n) => ({
    time: formatInstant(begin + (part * ROWS + n) * SECOND),
    system: 'admin',
    source: 'ad',
    id: `${part}-${n}`,
    actor: `account-${part}-${n % 3}`,
    action: 'login',
    outcome: 'failure',
    ip: `203.0.113.${part * 3 + (n % 3)}`,
    reason: 'WrongPassword',
  }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** All lines that the commits of the lake hold to be sent, in order. */
function committed(): string[] {
  return snapshot()
    .files.filter(({ table, tail }) => table === 'findings' && !tail)
    .flatMap(({ name }) => readFileSync(join(lake, name), 'utf8').trim().split('\n'));
}

function written(): string[] {
  const files = existsSync(out) ? readdirSync(out).sort() : [];
  return files.flatMap((name) => readFileSync(join(out, name), 'utf8').trim().split('\n'));
}

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 120_000; !isSo(); await pause(50))
    if (performance.now() > end) throw new Error('it did not come to pass');
}

test('killed while findings leave, they are in the file once and at the receiver at least once', {
  timeout: 300_000,
}, async () => {
  const taken: string[] = [];
  const early: string[] = [];
  let kills = 0;
  const running: ChildProcess[] = [];
  const server = await receiverServer((response, { headers, body }) => {
    const isEarly = headers['x-metsuke-early'] !== undefined;
    (isEarly ? early : taken).push(...body.trim().split('\n'));
    const kill = !isEarly && kills < KILLS;
    if (kill && kills % 2 === 0) running.at(-1)?.kill('SIGKILL'); // it never learns that this arrived
    response.end();
    if (kill && kills % 2 === 1) running.at(-1)?.kill('SIGKILL');
    if (kill) kills++;
  });
  servers.push(server);
  mkdirSync(logs);
  const settings = {
    lake,
    files: [{ paths: [logs] }],
    idle_seconds: 3_600,
    epoch_seconds: 0.2,
    operation: { port: 'off' },
    outputs: {
      files: { daily: { folder: out } },
      webhooks: { siem: { url: server.url, batch: 1 }, quick: { url: server.url, early: true } },
    },
  };
  writeFileSync(config, JSON.stringify(settings));
  let isOver = false;
  const start = () => {
    const child = spawn(process.execPath, [MAIN, 'run', '--config', config, '--lang', 'en'], {
      stdio: 'ignore',
    });
    running.push(child);
    child.on('exit', (_, signal) => {
      if (signal === 'SIGKILL' && !isOver) start();
    });
  };
  start();
  for (let n = 0; n < PARTS; n++) {
    appendFileSync(join(logs, 'log.ndjson'), guesses(n));
    await until(() => snapshot().counts.read >= (n + 1) * ROWS);
  }
  await until(() => {
    const all = committed();
    return written().length >= all.length && new Set(taken).size >= all.length;
  });
  const listed = await metsuke(['outbox', 'list', '--config', config, '--json']);
  isOver = true;
  const ended = new Promise((resolve) => running.at(-1)?.on('exit', resolve));
  running.at(-1)?.kill('SIGTERM');
  expect([await ended, kills]).toEqual([0, KILLS]);

  const all = committed();
  expect(all.length).toBeGreaterThan(KILLS);
  expect(written()).toEqual(all);
  expect([...new Set(taken)]).toEqual(all);
  for (const line of early) expect(() => JSON.parse(line)).not.toThrow();
  expect(early.length).toBeGreaterThan(0);
  const views = listed.stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { backlog: number });
  expect(views.map(({ backlog }) => backlog)).toEqual([0, 0]);
});
