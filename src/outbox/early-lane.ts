/**
 * An output that is told at once, before anything is committed: best effort. Each message is tried once, what cannot be sent is
 * counted and let go (its committed revision goes the other way), and only so many wait.
 */
import type { Formed } from './forms.ts';
import type { OutputStatus } from './lane.ts';
import { type Mark, type Message, type Pace, type Receiver, unlessAborted } from './receiver.ts';

/** How many messages may wait for a slow receiver. */
const WAITING_MAX = 10_000;

/** An early lane. */
export interface EarlyLane {
  add(formed: Formed, mark: Mark): void;
  /** Sends until the signal. */
  run(signal: AbortSignal): Promise<void>;
}

/** Makes an early lane to a receiver. */
export function earlyLane(
  receiver: Receiver,
  status: OutputStatus,
  pace: Pace,
  waitingMax = WAITING_MAX,
): EarlyLane {
  let waiting: Message[] = [];
  let wake = () => {};

  /** The longest beginning of what waits that one shard said in one epoch. */
  function nextBatch(): Message[] {
    const [{ early }] = waiting;
    const other = waiting.findIndex(
      (message) => message.early?.shard !== early?.shard || message.early?.epoch !== early?.epoch,
    );
    const size = Math.min(other === -1 ? waiting.length : other, receiver.batchMax);
    const batch = waiting.slice(0, size);
    waiting = waiting.slice(size);
    return batch;
  }

  return {
    add(formed, mark) {
      if (waiting.length >= waitingMax) {
        status.lost++;
        return;
      }
      waiting.push({ ...formed, commit: mark.epoch, line: 0, day: 0, early: mark });
      status.backlog = waiting.length;
      wake();
    },
    async run(signal) {
      while (!signal.aborted) {
        if (waiting.length === 0) {
          const woken = new Promise<void>((resolve) => {
            wake = resolve;
          });
          await unlessAborted(woken, signal);
          continue;
        }
        const batch = nextBatch();
        const delivery = await unlessAborted(receiver.deliver(batch, signal), signal);
        if (delivery === null) break;
        status.backlog = waiting.length;
        if (delivery.kind === 'done') {
          status.sent += batch.length;
          status.lastDoneAtMs = pace.nowMs();
          status.problem = null;
        } else {
          status.failures++;
          status.lost += batch.length;
          status.problem = delivery.why;
        }
      }
      receiver.close();
    },
  };
}
