/** The real command: what needs no order is at an early receiver long before its lateness is over. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Finding } from '../../schemas/finding.ts';
import { receiverServer } from './receiver-server.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'metsuke-early-'));
afterAll(() => rmSync(home, { recursive: true }));

test('somebody who has left is told of while the row waits for an hour', {
  timeout: 120_000,
}, async () => {
  const early: Finding[] = [];
  const server = await receiverServer((response, { body }) => {
    early.push(
      ...body
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Finding),
    );
    response.end();
  });
  const [logs, registers] = ['logs', 'registers'].map((name) => join(home, name));
  for (const folder of [logs, registers]) mkdirSync(folder);
  writeFileSync(join(registers, 'people.csv'), 'principal,ended\nP1,2024-03-31\n');
  writeFileSync(join(registers, 'accounts.csv'), 'account,system,principal\nsato,,P1\n');
  const row = { time: '2024-05-01T09:00:00+09:00', system: 'crm', id: '1', actor: 'sato', action: 'login' };
  writeFileSync(join(logs, 'crm.ndjson'), `${JSON.stringify(row)}\n`);
  const config = join(home, 'metsuke.yaml');
  const settings = {
    lake: join(home, 'lake'),
    registers,
    files: [{ paths: [logs] }],
    lateness_seconds: 3_600,
    idle_seconds: 3_600,
    operation: { port: 'off' },
    outputs: { webhooks: { quick: { url: server.url, early: true } } },
  };
  writeFileSync(config, JSON.stringify(settings));
  const child = spawn(process.execPath, [MAIN, 'run', '--config', config, '--quiet'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  for (const end = performance.now() + 60_000; early.length === 0 && performance.now() < end; )
    await pause(20);
  child.kill('SIGTERM');
  await ended;
  await server.close();
  expect(early.map(({ detector, actor, revision, status }) => [detector, actor, revision, status])).toEqual([
    ['access-after-termination', 'sato', 0, 'open'],
  ]);
});
