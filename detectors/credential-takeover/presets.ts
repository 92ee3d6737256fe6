/** Presets of credential-takeover. */
import type { Presets } from '../../src/detector/presets.ts';
import type { thresholds } from './limits.ts';

/** Basic: several people's accounts, clearly. Strict: a small office where everybody has a PC of his own. */
export const presets: Presets<typeof thresholds> = {
  basic: {
    accountsDay: 5,
    accountsWeek: 6,
    accountsMonth: 8,
    accountsThirdOfYear: 12,
    newcomersWeek: 12,
    atOnceMinutes: 5,
    travelMinutes: 5,
    newPlacesWeek: 6,
    turns: 6,
    resetDays: 1,
    actsDays: 3,
  },
  strict: {
    accountsDay: 2,
    accountsWeek: 2,
    accountsMonth: 3,
    accountsThirdOfYear: 4,
    newcomersWeek: 5,
    atOnceMinutes: 30,
    travelMinutes: 180,
    newPlacesWeek: 3,
    turns: 1,
    resetDays: 7,
    actsDays: 14,
  },
};
