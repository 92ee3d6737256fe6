/** Chance from a seed: the same seed tells the same story, on every machine and in every year. */
import { hashText } from '../src/core/hash.ts';

/** A source of chance. Every story owns one and asks it in a fixed order. */
export interface Chance {
  /** An integer in [low, high]. */
  between(low: number, high: number): number;
  /** True with the given probability. */
  happens(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  shuffled<T>(list: readonly T[]): T[];
}

/** Chance grown from a text. Source: sfc32 of PractRand (public domain); not for secrets. */
export function chanceOf(seed: string): Chance {
  const next = sfc32(hashText(`${seed}/a`), hashText(`${seed}/b`), hashText(`${seed}/c`));
  const below = (count: number) => Math.floor(next() * count);
  return {
    between: (low, high) => low + below(high - low + 1),
    happens: (probability) => next() < probability,
    pick: (list) => list[below(list.length)],
    shuffled(list) {
      const order = [...list];
      for (let i = order.length - 1; i > 0; i--) {
        const j = below(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}

/** A whole number split into `parts` uneven whole numbers that add up to it exactly, each at least `least`. */
export function shares(chance: Chance, whole: number, parts: number, least = 1): number[] {
  const spare = whole - least * parts;
  const cuts = Array.from({ length: parts - 1 }, () => chance.between(0, spare)).sort((a, b) => a - b);
  return [...cuts, spare].map((cut, i) => least + cut - (i === 0 ? 0 : cuts[i - 1]));
}

function sfc32(seedA: number, seedB: number, seedC: number): () => number {
  let a = seedA | 0;
  let b = seedB | 0;
  let c = seedC | 0;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 12; i++) next(); // the first values still show the seed
  return next;
}
