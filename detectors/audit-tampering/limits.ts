/** What a site may tune about tampering with the record. */
import { z } from 'zod';

/** Thresholds of audit-tampering. */
export const thresholds = z.strictObject({
  auditClasses: z.array(z.string()).default(['audit-log']),
  monitorNames: z.array(z.string()).default(['metsuke']),
  administratorChanges: z.int().min(0).default(0),
  serviceRotation: z.boolean().default(true),
});
export type Thresholds = z.infer<typeof thresholds>;
