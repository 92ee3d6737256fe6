/**
 * How much a sample may have missed: exact upper bounds without replacement, one-sided.
 * Source: J. P. Buonaccorsi, “A note on confidence intervals for proportions in finite populations”, The American Statistician 41 (1987): the
 * hypergeometric counterpart of Clopper and Pearson (1934).
 */

/** Probability that a sample of `n` from `size` with `bad` bad ones holds at most `found` of them. */
export function atMost(found: number, size: number, bad: number, n: number): number {
  let sum = 0;
  for (let x = Math.max(0, n - (size - bad)); x <= Math.min(found, bad, n); x++)
    sum += Math.exp(logChoose(bad, x) + logChoose(size - bad, n - x) - logChoose(size, n));
  return Math.min(1, sum);
}

/** The most bad ones among `size` that a sample of `n` with `found` bad ones leaves possible at this confidence. */
export function mostBad(size: number, n: number, found: number, confidence: number): number {
  let low = found;
  let high = size - (n - found);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (atMost(found, size, middle, n) > 1 - confidence) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** A stratum: how many there are, and how many were drawn. */
export interface Stratum {
  readonly size: number;
  readonly n: number;
}

/**
 * The most bad ones in all strata together if none of the drawn ones is bad. The chance to see none is the product of those of the strata;
 * each further bad one is put where it lowers that least, which is the worst case, since every one costs more than the one before.
 */
export function mostUnseen(strata: readonly Stratum[], confidence: number): number {
  const limit = Math.log(1 - confidence);
  const bad = strata.map(() => 0);
  let chance = 0;
  let total = 0;
  for (;;) {
    let best = -1;
    let cost = -Infinity;
    for (const [i, { size, n }] of strata.entries()) {
      const left = size - bad[i];
      if (left <= n) continue;
      const next = Math.log((left - n) / left);
      if (next > cost) [best, cost] = [i, next];
    }
    if (best < 0 || chance + cost <= limit) return total;
    chance += cost;
    bad[best]++;
    total++;
  }
}

const logs: number[] = [0];

/** Logarithm of n!, kept. */
function logFactorial(n: number): number {
  for (let i = logs.length; i <= n; i++) logs.push(logs[i - 1] + Math.log(i));
  return logs[n];
}

function logChoose(n: number, k: number): number {
  return k < 0 || k > n ? -Infinity : logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}
