/** The facts of a finding of guessed-credentials. */

import { z } from 'zod';
import { MINUTE } from '../../src/core/time.ts';
import { HORIZONS } from './limits.ts';
import { STANDING_NAMES, type Standing } from './standing.ts';
import type { Weighed } from './weigh.ts';

const count = () => z.int().min(0);

/** Evidence of guessed-credentials; figures are those of the last crossing or the latest try. */
export const evidence = z.strictObject({
  how: z.enum(['tries', 'accounts', 'origins', 'new-place']),
  window_minutes: count(),
  tries: count(),
  accounts: count(),
  origins: count(),
  origins_that_day: count(),
  limit: z.number(),
  device: z.enum(STANDING_NAMES),
  device_owner: z.string(),
  entered: count(),
});
export type Evidence = z.infer<typeof evidence>;

/** The figures of a crossing. */
export function evidenceOf(
  { horizon, tries, accounts, limit, byAccounts }: Weighed,
  standing: Standing,
): Partial<Evidence> {
  return {
    how: byAccounts ? 'accounts' : 'tries',
    window_minutes: HORIZONS[horizon] / MINUTE,
    tries,
    accounts,
    limit,
    device: STANDING_NAMES[standing],
  };
}
