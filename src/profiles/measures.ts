/** What a profile counts of somebody's day. */

/** Measures of one person's day; positions are part of the snapshot. */
export const MEASURES = [
  /** Successful actions other than signing in and out: a day with one is an active day. */
  'events',
  /** Different people looked at, by linear counting: error 3 % at 500, saturated at 7,000. */
  'subjects',
  /** Records returned by look-ups that returned more of them than they name people. */
  'records',
  /** Records exported, printed, downloaded, copied, sent or uploaded; a named person is at least one record. */
  'taken',
  /** Of these, printed. */
  'printed',
  /** Of these, sent or uploaded. */
  'sent',
  /** Different client companies, by linear counting over 64 bits: exact to about 5, 12 % too few or too many at 40. */
  'tenants',
  /** Deletions. */
  'deleted',
  /** Actions outside working time. */
  'offDuty',
] as const;

/** A measure by its name. */
export type Measure = (typeof MEASURES)[number];

/** How many measures there are. */
export const MEASURE_COUNT = MEASURES.length;

/** Positions of the measures in a day's record. */
export const MEASURE = Object.fromEntries(MEASURES.map((name, index) => [name, index])) as {
  readonly [N in Measure]: number;
};
