/** Every question, in the order of the list. */
import { affectedSet } from './affected-set.ts';
import { byDevice } from './by-device.ts';
import { byItem } from './by-item.ts';
import { byTerminal } from './by-terminal.ts';
import { coverage } from './coverage.ts';
import type { Question } from './define.ts';
import { everythingBy } from './everything-by.ts';
import { failedLogins } from './failed-logins.ts';
import { leaverReview } from './leaver-review.ts';
import { loginsById } from './logins-by-id.ts';
import { massSearches } from './mass-searches.ts';
import { nightAndHolidayAccess } from './night-and-holiday-access.ts';
import { reconcile } from './reconcile.ts';
import { sample } from './sample.ts';
import { searchesForPerson } from './searches-for-person.ts';
import { unexplained } from './unexplained.ts';
import { whoLookedAt } from './who-looked-at.ts';

/** The questions. */
export const QUESTIONS: readonly Question[] = [
  whoLookedAt,
  everythingBy,
  byDevice,
  byTerminal,
  byItem,
  affectedSet,
  reconcile,
  leaverReview,
  unexplained,
  sample,
  coverage,
  nightAndHolidayAccess,
  failedLogins,
  loginsById,
  massSearches,
  searchesForPerson,
];
