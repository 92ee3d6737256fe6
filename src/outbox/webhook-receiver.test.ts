import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { type ReceiverServer, receiverServer } from '../../test/outbox/receiver-server.ts';
import type { Message } from './receiver.ts';
import { signature, type Webhook, webhookReceiver } from './webhook-receiver.ts';

const NOW_MS = 1_717_200_000_000;
const SECRET = 'a secret of the test';
const NEVER = new AbortController().signal;
const servers: ReceiverServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const message = (id: string): Message => ({
  commit: 12,
  line: 3,
  day: 0,
  key: id,
  revision: 1,
  text: `{"id":"${id}"}`,
  early: null,
});

async function listening(answer: Parameters<typeof receiverServer>[0]): Promise<ReceiverServer> {
  const server = await receiverServer(answer);
  servers.push(server);
  return server;
}

const hook = (url: string, over: Partial<Webhook> = {}) =>
  webhookReceiver(
    { output: 'siem', url, secret: SECRET, authorization: null, batchMax: 100, timeoutMs: 5_000, ...over },
    () => NOW_MS,
  );

describe('a request', () => {
  test('holds a finding a line, and is signed', async () => {
    const server = await listening((response) => response.end());
    expect(await hook(server.url).deliver([message('a'), message('ü')], NEVER)).toEqual({ kind: 'done' });
    const [{ headers, body }] = server.posted;
    expect(body).toBe('{"id":"a"}\n{"id":"ü"}\n');
    expect(headers['content-type']).toBe('application/x-ndjson');
    expect(headers['x-metsuke-delivery']).toBe('12-3-2');
    const hmac = createHmac('sha256', SECRET).update(`1717200000.${body}`).digest('hex');
    expect(headers['x-metsuke-signature']).toBe(`t=1717200000,v1=${hmac}`);
    expect(signature(SECRET, 1_717_200_000, body)).toBe(`t=1717200000,v1=${hmac}`);
  });

  test('of one finding is one JSON object; an early one says so', async () => {
    const server = await listening((response) => response.end());
    const early = { ...message('a'), early: { shard: 3, epoch: 7 } };
    await hook(server.url, { batchMax: 1, secret: null, authorization: 'Bearer x' }).deliver([early], NEVER);
    const [{ headers, body }] = server.posted;
    expect(JSON.parse(body)).toEqual({ id: 'a' });
    expect(headers['content-type']).toBe('application/json');
    expect(headers.authorization).toBe('Bearer x');
    expect(headers['x-metsuke-early']).toBe('shard=3, epoch=7');
    expect(headers['x-metsuke-signature']).toBeUndefined();
    expect(headers['x-metsuke-delivery']).toBeUndefined();
  });
});

describe('an answer', () => {
  test.each<[number, Record<string, string>, object]>([
    [200, {}, { kind: 'done' }],
    [204, {}, { kind: 'done' }],
    [301, { location: 'http://127.0.0.1:1/' }, { kind: 'later', afterMs: null }],
    [400, {}, { kind: 'refused', eachAlone: true }],
    [401, {}, { kind: 'refused', eachAlone: false }],
    [404, {}, { kind: 'refused', eachAlone: false }],
    [408, {}, { kind: 'later' }],
    [413, {}, { kind: 'refused', eachAlone: true }],
    [429, { 'retry-after': '7' }, { kind: 'later', afterMs: 7_000 }],
    [500, {}, { kind: 'later', afterMs: null }],
    [503, { 'retry-after': 'Sat, 01 Jun 2024 00:00:30 GMT' }, { kind: 'later', afterMs: 30_000 }],
    [503, { 'retry-after': 'Sat, 01 Jun 2030 00:00:30 GMT' }, { kind: 'later', afterMs: 3_600_000 }],
    [503, { 'retry-after': 'soon' }, { kind: 'later', afterMs: null }],
  ])('%i %j', async (status, headers, expected) => {
    const server = await listening((response) => response.writeHead(status, headers).end('secret words'));
    expect(await hook(server.url).deliver([message('a')], NEVER)).toMatchObject(expected);
    expect(server.posted).toHaveLength(1);
  });

  test('that never comes is waited for so long', async () => {
    const server = await listening(() => {});
    expect(await hook(server.url, { timeoutMs: 50 }).deliver([message('a')], NEVER)).toMatchObject({
      kind: 'later',
      why: { code: 'outbox-unreachable', message: { en: expect.stringContaining('TimeoutError') } },
    });
  });

  test('that never ends holds nobody up', async () => {
    const server = await listening((response) => void response.writeHead(200).write('and'));
    expect(await hook(server.url).deliver([message('a')], NEVER)).toEqual({ kind: 'done' });
  });

  test('that is cut off means nothing', async () => {
    const server = await listening((response) => response.socket?.destroy());
    expect(await hook(server.url).deliver([message('a')], NEVER)).toMatchObject({ kind: 'later' });
  });

  test('of nobody at all names the host, and no path that might be secret', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const address = free.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await new Promise((resolve) => free.close(resolve));
    const delivery = await hook(`http://127.0.0.1:${port}/T0/secret`).deliver([message('a')], NEVER);
    expect(delivery).toMatchObject({
      kind: 'later',
      why: { message: { en: expect.stringMatching(`127.0.0.1:${port}\\) was not reached \\(ECONNREFUSED`) } },
    });
    expect(JSON.stringify(delivery)).not.toContain('secret');
  });

  test('that is waited for ends with the process', async () => {
    const server = await listening(() => {});
    const ending = new AbortController();
    const delivery = hook(server.url).deliver([message('a')], ending.signal);
    ending.abort();
    expect(await delivery).toMatchObject({ kind: 'later' });
  });
});
