/** The facts of a finding of out-of-contract-access, and how grave they are. */
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../schemas/finding.ts';

/** What lies outside; the first that applies is the reason a finding gives. */
export const BEYOND = [
  'no-contract',
  'ended',
  'system',
  'tenant',
  'data-class',
  'action',
  'record-date',
] as const;
export type Beyond = (typeof BEYOND)[number];

/** Evidence of out-of-contract-access, of the latest event of the episode. */
export const evidence = z.strictObject({
  beyond: z.array(z.enum(BEYOND)),
  employer: z.string(),
  contract: z.string().nullable(),
  ended_on: z.string().nullable(),
  days_after: z.int().nullable(),
  source: z.string(),
  tenant: z.string().nullable(),
  data_class: z.string().nullable(),
  action: z.string(),
  record_date: z.string().nullable(),
  records_from: z.string().nullable(),
  records_to: z.string().nullable(),
  records_in_30_days: z.int().min(0),
});
export type Evidence = z.infer<typeof evidence>;

const SCORES = [25, 52, 75, 92] as const;

/** Severity and score by steps from 0 to 3. */
export function gravityOf(steps: number): { severity: Severity; score: number } {
  return { severity: SEVERITIES[steps], score: SCORES[steps] };
}
