import { request } from 'node:http';
import { afterAll, describe, expect, test } from 'vitest';
import { readMetrics } from '../../test/prometheus.ts';
import { type StatusServer, serveStatus } from './server.ts';
import { countFinding, inputStatus, newStatus, type Phase } from './status.ts';
import type { StatusRecord } from './status-record.ts';

const status = newStatus(0);
inputStatus(status, 'juki').read = 5;
countFinding(status, 'mass-record-pull', 'high', 0.2);
let nowMs = 1_000;

async function served(port: number | 'off' = 0): Promise<StatusServer> {
  const server = await serveStatus({ host: '127.0.0.1', port }, status, () => nowMs);
  if (server === null || 'code' in server) throw new Error('not served');
  return server;
}

const server = await served();
afterAll(() => server.close());

function ask(path: string, method = 'GET'): Promise<{ code: number; type: string; body: string }> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: server.host, port: server.port, path, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () =>
        resolve({ code: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', body }),
      );
    });
    asked.on('error', reject);
    asked.end();
  });
}

describe('over HTTP', () => {
  test('metrics are what Prometheus takes', async () => {
    const { code, type, body } = await ask('/metrics');
    expect([code, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(readMetrics(body).get('metsuke_events_total')?.samples).toEqual([
      { name: 'metsuke_events_total', labels: { input: 'juki' }, value: 5 },
    ]);
  });

  test('the status is one JSON object', async () => {
    const { code, body } = await ask('/status?x=1');
    const record = JSON.parse(body) as StatusRecord;
    expect(code).toBe(200);
    expect(record).toMatchObject({
      phase: 'starting',
      events: { read: 5 },
      latency: { p50_seconds: 0.25, p99_seconds: 0.25 },
      findings: [{ detector: 'mass-record-pull', severity: 'high', count: 1 }],
    });
  });

  test.each<[Phase, lateMs: number, healthy: number, ready: number]>([
    ['starting', 0, 200, 503],
    ['standby', 0, 200, 503],
    ['running', 0, 200, 200],
    ['running', 120_000, 200, 200],
    ['running', 120_001, 503, 503],
    ['stopping', 0, 200, 503],
    ['failed', 0, 503, 503],
  ])('%s, %i ms after the last beat: healthz %i, readyz %i', async (phase, lateMs, healthy, ready) => {
    status.phase = phase;
    status.beatAtMs = 5_000;
    nowMs = 5_000 + lateMs;
    expect([(await ask('/healthz')).code, (await ask('/readyz')).code]).toEqual([healthy, ready]);
  });

  test('nothing else is answered', async () => {
    expect((await ask('/')).code).toBe(404);
    expect((await ask('/metrics', 'POST')).code).toBe(405);
    expect((await ask('/metrics', 'HEAD')).body).toBe('');
  });

  test('an address that is taken is a problem, not a crash; off serves nothing', async () => {
    const again = await serveStatus({ host: '127.0.0.1', port: server.port }, status, () => 0);
    expect(again).toMatchObject({ code: 'operation-address' });
    expect(await serveStatus({ host: '127.0.0.1', port: 'off' }, status, () => 0)).toBeNull();
  });
});
