/** What a site may tune about look-ups after which nothing is sold. */

import { z } from 'zod';
import { DAY, HOUR, type Micros } from '../../src/core/time.ts';
import type { Presets } from '../../src/detector/presets.ts';

const excess = (limit: number) => z.int().positive().default(limit);

/** Thresholds of lookup-without-transaction. */
export const thresholds = z.strictObject({
  graceMinutes: z.int().positive().default(30),
  excessHour: excess(10),
  excessDay: excess(15),
  excessMonth: excess(30),
  onceIn: z.int().min(100).default(1_000_000),
  oddDay: z.int().positive().default(5),
  knownFrom: z.int().positive().default(50),
  usualMax: z.number().min(0.1).max(0.99).default(0.95),
  highLookups: z.int().positive().default(100),
});
export type Thresholds = z.infer<typeof thresholds>;

/** Presets: twice as much beyond the usual, or about half. */
export const presets: Presets<typeof thresholds> = {
  basic: { excessHour: 20, excessDay: 30, excessMonth: 60, onceIn: 100_000_000, oddDay: 15 },
  strict: { excessHour: 5, excessDay: 8, excessMonth: 15, onceIn: 10_000, oddDay: 2, highLookups: 30 },
};

/** The horizons, with the panes by which they are counted: at most one pane too much. The longest is what the others are held against. */
export const HORIZONS: readonly { readonly horizon: Micros; readonly panes: number }[] = [
  { horizon: HOUR, panes: 12 },
  { horizon: DAY, panes: 24 },
  { horizon: 30 * DAY, panes: 30 },
  { horizon: 120 * DAY, panes: 30 },
];
/** Positions in {@link HORIZONS}. */
export const DAILY = 1;
export const MONTHLY = 2;
export const LONG = 3;

/** How many more than usual make a finding, by horizon. */
export function excessOf(limit: Thresholds): readonly number[] {
  return [limit.excessHour, limit.excessDay, limit.excessMonth];
}
