/** Real processes, real files, a real receiver: whoever is killed at whatever moment, every finding arrives. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { signature } from '../../src/outbox/webhook-receiver.ts';
import { type Posted, type ReceiverServer, receiverServer } from './receiver-server.ts';
import { epoch } from './said.ts';

const PROCESS = fileURLToPath(new URL('process.ts', import.meta.url));
const SECRET = 'sixteen letters!';
const EPOCHS = 40;
const KILLS = process.env.METSUKE_CRASH === 'long' ? 200 : 12;
const SAID = Array.from({ length: EPOCHS }, (_, n) => epoch(n)).flat();

const folder = mkdtempSync(join(tmpdir(), 'metsuke-killed-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Numbers below a limit, the same for the same seed. */
function dice(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
}

/** Requests and commits are moments; at the next one that the dice choose, the process is killed. */
async function killedAgainAndAgain(seed: number, lake: string, out: string): Promise<string[]> {
  const roll = dice(seed);
  const taken: string[] = [];
  let child: ChildProcess | null = null;
  let kills = 0;
  let moments = 0;
  const moment = () => {
    if (moments-- > 0 || kills >= KILLS) return;
    child?.kill('SIGKILL');
    kills++;
    moments = roll(12);
  };
  const answer = (response: ServerResponse, { body, headers }: Posted) => {
    const seconds = Number(/^t=(\d+),/.exec(String(headers['x-metsuke-signature']))?.[1]);
    expect(headers['x-metsuke-signature']).toBe(signature(SECRET, seconds, body));
    const kind = roll(8);
    if (kind === 0) response.writeHead(503).end();
    else if (kind === 1) response.writeHead(429, { 'retry-after': '0' }).end();
    else if (kind === 2) response.socket?.destroy();
    else {
      const lines = body.trim().split('\n');
      taken.push(...lines);
      if (kind === 3)
        response.socket?.destroy(); // it has them, and the sender never knows
      else response.end();
    }
    moment();
  };
  const server: ReceiverServer = await receiverServer(answer);
  for (let code: number | null = null; code !== 0; ) {
    code = await new Promise((resolve, reject) => {
      child = spawn(process.execPath, [PROCESS, lake, out, server.url, String(EPOCHS)], {
        env: { ...process.env, SECRET },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child.stdout?.on('data', moment);
      child.on('error', reject);
      child.on('exit', (status, signal) => {
        if (signal === null && status !== 0) reject(new Error(`ended with ${status}`));
        resolve(status);
      });
    });
  }
  await server.close();
  expect(kills).toBe(KILLS);
  return taken;
}

test('every committed finding is posted at least once and in order, and stands in the file once', {
  timeout: 600_000,
}, async () => {
  const [lake, out] = [join(folder, 'lake'), join(folder, 'out')];
  const taken = await killedAgainAndAgain(7, lake, out);
  const said = SAID.map((finding) => JSON.stringify(finding));
  expect([...new Set(taken)]).toEqual(said);
  const last = new Map(taken.map((line) => [(JSON.parse(line) as { id: string }).id, line]));
  expect(last).toEqual(new Map(SAID.map((finding) => [finding.id, JSON.stringify(finding)])));

  const files = readdirSync(out);
  expect(files).toEqual(['findings-2024-06-01.ndjson']);
  const file = join(out, files[0]);
  expect(readFileSync(file, 'utf8')).toBe(said.map((line) => `${line}\n`).join(''));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(out).mode & 0o777).toBe(0o700);
});
