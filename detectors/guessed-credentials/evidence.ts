/** The facts of a finding of guessed-credentials. */

import { z } from 'zod';
import { MINUTE } from '../../src/core/time.ts';
import { HORIZONS } from './limits.ts';
import { STANDING_NAMES, type Standing } from './standing.ts';
import type { Weighed } from './weigh.ts';

const count = () => z.int().min(0);

/** Evidence of guessed-credentials; figures are those of the last crossing or the latest try. */
export const evidence = z.strictObject({
  how: z
    .enum(['tries', 'accounts', 'origins', 'new-place'])
    .describe(
      'What reached its limit: tries, accounts, tries of many origins at one account, or few tries before a success from a new place.',
    ),
  window_minutes: count().describe('The horizon in which it did.'),
  tries: count().describe('Refused tries in the horizon (at most the 64 latest).'),
  accounts: count().describe('Different accounts tried.'),
  origins: count().describe('Addresses or devices that shared in guessing one account.'),
  limit: z.number().describe('The limit that was reached.'),
  device: z
    .enum(STANDING_NAMES)
    .describe(
      'By the devices register: nobody’s, the account holder’s own, shared, or another person’s device.',
    ),
  device_owner: z
    .string()
    .describe('Who has the device by register, where it is another person’s; else absent.'),
  entered: count().describe('Different accounts entered after guessing from there, within 120 days.'),
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
