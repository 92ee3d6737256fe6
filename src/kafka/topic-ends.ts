/** How far partitions reach: asked of the brokers every second, so that a partition with lag is never taken for an idle one. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Kafka } from 'kafkajs';

import { leaving } from './client.ts';

/** The first offset that is left, and the one after the last. */
export interface Ends {
  readonly low: number;
  readonly high: number;
}

/** The ends of the partitions of some topics. */
export interface TopicEnds {
  /** Asks now, again and again for a while where a broker or a leader is away. */
  of(topic: string): Promise<ReadonlyMap<number, Ends>>;
  /** Told by a fetch. */
  saw(topic: string, partition: number, high: number): void;
  /** Whether a partition has more than up to `offset`; also where nobody could say so lately. */
  isBehind(topic: string, partition: number, offset: number): boolean;
  /** The offset after the last one, as far as is known. */
  end(topic: string, partition: number): number | null;
  close(): Promise<void>;
}

const ASK_MS = 1_000;
const PAUSE_MS = 500;
const PATIENCE_MS = 60_000;
/** Older than this, what a broker said is no answer. */
const FRESH_MS = 5_000;

/** Starts to ask. */
export function topicEnds(kafka: Kafka, topics: readonly string[]): TopicEnds {
  const admin = kafka.admin();
  let connected = admin.connect();
  const highs = new Map<string, { high: number; at: number }>();
  let isClosed = false;

  const note = (topic: string, partition: number, high: number) =>
    highs.set(`${topic}/${partition}`, { high, at: performance.now() });

  async function of(topic: string): Promise<Map<number, Ends>> {
    await connected.catch(() => {
      connected = admin.connect();
      return connected;
    });
    const found = new Map<number, Ends>();
    for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
      note(topic, partition, Number(high));
      found.set(partition, { low: Number(low), high: Number(high) });
    }
    return found;
  }

  async function patiently(topic: string): Promise<Map<number, Ends>> {
    for (const until = performance.now() + PATIENCE_MS; ; await pause(PAUSE_MS)) {
      try {
        return await of(topic);
      } catch (error) {
        if (isClosed || performance.now() > until) throw error;
      }
    }
  }

  async function askAll(): Promise<void> {
    for (const topic of topics) await of(topic).catch(() => {}); // what is not known counts as lag
    if (!isClosed) timer = setTimeout(() => void askAll(), ASK_MS);
  }
  let timer = setTimeout(() => void askAll(), 0);
  connected.catch(() => {}); // whoever asks is told

  return {
    of: patiently,
    saw: note,
    isBehind(topic, partition, offset) {
      const known = highs.get(`${topic}/${partition}`);
      return known === undefined || performance.now() - known.at > FRESH_MS || known.high > offset;
    },
    end: (topic, partition) => highs.get(`${topic}/${partition}`)?.high ?? null,
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await leaving(admin.disconnect());
    },
  };
}
