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
   * Comes back with null when all records are safe on the brokers; else with what went wrong: `refused` where sending the same
   * again cannot help. Records of one key keep their order.
   */
  send(
    topic: string,
    records: readonly OutgoingRecord[],
    signal: AbortSignal,
  ): Promise<null | { readonly refused: boolean; readonly why: Problem }>;
}

const BATCH_MAX = 500;

/** Sends to a topic. */
export function topicReceiver(topic: string, sender: RecordSender): Receiver {
  return {
    batchMax: BATCH_MAX,
    async deliver(batch, signal) {
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
      const wrong = await sender.send(topic, records, signal);
      if (wrong === null) return DONE;
      const { refused, why } = wrong;
      return refused ? { kind: 'refused', why, eachAlone: true } : { kind: 'later', why, afterMs: null };
    },
    memory: () => null,
    close: () => {},
  };
}
