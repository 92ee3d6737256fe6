/** How metsuke ends: the exit codes of the outside contract. */

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

/** When a run that reached its end has several reasons for a code, the first of these counts. */
const ORDER: readonly number[] = [EXIT.integrity, EXIT.failure, EXIT.incomplete, EXIT.findings];

/** The one code for all reasons that hold; ok where none does. */
export function exitCode(reasons: readonly number[]): number {
  return ORDER.find((code) => reasons.includes(code)) ?? EXIT.ok;
}
