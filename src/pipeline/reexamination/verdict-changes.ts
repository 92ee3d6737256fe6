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
  readonly again: (said: Said) => void;
  readonly now: (said: Said) => void;
  /** What is otherwise now, by ref and subject. */
  changes(): VerdictChange[];
}

type Side = 'before' | 'again' | 'now';
type Pair = { readonly lookup: Said['lookups'][number] } & { [S in Side]: Verdict | null };

/** No pairs yet. `isTwice`: what was judged before was examined again since; both count as before. */
export function verdictPairs(isTwice = false): VerdictPairs {
  const pairs = new Map<string, Pair>();
  const note =
    (side: Side) =>
    ({ verdicts, lookups }: Said): void => {
      for (const [i, verdict] of verdicts.entries()) {
        const key = `${lookups[i].ref} ${verdict.subject}`;
        const pair = pairs.get(key) ?? { lookup: lookups[i], before: null, again: null, now: null };
        pair[side] = verdict;
        if (isSame(pair.before, pair.now) && (!isTwice || isSame(pair.again, pair.now))) pairs.delete(key);
        else pairs.set(key, pair);
      }
    };
  return {
    before: note('before'),
    again: note('again'),
    now: note('now'),
    changes: () =>
      [...pairs.values()]
        .flatMap(({ now, lookup }) => (now === null ? [] : [{ verdict: now, lookup }]))
        .sort((a, b) => a.lookup.ref - b.lookup.ref || (a.verdict.subject < b.verdict.subject ? -1 : 1)),
  };
}

function isSame(one: Verdict | null, other: Verdict | null): boolean {
  return one?.verdict === other?.verdict && one?.by === other?.by;
}
