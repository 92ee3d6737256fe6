/** The facts of a finding of access-after-termination. */
import { z } from 'zod';

/** What had ended, or who says so. */
export const ENDED = [
  'employment',
  'secondment',
  'assignment',
  'account',
  'device-holder',
  'leavers-place',
  'log',
] as const;
export type Ended = (typeof ENDED)[number];

/** Evidence of access-after-termination, of the latest event of the episode. */
export const evidence = z.strictObject({
  ended: z.enum(ENDED),
  ended_on: z.string().nullable(),
  days_after: z.int().nullable(),
  entered: z.boolean(),
  records_in_30_days: z.int().min(0),
  account_kind: z.enum(['personal', 'shared', 'service', 'admin']).nullable(),
  holder: z.string().nullable(),
  reason: z.string().nullable(),
  renewal_likely: z.boolean(),
});
export type Evidence = z.infer<typeof evidence>;

/** Incidents it is like, by what had ended. */
export const RESEMBLES: Readonly<Record<Ended, readonly string[]>> = {
  employment: ['sansan-2023', 'kochi-2023', 'vicent-2023'],
  secondment: ['sansan-2023'],
  assignment: ['sansan-2023'],
  account: ['sansan-2023', 'kochi-2023'],
  'device-holder': ['vicent-2023'],
  'leavers-place': ['sansan-2023', 'vicent-2023'],
  log: ['vicent-2023'],
};
