/** What a site may tune about guessing, and what a try weighs by what the registers know of its device. */

import { z } from 'zod';
import { DAY, HOUR, MINUTE, type Micros } from '../../src/core/time.ts';
import { STANDING, type Standing } from './standing.ts';
import { KEEP } from './tries.ts';

const tries = (limit: number) => z.int().positive().max(KEEP).default(limit);
const accounts = (limit: number) => z.int().positive().default(limit);

/** Thresholds of guessed-credentials. */
export const thresholds = z.strictObject({
  triesQuarterHour: tries(5),
  triesHour: tries(8),
  triesDay: tries(15),
  triesMonth: tries(40),
  triesThirdOfYear: tries(60),
  accountsDay: accounts(3),
  accountsMonth: accounts(5),
  accountsThirdOfYear: accounts(8),
  ownTriesPerTry: z.int().positive().default(6),
  sharedTriesPerTry: z.int().positive().default(4),
  originsMin: z.int().min(2).default(3),
  enteredMin: z.int().positive().default(3),
  fewTries: z.int().min(2).default(3),
  sameTrySeconds: z.number().min(0).default(3),
});
export type Thresholds = z.infer<typeof thresholds>;

/** The horizons, rising. Below {@link SLOW} a burst, from there on slow guessing. */
export const HORIZONS: readonly Micros[] = [15 * MINUTE, HOUR, DAY, 30 * DAY, 120 * DAY];
/** Position in {@link HORIZONS} from which accounts are judged too. */
export const SLOW = 2;

/** What a try counts for; shares of a limit. */
export interface Weight {
  readonly perTry: number;
  /** More for each further account. */
  readonly perAccount: number;
  /** For an account among other people's accounts. */
  readonly account: number;
  /** Whether an account still counts as tried once it was entered from there. */
  readonly countsAnswered: boolean;
}

/** What makes guessing at one kind of key. */
export interface Limits {
  /** By horizon. */
  readonly tries: readonly number[];
  readonly accounts: readonly number[];
  /** By {@link Standing}. */
  readonly weights: readonly Weight[];
}

/** What each account that works at an unregistered origin and was not tried there adds to its limits, by horizon: an office behind one address has slips. */
export const PER_REGULAR = { tries: [0.2, 0.4, 1, 3, 6], accounts: [0, 0, 0.1, 0.25, 0.5] } as const;

const NOTHING: Weight = { perTry: 0, perAccount: 0, account: 0, countsAnswered: false };

/** Limits at a device: its register entry decides. */
export function deviceLimits(limit: Thresholds): Limits {
  return {
    ...horizonsOf(limit),
    weights: byStanding({
      unregistered: { perTry: 1, perAccount: 0.5, account: 0.5, countsAnswered: true },
      own: { ...NOTHING, perTry: 1 / limit.ownTriesPerTry },
      shared: { ...NOTHING, perTry: 1 / limit.sharedTriesPerTry, account: 0.125 },
      other: { perTry: 1, perAccount: 0.5, account: 1, countsAnswered: true },
    }),
  };
}

/** Limits at an address or a session: tries on registered devices are the device's business. */
export function placeLimits(limit: Thresholds): Limits {
  return {
    ...horizonsOf(limit),
    weights: byStanding({
      unregistered: { perTry: 1, perAccount: 0.5, account: 0.25, countsAnswered: false },
      own: NOTHING,
      shared: NOTHING,
      other: NOTHING,
    }),
  };
}

function horizonsOf(limit: Thresholds): Pick<Limits, 'tries' | 'accounts'> {
  const { triesQuarterHour, triesHour, triesDay, triesMonth, triesThirdOfYear } = limit;
  return {
    tries: [triesQuarterHour, triesHour, triesDay, triesMonth, triesThirdOfYear],
    accounts: [Infinity, Infinity, limit.accountsDay, limit.accountsMonth, limit.accountsThirdOfYear],
  };
}

function byStanding(weights: Readonly<Record<keyof typeof STANDING, Weight>>): Weight[] {
  const list: Weight[] = [];
  for (const [name, code] of Object.entries(STANDING) as [keyof typeof STANDING, Standing][])
    list[code] = weights[name];
  return list;
}
