/**
 * Records to topics, durably: all in-sync replicas have them when a call comes back. One partition a request: kafkajs can lose
 * acknowledged records when a leader dies during a request that spans several (kafka.test.ts keeps watch).
 */
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { type Problem, problem } from '../core/problem.ts';
import { leaving, whyOf } from './client.ts';

/** One record. */
export interface SinkRecord {
  /** Records of one key lie in one partition, in order. */
  readonly key: string;
  readonly value: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** Where records go. */
export interface TopicSink {
  /**
   * Sends records, those of one partition in their order. Null when all have arrived; else the problem, and any of them may have
   * arrived, so that all are to be sent again.
   */
  send(topic: string, records: readonly SinkRecord[]): Promise<Problem | null>;
  /** What is wrong with a topic that is to be written; `isCompacted`: it should keep the newest record of a key for ever. */
  check(topic: string, isCompacted: boolean): Promise<Problem[]>;
  close(): Promise<void>;
}

/** Bytes of a request: brokers take 1 MiB unless told otherwise. */
const REQUEST_BYTES = 900_000;
const TOPIC_CONFIG = 2;

/** A sink over a client. Nothing is connected before the first record. */
export function topicSink(kafka: Kafka): TopicSink {
  let producer: Promise<Producer> | null = null;
  const partitions = new Map<string, number>();

  async function connected(): Promise<Producer> {
    const made = kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
    });
    await made.connect();
    return made;
  }

  /** A producer that has failed is not used again: nobody knows which of its records have arrived in what order. */
  async function giveUp(): Promise<void> {
    const old = producer;
    producer = null;
    partitions.clear();
    const made = await old?.catch(() => null);
    if (made) await leaving(made.disconnect());
  }

  async function partitionsOf(topic: string): Promise<number> {
    const known = partitions.get(topic);
    if (known !== undefined) return known;
    const count = await withAdmin(kafka, async (admin) => {
      const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
      return topics[0]?.partitions.length ?? 0;
    });
    partitions.set(topic, count);
    return count;
  }

  return {
    async send(topic, records) {
      if (records.length === 0) return null;
      try {
        const lanes = byPartition(records, await partitionsOf(topic));
        producer ??= connected();
        const open = await producer;
        for (const [partition, lane] of lanes)
          for (const part of inRequests(lane))
            await open.send({ topic, acks: -1, messages: part.map((one) => messageOf(one, partition)) });
        return null;
      } catch (error) {
        await giveUp();
        const why = whyOf(error);
        return problem(why === 'MESSAGE_TOO_LARGE' ? 'kafka-too-large' : 'kafka-send', { topic, why });
      }
    },
    async check(topic, isCompacted) {
      return withAdmin(kafka, async (admin) => {
        if (!(await admin.listTopics()).includes(topic)) return [problem('kafka-topic-missing', { topic })];
        if (!isCompacted) return [];
        const wanted = { type: TOPIC_CONFIG, name: topic, configNames: ['cleanup.policy'] };
        const { resources } = await admin.describeConfigs({ resources: [wanted], includeSynonyms: false });
        const policy = resources[0]?.configEntries[0]?.configValue ?? '';
        return policy.includes('compact') ? [] : [problem('kafka-topic-uncompacted', { topic, policy })];
      });
    },
    close: giveUp,
  };
}

/** Asks the brokers something and lets go of the connection. */
export async function withAdmin<T>(
  kafka: Kafka,
  ask: (admin: ReturnType<Kafka['admin']>) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await ask(admin);
  } finally {
    await leaving(admin.disconnect());
  }
}

function messageOf({ key, value, headers }: SinkRecord, partition: number) {
  const bytes = typeof value === 'string' ? value : Buffer.from(value);
  return { key, value: bytes, partition, ...(headers !== undefined && { headers: { ...headers } }) };
}

/** Records by the partition of their key. */
function byPartition(records: readonly SinkRecord[], partitions: number): Map<number, SinkRecord[]> {
  const lanes = new Map<number, SinkRecord[]>();
  for (const record of records) {
    const partition = partitions <= 1 ? 0 : partitionOf(record.key, partitions);
    const lane = lanes.get(partition);
    if (lane === undefined) lanes.set(partition, [record]);
    else lane.push(record);
  }
  return lanes;
}

/** Where the default partitioners of Kafka put a key, so that other writers of the topic agree. */
export function partitionOf(key: string, partitions: number): number {
  const choose = kafkajs.Partitioners.DefaultPartitioner();
  const partitionMetadata = Array.from({ length: partitions }, (_, partitionId) => ({
    partitionId,
    partitionErrorCode: 0,
    leader: 0,
    replicas: [],
    isr: [],
  }));
  return choose({ topic: '', message: { key: Buffer.from(key), value: null }, partitionMetadata });
}

function* inRequests(records: readonly SinkRecord[]): Generator<SinkRecord[]> {
  let part: SinkRecord[] = [];
  let bytes = 0;
  for (const record of records) {
    const size =
      record.value.length * (typeof record.value === 'string' ? 3 : 1) + record.key.length * 3 + 100;
    if (part.length > 0 && bytes + size > REQUEST_BYTES) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(record);
    bytes += size;
  }
  if (part.length > 0) yield part;
}
