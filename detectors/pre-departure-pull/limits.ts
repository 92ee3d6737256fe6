/** What a site may tune about departures. */

import { z } from 'zod';
import { SENSITIVE_CLASSES } from '../../src/detector/data-classes.ts';
import type { Presets } from '../../src/detector/presets.ts';

/** Thresholds of pre-departure-pull. Amounts are sums of 30 days. */
export const thresholds = z.strictObject({
  before_days: z.int().positive().default(60),
  least_taken: z.int().positive().default(50),
  least_unsanctioned: z.int().positive().default(20),
  least_read: z.int().positive().default(500),
  unknown_taken: z.int().positive().default(300),
  tail: z.number().positive().max(0.1).default(0.001),
  sensitive_classes: z.array(z.string()).default([...SENSITIVE_CLASSES, 'customer', 'trade-secret']),
});
export type Thresholds = z.infer<typeof thresholds>;

/** Basic: what is far beyond a hand-over. Strict: an office whose documents are its business. */
export const presets: Presets<typeof thresholds> = {
  basic: { least_taken: 200, least_unsanctioned: 100, least_read: 3_000, unknown_taken: 1_000, tail: 0.0001 },
  strict: {
    before_days: 90,
    least_taken: 20,
    least_unsanctioned: 5,
    least_read: 200,
    unknown_taken: 100,
    tail: 0.005,
  },
};
