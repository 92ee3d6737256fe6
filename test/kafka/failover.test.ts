/** What a sink said has arrived is there, though the leader of its partition died under it: three real brokers. */
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kafkaSettings } from '../../schemas/kafka-settings.ts';
import { isProblem, kafkaClient } from '../../src/kafka/client.ts';
import { topicSink, withAdmin } from '../../src/kafka/sink.ts';
import { joinTopics } from '../../src/kafka/topic-source.ts';
import { inputNumbers } from '../../src/pipeline/run/live-source.ts';
import { type Cluster, startCluster } from '../../toolchain/kafka/cluster.ts';
import { FIRST_TEST_MS, isSkipped } from './broker.ts';

const PARTITIONS = 6;
const RECORDS_A_SEND = 600;

const row = (n: number) =>
  JSON.stringify({
    time: '2026-04-01T09:00:00+09:00',
    system: 'crm',
    id: `e${n}`,
    actor: 'a',
    action: 'view',
  });

describe.skipIf(isSkipped)('three brokers that die one after the other', () => {
  let cluster: Cluster;
  beforeAll(async () => {
    cluster = await startCluster({ nodes: 3 });
  }, FIRST_TEST_MS);
  afterAll(() => cluster.stop());

  test('keep what a sink says has arrived', { timeout: FIRST_TEST_MS }, async () => {
    const topics = { failover: { source: null } };
    const settings = kafkaSettings.parse({ kafka: { brokers: [...cluster.brokers], topics } }).kafka;
    const kafka = kafkaClient(settings, {});
    if (isProblem(kafka)) throw new Error(kafka.message.en);
    await withAdmin(kafka, (admin) =>
      admin.createTopics({
        topics: [{ topic: 'failover', numPartitions: PARTITIONS }],
        waitForLeaders: false,
      }),
    );
    const sink = topicSink(kafka);
    const arrived = new Set<string>();
    let number = 0;
    let isOver = false;
    const sending = (async () => {
      while (!isOver) {
        const ids = Array.from({ length: RECORDS_A_SEND }, () => number++);
        const records = ids.map((id) => ({ key: `k${id % 50}`, value: row(id) }));
        // sent again until it has arrived, as the outbox does
        while ((await sink.send('failover', records)) !== null) await pause(200);
        for (const id of ids) arrived.add(`crm/e${id}`);
      }
    })();
    for (const node of [0, 1, 2]) {
      await pause(1_500);
      await cluster.kill(node);
      await pause(1_500);
      await cluster.restart(node);
    }
    await pause(1_000);
    isOver = true;
    await sending;
    await sink.close();

    const member = await joinTopics({ kafka, settings, defaultsOf: () => ({}) });
    if (isProblem(member)) throw new Error(member.message.en);
    await member.ours();
    const source = await member.open(inputNumbers([], []));
    const found = new Set<string>();
    const inputs: number[] = [];
    const wanted = { reached: () => 0, until: Number.POSITIVE_INFINITY };
    for (let news = await source.next(wanted); ; news = await source.next(wanted)) {
      if (news?.kind === 'inputs') inputs.push(...news.opened.map(({ input }) => input));
      for (let at = 0; news?.kind === 'rows' && at < (news.batch?.size ?? 0); at++)
        found.add(news.batch?.eventId(at) ?? '');
      if (news !== null) continue;
      if (inputs.length === PARTITIONS && !inputs.some((input) => source.hasLag(input))) break;
      await source.wait(200);
    }
    await member.close();
    expect(arrived.size).toBeGreaterThan(2 * RECORDS_A_SEND);
    expect(arrived.difference(found).size).toBe(0);
  });
});
