/** What the doctor says: one line for each thing looked at, with the way out where something is wrong. */
import type { Bilingual } from '../../core/bilingual.ts';
import type { Problem } from '../../core/problem.ts';

/** What is looked at, in the order in which it is shown. */
export const AREAS = [
  'configuration',
  'machine',
  'disk',
  'rights',
  'clock',
  'registers',
  'lake',
  'broker',
] as const;

/** One of {@link AREAS}. */
export type Area = (typeof AREAS)[number];

/** `note`: it works, but somebody should know; `bad`: it does not work, or soon will not. */
export type Grade = 'good' | 'note' | 'bad';

/** One line. */
export interface Diagnosis {
  readonly area: Area;
  readonly grade: Grade;
  readonly text: Bilingual;
  /** Null where all is well. */
  readonly problem: Problem | null;
}

/** All is well. */
export function good(area: Area, ja: string, en: string): Diagnosis {
  return { area, grade: 'good', text: { ja, en }, problem: null };
}

/** Something to know. */
export function note(area: Area, problem: Problem): Diagnosis {
  return { area, grade: 'note', text: problem.message, problem };
}

/** Something to mend. */
export function bad(area: Area, problem: Problem): Diagnosis {
  return { area, grade: 'bad', text: problem.message, problem };
}
