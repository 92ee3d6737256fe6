/**
 * One output on its way, by itself: what the commits hold is sent in order, a batch at a time, until it has arrived, and
 * only then its position moves. Whatever goes wrong on one lane, the others never wait for it.
 */
import type { Problem } from '../core/problem.ts';
import { problem } from '../core/problem.ts';
import { backoffMs } from './backoff.ts';
import type { Chunk, CommitLine, CommitLines } from './commit-lines.ts';
import type { Formed } from './forms.ts';
import type { Positions } from './positions.ts';
import { type Message, type Pace, type Receiver, unlessAborted } from './receiver.ts';

/** What an output has come to. Counts are those of this process. */
export interface OutputStatus {
  readonly output: string;
  /** Lines that are committed and not dealt with. */
  backlog: number;
  /** Messages that have arrived. */
  sent: number;
  /** Attempts that failed. */
  failures: number;
  /** Messages that are set aside, since the receiver refused them. */
  refused: number;
  /** Messages that were not sent: early ones that were lost, lines past their retention. */
  lost: number;
  lastDoneAtMs: number | null;
  /** What goes wrong now; null where nothing does. */
  problem: Problem | null;
}

/** A status before anything was sent. */
export function newOutputStatus(output: string): OutputStatus {
  return {
    output,
    backlog: 0,
    sent: 0,
    failures: 0,
    refused: 0,
    lost: 0,
    lastDoneAtMs: null,
    problem: null,
  };
}

/** What a lane is made of. */
export interface LaneParts {
  readonly lines: CommitLines;
  readonly positions: Positions;
  readonly receiver: Receiver;
  readonly pace: Pace;
  readonly status: OutputStatus;
  /** What the output makes of lines: of each what it is sent, in order; null where the signal came first. Asked once of each line, in their order. */
  forms(lines: readonly CommitLine[], signal: AbortSignal): Promise<readonly (readonly Formed[])[] | null>;
  /** Keeps what was refused, durably. */
  setAside(batch: readonly Message[], why: Problem): void;
  /** Told when something begins to go wrong, and when it is something else. */
  onProblem(why: Problem): void;
}

/** A lane under way. */
export interface Lane {
  /** Sends until it is closed. Rejects with what must end the process. */
  run(signal: AbortSignal): Promise<void>;
  /** There is more to send. */
  wake(): void;
  /** Ends `run` as soon as nothing is left, or at the next failure. */
  finish(): void;
}

/** Lines between two positions: so many may be sent again after a crash. */
const CHUNK_LINES = 1_000;

/** Makes a lane. `signal` of {@link Lane.run} ends it at once. */
export function lane(parts: LaneParts): Lane {
  const { lines, positions, receiver, pace, status } = parts;
  const ending = new AbortController();
  let wake = () => {};
  let isAwake = false;

  /** Until there is more, or the end. */
  async function asleep(signal: AbortSignal): Promise<void> {
    if (isAwake) return;
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await unlessAborted(woken, signal);
  }

  /** Sends a batch until every message of it has arrived or is set aside; false where the end came first. */
  async function send(batch: readonly Message[], signal: AbortSignal): Promise<boolean> {
    for (let failures = 1; !signal.aborted; failures++) {
      positions.check();
      const delivery = await unlessAborted(receiver.deliver(batch, signal), signal);
      if (delivery === null) return false;
      if (delivery.kind === 'done') {
        status.sent += batch.length;
        status.lastDoneAtMs = pace.nowMs();
        status.problem = null;
        return true;
      }
      status.failures++;
      if (delivery.kind === 'refused') {
        if (!delivery.eachAlone || batch.length === 1) {
          tell(delivery.why);
          parts.setAside(batch, delivery.why);
          status.refused += batch.length;
          return true;
        }
        const half = batch.length >>> 1;
        return (await send(batch.slice(0, half), signal)) && send(batch.slice(half), signal);
      }
      tell(delivery.why);
      const [{ commit, line }] = batch;
      if (failures === 1) positions.move({ commit, line }, receiver.memory()); // this may take long
      if (ending.signal.aborted) return false;
      const after = Math.max(delivery.afterMs ?? 0, backoffMs(failures, pace.chance()));
      await pace.wait(after, AbortSignal.any([signal, ending.signal]));
    }
    return false;
  }

  function tell(why: Problem): void {
    const isNew = status.problem?.message.en !== why.message.en;
    status.problem = why;
    if (isNew) parts.onProblem(why);
  }

  /** What the output wants of a chunk; null where the signal came first. */
  async function messagesOf({ lines: some }: Chunk, signal: AbortSignal): Promise<Message[] | null> {
    const formed = await parts.forms(some, signal);
    if (formed === null) return null;
    return some.flatMap(({ commit, line, day }, i) =>
      formed[i].map((one) => ({ commit, line, day, ...one, early: null })),
    );
  }

  return {
    async run(signal) {
      const cursor = lines.cursor(positions.place());
      const either = AbortSignal.any([signal, ending.signal]);
      try {
        while (!signal.aborted) {
          isAwake = false;
          const chunk = cursor.next(CHUNK_LINES);
          if (chunk === null) {
            if (ending.signal.aborted) return;
            await asleep(either);
            continue;
          }
          if (chunk.lost > 0) {
            status.lost += chunk.lost;
            tell(problem('outbox-lost', { output: status.output, lines: chunk.lost }));
          }
          const messages = await messagesOf(chunk, signal);
          if (messages === null) return;
          for (let from = 0; from < messages.length; from += receiver.batchMax)
            if (!(await send(messages.slice(from, from + receiver.batchMax), signal))) return;
          positions.move(chunk.after, receiver.memory());
          await pace.wait(0, signal); // the others' turn
        }
      } finally {
        cursor.close();
        receiver.close();
      }
    },
    wake() {
      isAwake = true;
      wake();
    },
    finish: () => ending.abort(),
  };
}
