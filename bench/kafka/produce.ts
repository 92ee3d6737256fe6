/** Fills topics: a file of events, in order, over four partitions. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { kafkaSettings } from '../../schemas/kafka-settings.ts';
import { isProblem, kafkaClient } from '../../src/kafka/client.ts';
import { partitionOf, topicSink, withAdmin } from '../../src/kafka/sink.ts';

/** What to fill with what. */
export interface Filling {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly file: string;
  /** Events of a message. */
  readonly packed: number;
}

const PARTITIONS = 4;
const EVENTS_A_SEND = 8_000;

/** A client of brokers without passwords. */
export function benchClient(brokers: readonly string[]) {
  const kafka = kafkaClient(kafkaSettings.parse({ kafka: { brokers } }).kafka, {});
  if (isProblem(kafka)) throw new Error(kafka.message.en);
  return kafka;
}

/** Makes a topic. */
export async function makeTopic(brokers: readonly string[], topic: string): Promise<void> {
  await withAdmin(benchClient(brokers), (admin) =>
    admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true }),
  );
}

/** Makes the topic and fills it. */
export async function fillTopic({ brokers, topic, file, packed }: Filling): Promise<void> {
  await makeTopic(brokers, topic);
  const sink = topicSink(benchClient(brokers));
  const keys = keyOfEach();
  let messages: string[] = [];
  let pack: string[] = [];
  let sends = 0;
  const flush = async () => {
    if (pack.length > 0) messages.push(pack.join('\n'));
    pack = [];
    const key = keys[sends++ % PARTITIONS] ?? '';
    const wrong = await sink.send(
      topic,
      messages.map((value) => ({ key, value })),
    );
    if (wrong !== null) throw new Error(wrong.message.en);
    messages = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    pack.push(line);
    if (pack.length === packed) {
      messages.push(pack.join('\n'));
      pack = [];
    }
    if (messages.length * packed >= EVENTS_A_SEND) await flush();
  }
  await flush();
  await sink.close();
}

/** A key for each partition. */
export function keyOfEach(): string[] {
  const keys: string[] = [];
  for (let n = 0; keys.filter((key) => key !== undefined).length < PARTITIONS; n++)
    keys[partitionOf(`key-${n}`, PARTITIONS)] ??= `key-${n}`;
  return keys;
}
