/** Findings and refused rows in topics of a real broker: committed ones by their ids, early ones with shard and epoch. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';
import { afterAll, describe, expect, test } from 'vitest';
import { kafkaSettings } from '../../schemas/kafka-settings.ts';
import { outputSettings } from '../../schemas/output-settings.ts';
import { NOBODY } from '../../src/findings/alerts/member.ts';
import { kafkaClient } from '../../src/kafka/client.ts';
import { topicSink, withAdmin } from '../../src/kafka/sink.ts';
import { openOutbox } from '../../src/outbox/outbox.ts';
import { type Output, outputsOf } from '../../src/outbox/outputs.ts';
import type { Pace } from '../../src/outbox/receiver.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { findingsLake, revision } from '../outbox/lake.ts';
import { broker, FIRST_TEST_MS, isSkipped, unique } from './broker.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-topics-'));
afterAll(() => rmSync(folder, { recursive: true }));

const PACE: Pace = {
  nowMs: () => 0,
  chance: () => 0,
  wait: async (milliseconds, signal) => {
    await sleep(milliseconds, undefined, { signal }).catch(() => {});
  },
};

interface Got {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

describe.skipIf(isSkipped)('outputs that are topics', () => {
  test('hold what was committed, in order and by id, and what was said early', {
    timeout: FIRST_TEST_MS,
  }, async () => {
    const kafka = kafkaClient(kafkaSettings.parse({ kafka: { brokers: await broker() } }).kafka, {}) as Kafka;
    const [findings, early, refused] = ['findings', 'early', 'refused'].map(unique);
    await withAdmin(kafka, (admin) =>
      admin.createTopics({
        topics: [
          {
            topic: findings,
            numPartitions: 3,
            configEntries: [{ name: 'cleanup.policy', value: 'compact' }],
          },
          { topic: early, numPartitions: 1 },
          { topic: refused, numPartitions: 1 },
        ],
      }),
    );
    const sink = topicSink(kafka);
    const topics = {
      bus: { topic: findings },
      now: { topic: early, early: true },
      unread: { topic: refused, holds: 'quarantine' },
    };
    const outputs = outputsOf(outputSettings.parse({ outputs: { topics } }).outputs, {
      disk: nodeFileSystem,
      sender: sink,
      env: {},
      nowMs: () => 0,
      readText: () => '',
    }) as Output[];
    const path = join(folder, 'lake');
    mkdirSync(path);
    const lake = findingsLake(path, nodeFileSystem);
    const begin = () =>
      openOutbox(outputs, {
        lake,
        disk: nodeFileSystem,
        pace: PACE,
        knownBehind: () => NOBODY,
        onProblem: () => {},
      });

    const first = begin();
    first.early([revision('a', 1)], { shard: 3, epoch: 1 });
    const row = JSON.stringify({ input: 'log/0', offset: 7, byte: 0, code: 'row-json', raw: 'e30=' });
    first.committed(lake.commit([revision('a', 1), revision('b', 1)], { refused: [row] }));
    await until(() => first.status().every(({ sent, backlog }) => sent > 0 && backlog === 0));
    await first.close(60_000);
    const second = begin();
    second.committed(lake.commit([revision('a', 2)]));
    await second.close(60_000);
    await sink.close();

    const got = await read(kafka, findings, 3);
    expect(got.filter(({ key }) => key === 'a').map(({ headers }) => headers)).toEqual([
      { revision: '1', commit: '1', line: '0' },
      { revision: '2', commit: '2', line: '0' },
    ]);
    expect(got.map(({ value }) => (JSON.parse(value) as { id: string }).id).sort()).toEqual(['a', 'a', 'b']);
    expect(await read(kafka, early, 1)).toMatchObject([
      { key: 'a', headers: { revision: '1', shard: '3', epoch: '1' } },
    ]);
    expect(await read(kafka, refused, 1)).toMatchObject([{ key: 'log/0:7:0', value: row }]);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + 120_000; !isSo(); await sleep(20))
    if (performance.now() > end) throw new Error('it did not come to pass');
}

async function read(kafka: Kafka, topic: string, count: number): Promise<Got[]> {
  const consumer = kafka.consumer({ groupId: unique('reader'), maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const got: Got[] = [];
  await new Promise<void>((resolve) => {
    void consumer.run({
      eachMessage: async ({ message }) => {
        const headers = Object.entries(message.headers ?? {}).map(([name, value]) => [name, String(value)]);
        got.push({
          key: String(message.key),
          value: String(message.value),
          headers: Object.fromEntries(headers) as Record<string, string>,
        });
        if (got.length === count) resolve();
      },
    });
  });
  await consumer.disconnect();
  return got;
}
