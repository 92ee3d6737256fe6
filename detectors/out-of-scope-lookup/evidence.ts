/** The facts of a finding of out-of-scope-lookup. */
import { z } from 'zod';
import { CAUSE_NAMES, OFF_DUTY_NAMES } from './causes.ts';

/** Evidence of out-of-scope-lookup, of the latest look-up of the episode. */
export const evidence = z.strictObject({
  cause: z.enum(CAUSE_NAMES).describe('What speaks against the look-up.'),
  off_duty: z.enum(OFF_DUTY_NAMES).describe('Whether the person was off duty, and why. By itself no cause.'),
  case_id: z.string().nullable().describe('The case it cites, or the case that is over.'),
  closed_on: z.string().nullable().describe('Last day of that case.'),
  protection: z.string().nullable().describe('Why the subject is protected.'),
  data_class: z.string().nullable().describe('Class of the data.'),
  site: z.string().nullable().describe('The site it came from, where that is the cause.'),
  authorised_until: z.string().nullable().describe('Last day on which the site was authorised.'),
});

/** {@link evidence} as a type. */
export type Evidence = z.infer<typeof evidence>;
