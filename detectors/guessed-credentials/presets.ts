/** Presets of guessed-credentials: about twice the usual tries and accounts, or about two thirds of them. */
import type { Presets } from '../../src/detector/presets.ts';
import type { thresholds } from './limits.ts';

/** Basic: only what nobody mistypes. Strict: a small office, where few people have slips and each is known. */
export const presets: Presets<typeof thresholds> = {
  basic: {
    triesQuarterHour: 10,
    triesHour: 16,
    triesDay: 30,
    triesMonth: 60,
    triesThirdOfYear: 64,
    accountsDay: 5,
    accountsMonth: 8,
    accountsThirdOfYear: 12,
    originsMin: 5,
    enteredMin: 5,
    fewTries: 5,
  },
  strict: {
    triesQuarterHour: 4,
    triesHour: 5,
    triesDay: 8,
    triesMonth: 20,
    triesThirdOfYear: 30,
    accountsDay: 2,
    accountsMonth: 3,
    accountsThirdOfYear: 5,
    ownTriesPerTry: 4,
    sharedTriesPerTry: 3,
    originsMin: 2,
    enteredMin: 2,
    fewTries: 2,
  },
};
