/** The facts of a finding of out-of-scope-lookup. */
import { z } from 'zod';
import { CAUSE_NAMES, OFF_DUTY_NAMES } from './causes.ts';

/** Evidence of out-of-scope-lookup, of the latest look-up of the episode. */
export const evidence = z.strictObject({
  cause: z.enum(CAUSE_NAMES),
  off_duty: z.enum(OFF_DUTY_NAMES),
  case_id: z.string().nullable(),
  closed_on: z.string().nullable(),
  protection: z.string().nullable(),
  data_class: z.string().nullable(),
  site: z.string().nullable(),
  authorised_until: z.string().nullable(),
});

/** {@link evidence} as a type. */
export type Evidence = z.infer<typeof evidence>;
