/** How a thread that judges ends the run. */
import { type Problem, problem } from '../../core/problem.ts';

/** The process that worked for a thread has gone. */
export class SeatLost extends Error {}

/** What was to go to another process, or to come from there, is larger than may be sent at once. */
export class SeatOverfull extends Error {}

/** A thread has died: nothing of what was not durable is kept, and the run ends with this problem. */
export class ThreadFailed extends Error {
  readonly problem: Problem;

  constructor(cause: unknown) {
    const made = problemOf(cause);
    super(made.message.en, { cause });
    this.problem = made;
  }
}

function problemOf(cause: unknown): Problem {
  if (cause instanceof SeatLost) return problem('seat-lost');
  if (cause instanceof SeatOverfull) return problem('seat-overfull');
  return problem('thread-failed', { cause: nameOf(cause) });
}

/** What is said of a cause in public: its code or its kind, since a message might quote a row. */
function nameOf(cause: unknown): string {
  if (!(cause instanceof Error)) return '-';
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.name;
}
