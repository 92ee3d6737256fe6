/** What administrators and service accounts may read in all, over the years. */
import { z } from 'zod';

/** What is counted for ever. */
export const LIFETIME_MEASURES = ['subjects', 'records', 'tenants'] as const;
export type LifetimeMeasure = (typeof LIFETIME_MEASURES)[number];

const most = (limit: number) => z.int().positive().default(limit);
/** Limits of it. */
export const lifetimeLimits = z.strictObject({
  subjects: most(2_000),
  records: most(100_000),
  tenants: most(30),
});
