/** Topics of a real broker as a live source: from where the lake stands, nothing passed over, one worker at a time. */
import type { Kafka } from 'kafkajs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { LakeInput } from '../../schemas/commit.ts';
import { type KafkaSettings, kafkaSettings } from '../../schemas/kafka-settings.ts';
import { broker, FIRST_TEST_MS, isSkipped, unique } from '../../test/kafka/broker.ts';
import { inputNumbers, type LiveSource } from '../pipeline/run/live-source.ts';
import { isProblem, kafkaClient } from './client.ts';
import { withAdmin } from './sink.ts';
import { joinTopics, type TopicMember } from './topic-source.ts';

const EVERYTHING = { reached: () => Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
const PATIENCE_MS = 30_000;

const row = (n: number) =>
  JSON.stringify({
    time: '2026-04-01T09:00:00+09:00',
    system: 'crm',
    id: `e${n}`,
    actor: 'a',
    action: 'view',
  });

describe.skipIf(isSkipped)(
  'topics',
  () => {
    let kafka: Kafka;
    let brokers: string[];
    beforeAll(async () => {
      brokers = await broker();
      const made = kafkaClient(kafkaSettings.parse({ kafka: { brokers } }).kafka, {});
      if (isProblem(made)) throw new Error(made.message.en);
      kafka = made;
    }, FIRST_TEST_MS);

    const makeTopic = (topic: string, numPartitions = 1) =>
      withAdmin(kafka, (admin) =>
        admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: true }),
      );

    async function produce(topic: string, values: readonly (string | null)[], partition = 0): Promise<void> {
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic, acks: -1, messages: values.map((value) => ({ value, partition })) });
      await producer.disconnect();
    }

    const settingsFor = (topic: string, more: Partial<KafkaSettings> = {}) =>
      kafkaSettings.parse({
        kafka: {
          brokers,
          group: topic,
          sessionSeconds: 6,
          topics: { [topic]: { source: 'crm-1' } },
          ...more,
        },
      }).kafka;

    async function join(settings: KafkaSettings): Promise<TopicMember> {
      const member = await joinTopics({ kafka, settings, defaultsOf: (source) => ({ source }) });
      if (isProblem(member)) throw new Error(member.message.en);
      return member;
    }

    /** Event ids of a source until it has given so many rows, refused ones included; then what a commit would say. */
    async function read(source: LiveSource, count: number) {
      const ids: string[] = [];
      let refused = 0;
      for (const until = performance.now() + PATIENCE_MS; ids.length + refused < count; ) {
        if (performance.now() > until) throw new Error(`only ${ids.length + refused} of ${count} rows came`);
        const news = await source.next(EVERYTHING);
        if (news === null) await source.wait(100);
        if (news?.kind !== 'rows') continue;
        for (let at = 0; at < (news.batch?.size ?? 0); at++) ids.push(news.batch?.eventId(at) ?? '');
        refused += news.refused.length;
      }
      return { ids, refused, progress: source.progress() };
    }

    /** Reads so many rows from where a lake stands, in a membership of its own. */
    async function readOnce(settings: KafkaSettings, count: number, known: readonly LakeInput[] = []) {
      const member = await join(settings);
      try {
        await member.ours();
        return await read(await member.open(inputNumbers(known, [])), count);
      } finally {
        await member.close();
      }
    }

    test('are read from the beginning, then from where the lake stands', async () => {
      const topic = unique('source');
      await makeTopic(topic, 2);
      await produce(topic, [row(1), `${row(2)}\n${row(3)}`, 'bad'], 0);
      await produce(topic, [row(4)], 1);
      const settings = settingsFor(topic);
      const first = await readOnce(settings, 5);
      expect(first.ids.toSorted()).toEqual(['crm-1/e1', 'crm-1/e2', 'crm-1/e3', 'crm-1/e4']);
      expect(first.refused).toBe(1);
      const known = first.progress;
      expect(known.map((one) => [one.name, one.input, one.kind === 'kafka' && one.to.offset])).toEqual([
        [`${topic}/0`, expect.any(Number), 3],
        [`${topic}/1`, expect.any(Number), 1],
      ]);
      await produce(topic, [row(5)], 1);
      const second = await readOnce(settings, 1, known);
      expect(second.ids).toEqual(['crm-1/e5']);
      expect(second.progress).toMatchObject([
        { name: `${topic}/1`, from: { offset: 1 }, to: { offset: 2 }, gap: null },
      ]);
    });

    test('with records whose retention has passed end the run; or it goes on and the gap is told', async () => {
      const topic = unique('retention');
      await makeTopic(topic);
      await produce(topic, [row(1), row(2)]);
      const { progress } = await readOnce(settingsFor(topic), 2);
      await produce(topic, [row(3), row(4), row(5)]);
      await withAdmin(kafka, async (admin) => {
        await admin.fetchTopicOffsets(topic); // it deletes only in topics whose leaders it knows
        await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '4' }] });
      });
      await expect(readOnce(settingsFor(topic), 1, progress)).rejects.toMatchObject({
        problem: {
          code: 'kafka-gap',
          message: { en: expect.stringContaining('at 2, which comes next (it has 4') },
        },
      });
      const on = await readOnce(settingsFor(topic, { onGap: 'continue' }), 1, progress);
      expect(on.ids).toEqual(['crm-1/e5']);
      expect(on.progress).toMatchObject([
        { gap: { expected: 2, earliest: 4, latest: 5 }, from: { offset: 4 }, to: { offset: 5 } },
      ]);
    });

    test.each([
      ['with fewer records', [row(9)], 'kafka-gap'],
      ['with other records', [row(7), row(8), row(9)], 'kafka-history'],
    ])('made anew %s end the run; or all of it is read', async (_, values, code) => {
      const topic = unique('anew');
      await makeTopic(topic);
      await produce(topic, [row(1), row(2)]);
      const { progress } = await readOnce(settingsFor(topic), 2);
      await withAdmin(kafka, (admin) => admin.deleteTopics({ topics: [topic] }));
      await makeTopic(topic);
      await produce(topic, values);
      await expect(readOnce(settingsFor(topic), 1, progress)).rejects.toMatchObject({ problem: { code } });
      const on = await readOnce(settingsFor(topic, { onGap: 'continue' }), values.length, progress);
      expect(on.ids).toHaveLength(values.length);
      expect(on.progress).toMatchObject([{ gap: { expected: 2, earliest: 0, latest: values.length } }]);
    });

    test('have one worker: a second member stands by, and takes over when the first one goes', async () => {
      const topic = unique('standby');
      await makeTopic(topic, 3);
      await produce(topic, [row(1)], 2);
      const settings = settingsFor(topic);
      const first = await join(settings);
      expect(await first.ours()).toBe(true);
      const source = await first.open(inputNumbers([], []));
      const second = await join(settings);
      const given = second.ours();
      const { ids, progress } = await read(source, 1);
      expect(ids).toEqual(['crm-1/e1']);
      // whoever stands by has joined when the group had it join anew, and still the first one reads
      await produce(topic, [row(2)], 1);
      expect((await read(source, 1)).ids).toEqual(['crm-1/e2']);
      await first.close();
      expect(await given).toBe(true);
      await produce(topic, [row(3)], 2);
      expect((await read(await second.open(inputNumbers(progress, [])), 2)).ids.toSorted()).toEqual([
        'crm-1/e2',
        'crm-1/e3',
      ]);
      await second.close();
    });

    test('that are not there, or brokers that are not there, are told', async () => {
      const wanted = { kafka, defaultsOf: () => ({}) };
      expect(await joinTopics({ ...wanted, settings: settingsFor(unique('none')) })).toMatchObject({
        code: 'kafka-topic-missing',
      });
      const settings = settingsFor('none', { brokers: ['127.0.0.1:1'] });
      const nowhere = kafkaClient(settings, {}, { retries: 0 });
      if (isProblem(nowhere)) throw new Error(nowhere.message.en);
      expect(await joinTopics({ ...wanted, kafka: nowhere, settings })).toMatchObject({
        code: 'kafka-unreachable',
      });
    });
  },
  60_000,
);
