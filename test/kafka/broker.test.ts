/** That the tests have a real broker at all. */
import kafkajs from 'kafkajs';
import { expect, test } from 'vitest';
import { broker, FIRST_TEST_MS, isSkipped, unique } from './broker.ts';

test.skipIf(isSkipped)(
  'a real broker gives back what it took',
  async () => {
    const kafka = new kafkajs.Kafka({ brokers: await broker(), logLevel: kafkajs.logLevel.NOTHING });
    const admin = kafka.admin();
    const producer = kafka.producer();
    await Promise.all([admin.connect(), producer.connect()]);
    const topic = unique('broker');
    await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] });
    await producer.send({ topic, acks: -1, messages: [{ value: 'one' }, { value: 'two' }] });
    const [{ high }] = await admin.fetchTopicOffsets(topic);
    expect(high).toBe('2');
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  },
  FIRST_TEST_MS,
);
