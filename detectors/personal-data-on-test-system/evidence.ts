/** The facts of a finding of personal-data-on-test-system. */
import { z } from 'zod';

/** Evidence of personal-data-on-test-system, of the latest event of the episode. */
export const evidence = z.strictObject({
  source: z.string(),
  sign: z.enum(['class', 'subject']),
  data_class: z.string().nullable(),
  records_in_30_days: z.int().min(1),
});
export type Evidence = z.infer<typeof evidence>;
