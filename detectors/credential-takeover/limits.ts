/** What a site may tune about accounts in other hands. */

import { z } from 'zod';
import { DAY, type Micros } from '../../src/core/time.ts';

const accounts = (limit: number) => z.int().min(2).default(limit);

/** Thresholds of credential-takeover. */
export const thresholds = z.strictObject({
  accountsDay: accounts(3),
  accountsWeek: accounts(4),
  accountsMonth: accounts(5),
  accountsThirdOfYear: accounts(7),
  newcomersWeek: accounts(8),
  atOnceMinutes: z.int().positive().default(10),
  travelMinutes: z.int().positive().default(60),
  newPlacesWeek: z.int().min(2).default(4),
  turns: z.int().min(1).default(3),
  resetDays: z.int().min(1).max(30).default(3),
  actsDays: z.int().min(1).max(30).default(7),
  establishedDays: z.int().min(1).default(7),
  establishedUses: z.int().min(1).default(4),
});
export type Thresholds = z.infer<typeof thresholds>;

/** The horizons in which other people's accounts on one PC are counted, rising. */
export const HORIZONS: readonly Micros[] = [DAY, 7 * DAY, 30 * DAY, 120 * DAY];
/** The longest of them. */
export const REACH: Micros = 120 * DAY;

/** The limit of each of {@link HORIZONS}. */
export function limitsOf(limit: Thresholds): readonly number[] {
  return [limit.accountsDay, limit.accountsWeek, limit.accountsMonth, limit.accountsThirdOfYear];
}
