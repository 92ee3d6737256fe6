/** A bar: what was promised, what was measured, and whether it holds. */

/** Several measurements of one thing. */
export interface Spread {
  readonly min: number;
  readonly median: number;
  readonly max: number;
  readonly rounds: number;
}

/** One promise. */
export interface Bar {
  readonly name: string;
  /** At most this, or at least where `isLeast`. */
  readonly bound: number;
  readonly isLeast?: boolean;
  readonly unit: string;
  /** The median is what counts; null where it could not be measured. */
  readonly measured: Spread | null;
  readonly note: string;
}

/** Min, median and max. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median =
    sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
  return { min: sorted[0] ?? 0, median, max: sorted.at(-1) ?? 0, rounds: sorted.length };
}

/** Whether the bar holds; null where it could not be measured. */
export function holds({ bound, isLeast, measured }: Bar): boolean | null {
  if (measured === null) return null;
  return isLeast === true ? measured.median >= bound : measured.median <= bound;
}

/** The bar in cells: verdict and name, bar, measured, note. */
export function barCells(bar: Bar): [name: string, bound: string, measured: string, note: string] {
  const { name, bound, isLeast, unit, measured, note } = bar;
  const verdict = { true: 'pass', false: 'FAIL', null: '--' }[
    String(holds(bar)) as 'true' | 'false' | 'null'
  ];
  const value = measured === null ? 'not measured' : `${spreadText(measured)} ${unit}`;
  return [`${verdict} ${name}`, `${isLeast === true ? '≥' : '≤'} ${bound} ${unit}`, value, note];
}

/** The bar in one line. */
export function barLine(bar: Bar): string {
  const [name, bound, measured, note] = barCells(bar);
  return `${name.padEnd(50)} ${bound.padEnd(16)} ${measured}${note === '' ? '' : `  (${note})`}`;
}

/** `median (min–max of rounds)`. */
function spreadText({ min, median, max, rounds }: Spread): string {
  return rounds === 1 ? shown(median) : `${shown(median)} (${shown(min)}–${shown(max)} of ${rounds})`;
}

function shown(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
