/** What a site may tune about unregistered-device. */
import { z } from 'zod';
import type { Presets } from '../../src/detector/presets.ts';

/** Thresholds of unregistered-device. */
export const thresholds = z.strictObject({
  uncoveredPeople: z.int().min(2).default(3),
  uncoveredShare: z.number().min(0).max(1).default(0.3),
  shownPeople: z.int().min(0).default(1),
  takenRecords: z.int().min(1).default(500),
});
export type Thresholds = z.infer<typeof thresholds>;

/** Basic: what stands out against a well-kept register. Strict: an office whose registers are complete. */
export const presets: Presets<typeof thresholds> = {
  basic: { uncoveredShare: 0.1, shownPeople: 10, takenRecords: 2_000 },
  strict: { uncoveredPeople: 5, uncoveredShare: 0.5, shownPeople: 0, takenRecords: 100 },
};
