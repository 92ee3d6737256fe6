/** What is sent to topics arrives, in order of its key, and what stands in the way is told. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs, { type Kafka } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type KafkaSettings, kafkaSettings } from '../../schemas/kafka-settings.ts';
import { broker, FIRST_TEST_MS, isSkipped, unique } from '../../test/kafka/broker.ts';
import { type Cluster, startCluster } from '../../toolchain/kafka/cluster.ts';
import { inputNumbers } from '../pipeline/run/live-source.ts';
import { brokerProblem, isProblem, kafkaClient } from './client.ts';
import { topicSink, withAdmin } from './sink.ts';
import { joinTopics } from './topic-source.ts';

const settingsOf = (kafka: Partial<KafkaSettings>) => kafkaSettings.parse({ kafka }).kafka;

function client(settings: KafkaSettings, environment = {}): Kafka {
  const kafka = kafkaClient(settings, environment);
  if (isProblem(kafka)) throw new Error(kafka.message.en);
  return kafka;
}

describe.skipIf(isSkipped)('a topic', () => {
  let kafka: Kafka;
  beforeAll(async () => {
    kafka = client(settingsOf({ brokers: await broker() }));
  }, FIRST_TEST_MS);

  async function makeTopic(numPartitions: number, policy = 'delete'): Promise<string> {
    const topic = unique('sink');
    const configEntries = [{ name: 'cleanup.policy', value: policy }];
    await withAdmin(kafka, (admin) =>
      admin.createTopics({ topics: [{ topic, numPartitions, configEntries }] }),
    );
    return topic;
  }

  test('has all that was sent, each key in one partition and in order', async () => {
    const topic = await makeTopic(4);
    const sink = topicSink(kafka);
    const records = Array.from({ length: 3_000 }, (_, i) => ({ key: `f-${i % 10}`, value: String(i) }));
    expect(await sink.send(topic, records)).toBeNull();
    expect(await sink.send(topic, [{ key: 'f-1', value: new Uint8Array(500_000) }])).toBeNull();
    await sink.close();
    const places = await read(topic, 3_001);
    expect(new Set(places.map(({ key, partition }) => `${key} ${partition}`)).size).toBe(10);
    for (const key of new Set(places.map((one) => one.key))) {
      const values = places
        .filter((one) => one.key === key && one.value.length < 10)
        .map(({ value }) => Number(value));
      expect(values).toEqual(values.toSorted((a, b) => a - b));
    }
  });

  async function read(topic: string, count: number) {
    const consumer = kafka.consumer({ groupId: topic, maxWaitTimeInMs: 100 });
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    const found: { key: string; value: string; partition: number }[] = [];
    await new Promise<void>((resolve) => {
      void consumer.run({
        eachMessage: async ({ message, partition }) => {
          const [key, value] = [String(message.key), String(message.value)];
          if (found.push({ key, value, partition }) === count) resolve();
        },
      });
    });
    await consumer.disconnect();
    return found;
  }

  test.each([
    ['that is not there', async () => unique('none'), ['kafka-topic-missing']],
    ['that forgets', () => makeTopic(1), ['kafka-topic-uncompacted']],
    ['that keeps the newest', () => makeTopic(1, 'compact'), []],
  ])('%s is told before anything is sent', async (_, make, codes) => {
    const problems = await topicSink(kafka).check(await make(), true);
    expect(problems.map(({ code }) => code)).toEqual(codes);
  });

  test('that is not there takes nothing, and says so', async () => {
    const sink = topicSink(kafka);
    const wrong = await sink.send(unique('none'), [{ key: 'a', value: 'b' }]);
    expect(wrong?.code).toBe('kafka-send');
    await sink.close();
  });
});

describe.skipIf(isSkipped)('a broker with TLS and passwords', () => {
  let cluster: Cluster;
  let folder: string;
  beforeAll(async () => {
    cluster = await startCluster({ isSecured: true });
    folder = await mkdtemp(join(tmpdir(), 'metsuke-secrets-'));
    writeFileSync(join(folder, 'password'), `${cluster.secured?.password}\n`);
  }, FIRST_TEST_MS);
  afterAll(async () => {
    await cluster.stop();
    await rm(folder, { recursive: true });
  });

  const secured = (more: Partial<KafkaSettings>) =>
    settingsOf({
      brokers: [...(cluster.secured?.brokers ?? [])],
      tls: true,
      caFile: cluster.secured?.caFile ?? null,
      username: cluster.secured?.username ?? null,
      passwordFile: join(folder, 'password'),
      ...more,
    });
  const topics = (settings: KafkaSettings, environment = {}) =>
    withAdmin(client(settings, environment), (admin) => admin.listTopics());

  test.each(['plain', 'scram-sha-256', 'scram-sha-512'] as const)('lets %s in', async (sasl) => {
    expect(await topics(secured({ sasl }))).toBeInstanceOf(Array);
  });

  test('takes findings and gives logs over TLS to who has signed in', async () => {
    const settings = secured({
      sasl: 'scram-sha-512',
      group: 'over-tls',
      topics: { 'over-tls': { source: null } },
    });
    const kafka = client(settings);
    await withAdmin(kafka, (admin) => admin.createTopics({ topics: [{ topic: 'over-tls' }] }));
    const sink = topicSink(kafka);
    const value = '{"time":"2026-04-01T09:00:00+09:00","system":"crm","id":"e1","actor":"a","action":"view"}';
    expect(await sink.send('over-tls', [{ key: 'a', value }])).toBeNull();
    await sink.close();
    const member = await joinTopics({ kafka, settings, defaultsOf: () => ({}) });
    if (isProblem(member)) throw new Error(member.message.en);
    await member.ours();
    const source = await member.open(inputNumbers([], []));
    const ids: string[] = [];
    while (ids.length === 0) {
      const news = await source.next({ reached: () => 0, until: Number.POSITIVE_INFINITY });
      if (news?.kind === 'rows') ids.push(news.batch?.eventId(0) ?? '');
      else await source.wait(100);
    }
    expect(ids).toEqual(['crm/e1']);
    await member.close();
  });

  test('lets a password from the environment in', async () => {
    const password = readFileSync(join(folder, 'password'), 'utf8').trim();
    const settings = secured({ sasl: 'scram-sha-512', passwordFile: null, passwordEnv: 'KAFKA_PASSWORD' });
    expect(await topics(settings, { KAFKA_PASSWORD: password })).toBeInstanceOf(Array);
  });

  test.each([
    [
      'a wrong password',
      { passwordFile: null, passwordEnv: 'WRONG', sasl: 'scram-sha-512' },
      'kafka-refused',
    ],
    ['a certificate nobody vouches for', { caFile: null, sasl: 'plain' }, 'kafka-unreachable'],
  ] as const)('%s is told without the secret', async (_, more, code) => {
    const settings = secured(more);
    const error: unknown = await topics(settings, { WRONG: 'pass-w0rd' }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(kafkajs.KafkaJSError);
    const told = brokerProblem(settings, error);
    expect(told.code).toBe(code);
    expect(JSON.stringify(told)).not.toContain('pass-w0rd');
  });
});

test.each([
  ['no user name', { sasl: 'plain' }, 'kafka-secret'],
  ['no password', { sasl: 'plain', username: 'a' }, 'kafka-secret'],
  ['a variable that is not set', { sasl: 'plain', username: 'a', passwordEnv: 'NOT_SET' }, 'kafka-secret'],
  [
    'a password file that is not there',
    { sasl: 'plain', username: 'a', passwordFile: '/no/such' },
    'file-unreadable',
  ],
  ['a certificate file that is not there', { tls: true, caFile: '/no/such' }, 'file-unreadable'],
] as const)('%s is a problem before anything is connected', (_, kafka, code) => {
  const made = kafkaClient(settingsOf({ brokers: ['localhost:1'], ...kafka }), {});
  expect(isProblem(made) ? made.code : null).toBe(code);
});
