/** Why rows were refused: how many for each cause, and where the first one is, for those who keep no quarantine file. */
import type { Bilingual } from '../core/bilingual.ts';
import type { ProblemCode } from '../core/problem.ts';
import type { Quarantined } from '../ingest/quarantined.ts';

/** Causes told apart by their words, so that each field is named; more of them are told apart by code alone. */
const CAUSES_MAX = 20;

/** One cause; the words are those of its first row. */
export interface RefusedCause {
  readonly code: ProblemCode;
  readonly count: number;
  readonly first: { readonly input: string; readonly line: number; readonly cause: Bilingual };
}

/** Counts refused rows by cause. */
export function refusedRows() {
  const causes = new Map<string, { -readonly [N in keyof RefusedCause]: RefusedCause[N] }>();
  return {
    add({ input, line, problem: { code, message } }: Quarantined): void {
      const name = causes.size < CAUSES_MAX || causes.has(message.en) ? message.en : code;
      const known = causes.get(name);
      if (known === undefined) causes.set(name, { code, count: 1, first: { input, line, cause: message } });
      else known.count++;
    },
    clear: () => causes.clear(),
    /** The most frequent first. */
    causes: (): RefusedCause[] => [...causes.values()].sort((a, b) => b.count - a.count),
  };
}
