/** Fills topics: a file of events, in order, over some partitions. */
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
  /** Default: four. */
  readonly partitions?: number;
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
export async function makeTopic(
  brokers: readonly string[],
  topic: string,
  partitions = PARTITIONS,
): Promise<void> {
  await withAdmin(benchClient(brokers), (admin) =>
    admin.createTopics({ topics: [{ topic, numPartitions: partitions }], waitForLeaders: true }),
  );
}

/** Makes the topic and fills it; says with how many events. */
export async function fillTopic({
  brokers,
  topic,
  file,
  packed,
  partitions = PARTITIONS,
}: Filling): Promise<number> {
  await makeTopic(brokers, topic, partitions);
  const sink = topicSink(benchClient(brokers));
  const keys = keyOfEach(partitions);
  let messages: string[] = [];
  let pack: string[] = [];
  let sends = 0;
  let events = 0;
  const flush = async () => {
    if (pack.length > 0) messages.push(pack.join('\n'));
    pack = [];
    const key = keys[sends++ % partitions] ?? '';
    const wrong = await sink.send(
      topic,
      messages.map((value) => ({ key, value })),
    );
    if (wrong !== null) throw new Error(wrong.message.en);
    messages = [];
  };
  for await (const line of createInterface({ input: createReadStream(file) })) {
    pack.push(line);
    events++;
    if (pack.length === packed) {
      messages.push(pack.join('\n'));
      pack = [];
    }
    if (messages.length * packed >= EVENTS_A_SEND) await flush();
  }
  await flush();
  await sink.close();
  return events;
}

/** A key for each partition. */
export function keyOfEach(partitions = PARTITIONS): string[] {
  const keys: string[] = [];
  for (let n = 0; keys.filter((key) => key !== undefined).length < partitions; n++)
    keys[partitionOf(`key-${n}`, partitions)] ??= `key-${n}`;
  return keys;
}
