/** How metsuke ends: the exit codes of the outside contract. */
import type { Problem, ProblemCode } from '../core/problem.ts';

/** Exit codes by name. */
export const EXIT = {
  ok: 0,
  failure: 1,
  usage: 2,
  findings: 3,
  integrity: 4,
  incomplete: 5,
  unavailable: 69,
  unreadable: 74,
  configuration: 78,
  interrupted: 130,
} as const;

/** By what a command is stopped for another reason than that something cannot be read or written. */
const STOPPED: Partial<Readonly<Record<ProblemCode, number>>> = {
  'lake-damaged': EXIT.integrity,
  'lake-taken-over': EXIT.failure,
  'lake-settings': EXIT.configuration,
  'lake-state-form': EXIT.configuration,
  'lake-format': EXIT.configuration,
  'thread-failed': EXIT.failure,
  'seat-lost': EXIT.failure,
  'seat-overfull': EXIT.failure,
  'kafka-unreachable': EXIT.unavailable,
  'kafka-refused': EXIT.unavailable,
  'kafka-ended': EXIT.unavailable,
  'kafka-secret': EXIT.configuration,
  'kafka-topic-missing': EXIT.configuration,
  'kafka-gap': EXIT.failure,
  'kafka-history': EXIT.failure,
  'kafka-stood-down': EXIT.failure,
};

/** How a command ends that a problem has stopped. */
export function stoppedBy({ code }: Pick<Problem, 'code'>): number {
  return STOPPED[code] ?? EXIT.unreadable;
}

/** When a run that reached its end has several reasons for a code, the first of these counts. */
const ORDER: readonly number[] = [EXIT.integrity, EXIT.failure, EXIT.incomplete, EXIT.findings];

/** The one code for all reasons that hold; ok where none does. */
export function exitCode(reasons: readonly number[]): number {
  return ORDER.find((code) => reasons.includes(code)) ?? EXIT.ok;
}
