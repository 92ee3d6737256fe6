/** The order of the rows of a table: by one column first, then by time and ref. */
import type { Texts } from './texts.ts';

/** So few are put in order one by one. */
const FEW = 16;
/** Texts that are alike for longer than this are compared whole. */
const DEPTH_MAX = 64;

/** The place of each text among all, as their bytes are compared. */
export function textRanks(texts: Texts): Int32Array {
  const { bytes, starts } = texts.held();
  const order = Uint32Array.from({ length: texts.size() }, (_, code) => code);
  sortTexts(order, bytes, starts);
  const ranks = new Int32Array(order.length);
  for (const [rank, code] of order.entries()) ranks[code] = rank;
  return ranks;
}

/** Radix sort, the first byte first. Source: McIlroy, Bostic, McIlroy, Engineering Radix Sort (1993). */
function sortTexts(order: Uint32Array, bytes: Uint8Array, starts: Uint32Array): void {
  const spare = new Uint32Array(order.length);
  const waiting: [from: number, to: number, depth: number][] = [[0, order.length, 0]];
  for (let range = waiting.pop(); range !== undefined; range = waiting.pop()) {
    const [from, to, depth] = range;
    if (to - from <= FEW || depth === DEPTH_MAX) {
      order.subarray(from, to).sort((one, other) => compare(bytes, starts, one, other, depth));
      continue;
    }
    const ends = new Uint32Array(257); // 0: the text is over
    const byteOf = (code: number) => {
      const at = starts[code] + depth;
      return at < starts[code + 1] ? bytes[at] + 1 : 0;
    };
    for (let i = from; i < to; i++) ends[byteOf(order[i])]++;
    let sum = from;
    for (let value = 0; value < 257; value++) {
      const count = ends[value];
      if (value > 0 && count > 1) waiting.push([sum, sum + count, depth + 1]);
      ends[value] = sum;
      sum += count;
    }
    for (let i = from; i < to; i++) spare[ends[byteOf(order[i])]++] = order[i];
    order.set(spare.subarray(from, to), from);
  }
}

function compare(bytes: Uint8Array, starts: Uint32Array, one: number, other: number, depth: number): number {
  let a = starts[one] + depth;
  let b = starts[other] + depth;
  const [endA, endB] = [starts[one + 1], starts[other + 1]];
  for (; a < endA && b < endB; a++, b++) if (bytes[a] !== bytes[b]) return bytes[a] - bytes[b];
  return endA - a - (endB - b);
}

/** The place of each of some numbers among those that differ, and how many those are. */
export function numberRanks(values: Float64Array): { ranks: Int32Array; count: number } {
  const different = Float64Array.from(new Set(values)).sort();
  const rankOf = new Map(Array.from(different, (value, rank) => [value, rank]));
  return { ranks: Int32Array.from(values, (value) => rankOf.get(value) ?? 0), count: different.length };
}

/**
 * Rows by `rankOf` (0 up to `ranks`, exclusive), those of one rank by `compare`. Costs a few steps a row where rows of one rank come in order, as
 * they mostly do.
 */
export function rowOrder(
  rows: number,
  ranks: number,
  rankOf: (row: number) => number,
  compare: (one: number, other: number) => number,
): Uint32Array {
  const ends = new Uint32Array(ranks + 1);
  for (let row = 0; row < rows; row++) ends[rankOf(row) + 1]++;
  for (let rank = 0; rank < ranks; rank++) ends[rank + 1] += ends[rank];
  const order = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) order[ends[rankOf(row)]++] = row;
  for (let rank = 0, from = 0; rank < ranks; from = ends[rank++]) {
    for (let i = from + 1; i < ends[rank]; i++) {
      if (compare(order[i - 1], order[i]) <= 0) continue;
      order.subarray(from, ends[rank]).sort(compare);
      break;
    }
  }
  return order;
}
