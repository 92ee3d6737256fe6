/** The names of all questions, in the order of the list. */
export const QUESTION_IDS = [
  'who-looked-at',
  'everything-by',
  'by-device',
  'by-terminal',
  'by-item',
  'affected-set',
  'reconcile',
  'leaver-review',
  'unexplained',
  'sample',
  'coverage',
  'night-and-holiday-access',
  'failed-logins',
  'logins-by-id',
  'mass-searches',
  'searches-for-person',
] as const;

/** The name of a question. */
export type QuestionId = (typeof QUESTION_IDS)[number];
