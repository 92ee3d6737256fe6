/** How sure a share or a rate is: 95 % intervals. */

/** From, best guess, to. */
export interface Estimate {
  readonly low: number;
  readonly value: number;
  readonly high: number;
}

const Z = 1.959963984540054;
const TAIL = 0.025;

/** A share of `whole`. Source: Wilson's score interval (1927); holds for small numbers and at 0 and 1. */
export function share(part: number, whole: number): Estimate {
  if (whole === 0) return { low: 0, value: Number.NaN, high: 1 };
  const value = part / whole;
  const z2 = Z * Z;
  const middle = (value + z2 / (2 * whole)) / (1 + z2 / whole);
  const reach = (Z / (1 + z2 / whole)) * Math.sqrt((value * (1 - value)) / whole + z2 / (4 * whole * whole));
  return { low: Math.max(0, middle - reach), value, high: Math.min(1, middle + reach) };
}

/** `count` events over so much exposure. Source: Garwood (1936), the exact interval of a Poisson count, by bisection. */
export function rate(count: number, exposure: number): Estimate {
  const low = count === 0 ? 0 : bisect((mean) => 1 - atMost(count - 1, mean) - TAIL, 0, count);
  const high = bisect((mean) => TAIL - atMost(count, mean), count, count + 10 + 5 * Math.sqrt(count + 1));
  return { low: low / exposure, value: count / exposure, high: high / exposure };
}

/** P(N ≤ count) of a Poisson count with this mean; every term by its logarithm, so that none is too large or too small. */
function atMost(count: number, mean: number): number {
  let logarithm = -mean; // of mean^k e^-mean / k!
  let sum = Math.exp(logarithm);
  for (let k = 1; k <= count; k++) {
    logarithm += Math.log(mean / k);
    sum += Math.exp(logarithm);
  }
  return Math.min(1, sum);
}

/** Where a rising function passes 0. */
function bisect(rising: (x: number) => number, from: number, to: number): number {
  let [low, high] = [from, to];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (rising(middle) < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
