import { describe, expect, test } from 'vitest';
import { config } from '../../schemas/config.ts';
import { diagnoseBroker } from '../../src/cli/doctor-broker.ts';
import { isProblem, kafkaClient } from '../../src/kafka/client.ts';
import { withAdmin } from '../../src/kafka/sink.ts';
import { broker, FIRST_TEST_MS, isSkipped, unique } from './broker.ts';

const there = unique('doctor');
const grades = async (brokers: readonly string[], topics: readonly string[], out: readonly string[] = []) => {
  const found = await diagnoseBroker(
    config.parse({
      kafka: { brokers, topics: Object.fromEntries(topics.map((topic) => [topic, {}])) },
      outputs: { topics: Object.fromEntries(out.map((topic, n) => [`out-${n}`, { topic }])) },
    }),
    {},
    null,
  );
  return found.map(({ grade, problem }) => `${grade} ${problem?.code ?? ''}`.trim());
};

describe.skipIf(isSkipped)('the doctor and a broker', () => {
  test('reach each other, and miss what is not there', { timeout: FIRST_TEST_MS }, async () => {
    const brokers = await broker();
    const kafka = kafkaClient(config.parse({ kafka: { brokers } }).kafka, {});
    if (isProblem(kafka)) throw new Error(kafka.message.en);
    await withAdmin(kafka, (admin) => admin.createTopics({ topics: [{ topic: there, numPartitions: 2 }] }));
    expect(await grades(brokers, [there])).toEqual(['good', 'good']);
    expect(await grades(brokers, [there, unique('nowhere')], [there])).toEqual([
      'good',
      'good',
      'bad kafka-topic-missing',
      'bad kafka-topic-uncompacted',
    ]);
  });

  test('nothing is asked where no topic is named; a broker that is away is told', async () => {
    expect(await grades([], [])).toEqual([]);
    expect(await grades(['127.0.0.1:1'], ['x'])).toEqual(['bad kafka-unreachable']);
  });
});
