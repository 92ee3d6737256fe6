/**
 * Whether a topic may be read: by reading a record of it. To describe a topic, which a right of its own allows, is not to read it, and kafkajs has
 * no way to fetch but a group; so one partition is fetched from by the connection that it keeps to itself.
 */
import type { Kafka } from 'kafkajs';
import { type Problem, problem } from '../core/problem.ts';
import { leaving, whyOf } from './client.ts';

/** What is used of the connections of kafkajs, of which its types say nothing. */
interface Cluster {
  connect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: number[]): Readonly<Record<string, number[]>>;
  findBroker(of: { nodeId: string }): Promise<{ fetch(request: object): Promise<unknown> }>;
  disconnect(): Promise<void>;
}

const CREATE_CLUSTER = 'private:Kafka:createCluster';
const METADATA_MS = 300_000;

/** Null where it may be read; else the problem. Throws where the broker cannot be asked. */
export async function readProblem(kafka: Kafka, topic: string): Promise<Problem | null> {
  const cluster = clusterOf(kafka);
  try {
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    const [leader] = Object.entries(cluster.findLeaderForPartitions(topic, [0]));
    if (leader === undefined) return null; // between two leaders: nobody can say
    const broker = await cluster.findBroker({ nodeId: leader[0] });
    const partitions = [{ partition: 0, fetchOffset: '0', maxBytes: 1 }];
    await broker.fetch({
      maxWaitTime: 1,
      minBytes: 0,
      maxBytes: 1,
      isolationLevel: 0,
      topics: [{ topic, partitions }],
    });
    return null;
  } catch (error) {
    const why = whyOf(error);
    if (why === 'TOPIC_AUTHORIZATION_FAILED') return problem('kafka-no-read', { topic });
    if (why === 'OFFSET_OUT_OF_RANGE') return null; // it may be read, and has nothing there any more
    throw error;
  } finally {
    await leaving(cluster.disconnect());
  }
}

function clusterOf(kafka: Kafka): Cluster {
  const own = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === CREATE_CLUSTER);
  if (own === undefined) throw new Error('kafkajs is not the version that package.json names');
  const make = (kafka as unknown as Record<symbol, (settings: object) => Cluster>)[own];
  return make({ metadataMaxAge: METADATA_MS, allowAutoTopicCreation: false });
}
