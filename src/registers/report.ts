/** What was wrong in the registers, with floods held down. */
import { type Place, type Problem, type ProblemCode, type ProblemDetails, problem } from '../core/problem.ts';

/** How many problems of one kind in one file are told singly. */
const TOLD_MAX = 20;

/** Collects problems: the first 20 of each kind and file singly, then how many more there were. */
export interface Report {
  /** Something the run assumed, or does without. */
  note(code: ProblemCode, details: ProblemDetails, place: Place): void;
  /** A row that is left out. */
  refuse(code: ProblemCode, details: ProblemDetails, place: Place): void;
  /** Rows left out so far. */
  refused(): number;
  problems(): Problem[];
}

/** An empty report. */
export function openReport(): Report {
  const told: Problem[] = [];
  const counts = new Map<string, { code: ProblemCode; place: Place; count: number }>();
  let refused = 0;

  function note(code: ProblemCode, details: ProblemDetails, place: Place): void {
    const kind = `${code} ${place.file ?? ''}`;
    const entry = counts.get(kind) ?? { code, place, count: 0 };
    counts.set(kind, entry);
    if (++entry.count <= TOLD_MAX) told.push(problem(code, details, place));
  }
  function refuse(code: ProblemCode, details: ProblemDetails, place: Place): void {
    refused++;
    note(code, details, place);
  }
  function problems(): Problem[] {
    const more = Array.from(counts.values()).filter(({ count }) => count > TOLD_MAX);
    return told.concat(
      more.map(({ code, place: { file = '' }, count }) =>
        problem('register-more', { count: count - TOLD_MAX, code }, { file }),
      ),
    );
  }
  return { note, refuse, refused: () => refused, problems };
}
