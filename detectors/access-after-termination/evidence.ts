/** The facts of a finding of access-after-termination. */
import { z } from 'zod';

/** What had ended, or who says so. */
export const ENDED = ['employment', 'secondment', 'assignment', 'account', 'device-holder', 'log'] as const;
export type Ended = (typeof ENDED)[number];

/** Evidence of access-after-termination, of the latest event of the episode. */
export const evidence = z.strictObject({
  ended: z
    .enum(ENDED)
    .describe(
      'What had ended: employment, secondment, assignment (partners, agencies), the account; the employment of the device’s holder; or the log says that the account is disabled.',
    ),
  ended_on: z.string().nullable().describe('Last day on which it held; null where only the log says so.'),
  days_after: z.int().nullable().describe('Days since then.'),
  entered: z.boolean().describe('Whether an access succeeded.'),
  records_in_30_days: z
    .int()
    .min(0)
    .describe('Records read after the end within 30 days, until the latest event.'),
  account_kind: z
    .enum(['personal', 'shared', 'service', 'admin'])
    .nullable()
    .describe('Kind of the account by register.'),
  holder: z.string().nullable().describe('Who has the device by register, where that person has left.'),
  reason: z.string().nullable().describe('Why the latest refused try was refused.'),
});
export type Evidence = z.infer<typeof evidence>;
