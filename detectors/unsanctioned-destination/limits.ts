/** What a site may tune about destinations, in what it writes and made ready for rows. */
import { z } from 'zod';
import { PERSONAL_CLASSES } from '../../src/detector/data-classes.ts';
import type { Presets } from '../../src/detector/presets.ts';

/** Thresholds of unsanctioned-destination. Volumes are those of one person and one destination in 30 days. */
export const thresholds = z.strictObject({
  many_records: z.int().positive().default(20),
  many_bytes: z.int().positive().default(100_000_000),
  repeated_transfers: z.int().min(2).default(8),
  repeated_days: z.int().min(2).default(3),
  shared_by: z.int().min(2).default(5),
  device_change_days: z.int().min(0).default(14),
  sensitive_classes: z.array(z.string()).default([...PERSONAL_CLASSES]),
  unregistered_records: z.int().positive().default(500),
  unregistered_bytes: z.int().positive().default(1_000_000_000),
});
export type Thresholds = z.infer<typeof thresholds>;

/** Basic: a thing done on several days, or in bulk. Strict: an office that sends next to nothing. */
export const presets: Presets<typeof thresholds> = {
  basic: {
    many_records: 100,
    many_bytes: 500_000_000,
    repeated_transfers: 50,
    repeated_days: 10,
    unregistered_records: 2_000,
    unregistered_bytes: 5_000_000_000,
  },
  strict: {
    many_records: 5,
    many_bytes: 20_000_000,
    repeated_transfers: 3,
    repeated_days: 2,
    shared_by: 10,
    unregistered_records: 100,
    unregistered_bytes: 200_000_000,
  },
};
