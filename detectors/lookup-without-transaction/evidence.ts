/** The facts of a finding of lookup-without-transaction. */

import { z } from 'zod';

/** What makes a look-up odd beside that nothing was sold: the site has ended, the person is away, or another one opened the session. */
export const CONTEXTS = ['site-ended', 'absent', 'other-hands'] as const;

const count = () => z.int().min(0);

/** Evidence of lookup-without-transaction; figures are those of the latest look-up. */
export const evidence = z.strictObject({
  how: z.enum(['share', 'context']),
  /** Whose usual share it is held against. */
  of: z.enum(['device', 'person']),
  window_minutes: count(),
  lookups: count(),
  without: count(),
  usual_percent: count(),
  most: count(),
  context: z.enum(CONTEXTS),
});
export type Evidence = z.infer<typeof evidence>;
