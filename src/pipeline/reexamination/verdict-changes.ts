/** Verdicts that come out otherwise: those of then and those of now, held against each other as they are settled. */
import type { Verdict } from '../../../schemas/verdict.ts';
import type { Said } from '../../engine/engine.ts';

/** A look-up whose verdict is another one now. */
export interface VerdictChange {
  readonly verdict: Verdict;
  readonly lookup: Said['lookups'][number];
}

/** Pairs of verdicts. Keeps only those that differ or wait for the other side. */
export interface VerdictPairs {
  readonly before: (said: Said) => void;
  readonly now: (said: Said) => void;
  /** What is otherwise now, by ref and subject. */
  changes(): VerdictChange[];
}

type Side = 'before' | 'now';
type Pair = { readonly lookup: Said['lookups'][number] } & { [S in Side]: Verdict | null };

/** No pairs yet. */
export function verdictPairs(): VerdictPairs {
  const pairs = new Map<string, Pair>();
  const note =
    (side: Side) =>
    ({ verdicts, lookups }: Said): void => {
      for (const [i, verdict] of verdicts.entries()) {
        const key = `${lookups[i].ref} ${verdict.subject}`;
        const pair = pairs.get(key) ?? { lookup: lookups[i], before: null, now: null };
        pair[side] = verdict;
        if (isSame(pair)) pairs.delete(key);
        else pairs.set(key, pair);
      }
    };
  return {
    before: note('before'),
    now: note('now'),
    changes: () =>
      [...pairs.values()]
        .flatMap(({ now, lookup }) => (now === null ? [] : [{ verdict: now, lookup }]))
        .sort((a, b) => a.lookup.ref - b.lookup.ref || (a.verdict.subject < b.verdict.subject ? -1 : 1)),
  };
}

function isSame({ before, now }: Pair): boolean {
  return before?.verdict === now?.verdict && before?.by === now?.by;
}
