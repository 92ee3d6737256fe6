/** What a verification can find, with the place: a problem of the list, and what machines want to know of it. */
import { type Problem, type ProblemDetails, problem } from '../../core/problem.ts';
import type { VERIFY_PROBLEMS } from '../../core/verify-problems.ts';

/** What may be found. */
export type FaultCode = keyof typeof VERIFY_PROBLEMS;

/** Part of an input that was read and is not there now. `to` is null where nobody can say how far it went. */
export interface LostPositions {
  readonly input: string;
  readonly from: { readonly byte: number; readonly line: number };
  readonly to: { readonly byte: number; readonly line: number } | null;
}

/** A row group whose bytes are not those that were committed. Rows count from 1. */
export interface AlteredGroup {
  readonly group: number;
  readonly rows: readonly [first: number, last: number] | null;
  readonly bytes: readonly [from: number, to: number];
}

/** One thing that is wrong, or that could not be checked. */
export interface Fault extends Problem {
  readonly code: FaultCode;
  /** `altered`: the lake is not what was sealed; `unchecked`: nobody can say. */
  readonly kind: 'altered' | 'unchecked';
  readonly groups?: readonly AlteredGroup[];
  readonly positions?: readonly LostPositions[];
  /** First and last day of the events that are missing. */
  readonly days?: readonly [first: string, last: string];
}

const UNCHECKED: ReadonlySet<FaultCode> = new Set<FaultCode>([
  'verify-unsealed',
  'verify-never-sealed',
  'verify-unreadable',
  'verify-unfinished',
  'verify-format',
  'verify-positions',
]);

/** A fault at a file of the lake. */
export function fault(
  code: FaultCode,
  file: string,
  details: ProblemDetails = {},
  more: Pick<Fault, 'groups' | 'positions' | 'days'> = {},
): Fault {
  return {
    ...problem(code, details, { file }),
    code,
    kind: UNCHECKED.has(code) ? 'unchecked' : 'altered',
    ...more,
  };
}
