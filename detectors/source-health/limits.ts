/** What a site may tune about the health of its sources. */
import { z } from 'zod';
import type { Presets } from '../../src/detector/presets.ts';

/** Thresholds of source-health. */
export const thresholds = z.strictObject({
  learnDays: z.int().min(2).default(3),
  hourlyEvents: z.int().min(1).default(5),
  silentHours: z.int().min(1).default(4),
  silentDays: z.int().min(1).default(2),
  longDays: z.int().min(2).default(5),
  clockRows: z.int().min(1).default(5),
  numberedRows: z.int().min(2).default(300),
  gapMinutes: z.int().min(1).default(60),
  gapRows: z.int().min(1).default(3),
  jumpMinutes: z.int().min(1).default(30),
  jumpRows: z.int().min(1).default(5),
});
export type Thresholds = z.infer<typeof thresholds>;

/** The two other presets. */
export const presets: Presets<typeof thresholds> = {
  basic: { silentHours: 8, silentDays: 4, longDays: 10, clockRows: 50, gapRows: 100, jumpRows: 50 },
  strict: { silentHours: 3, silentDays: 1, longDays: 2, clockRows: 1, gapRows: 1, jumpRows: 2 },
};
