/** Every question, in the order of the list. */
import { affectedSet } from './affected-set.ts';
import { byDevice } from './by-device.ts';
import { byItem } from './by-item.ts';
import { byTerminal } from './by-terminal.ts';
import type { Question } from './define.ts';
import { everythingBy } from './everything-by.ts';
import { leaverReview } from './leaver-review.ts';
import { reconcile } from './reconcile.ts';
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
];
