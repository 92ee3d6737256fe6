/** Every question, in the order of the list. */
import type { Question } from './define.ts';
import { everythingBy } from './everything-by.ts';
import { whoLookedAt } from './who-looked-at.ts';

/** The questions. */
export const QUESTIONS: readonly Question[] = [whoLookedAt, everythingBy];
