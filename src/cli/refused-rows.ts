/** Why rows were refused: how many for each cause, and where the first one is, for those who keep no quarantine file. */
import type { Bilingual } from '../core/bilingual.ts';
import type { ProblemCode } from '../core/problem.ts';
import type { Quarantined } from '../ingest/quarantined.ts';

/** One cause; the words are those of its first row. */
export interface RefusedCause {
  readonly code: ProblemCode;
  readonly count: number;
  readonly first: { readonly input: string; readonly line: number; readonly cause: Bilingual };
}

/** Counts refused rows by cause. */
export function refusedRows() {
  const causes = new Map<ProblemCode, { -readonly [N in keyof RefusedCause]: RefusedCause[N] }>();
  return {
    add({ input, line, problem: { code, message } }: Quarantined): void {
      const known = causes.get(code);
      if (known === undefined) causes.set(code, { code, count: 1, first: { input, line, cause: message } });
      else known.count++;
    },
    clear: () => causes.clear(),
    /** The most frequent first. */
    causes: (): RefusedCause[] => [...causes.values()].sort((a, b) => b.count - a.count),
  };
}
