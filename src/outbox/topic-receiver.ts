/**
 * An output that is a Kafka topic. The key of a record is the id of its finding, so that a compacted topic keeps the last
 * revision; only committed findings go to such a topic. Early ones go to one that is not compacted, marked in their headers.
 */
import type { Problem } from '../core/problem.ts';
import { DONE, type Receiver } from './receiver.ts';

/** A record for a topic. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Hands records to the brokers. */
export interface RecordSender {
  /**
   * Sends records, those of one key in their order. Null when all are safe on the brokers; else what went wrong, and any of them
   * may have arrived.
   */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<Problem | null>;
}

const BATCH_MAX = 500;

/** Sends to a topic. */
export function topicReceiver(topic: string, sender: RecordSender): Receiver {
  return {
    batchMax: BATCH_MAX,
    async deliver(batch) {
      const records = batch.map(({ key, revision, commit, line, early, text }) => ({
        key,
        value: text,
        headers: {
          revision: String(revision),
          ...(early === null
            ? { commit: String(commit), line: String(line) }
            : { shard: String(early.shard), epoch: String(early.epoch) }),
        },
      }));
      const why = await sender.send(topic, records);
      if (why === null) return DONE;
      if (why.code === 'kafka-too-large') return { kind: 'refused', why, eachAlone: true };
      return { kind: 'later', why, afterMs: null };
    },
    memory: () => null,
    close: () => {},
  };
}
