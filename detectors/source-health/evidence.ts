/** The facts of a finding of source-health. */
import { z } from 'zod';

/** What is wrong with a source, or with a register. */
export const TROUBLES = [
  'silence',
  'clock',
  'clock-jump',
  'gap',
  'reused-id',
  'stale-register',
  'late-register',
] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Evidence of source-health; which facts there are depends on the kind. */
export const evidence = z.strictObject({
  kind: z.enum(TROUBLES),
  source: z.string(),
  register: z.string(),
  since: z.string(),
  until: z.string(),
  sudden: z.boolean(),
  long: z.boolean(),
  missing: z.int().min(1),
  first_missing: z.string(),
  last_missing: z.string(),
  minutes: z.int().min(0),
  late_entries: z.int().min(1),
});
export type Evidence = z.infer<typeof evidence>;
