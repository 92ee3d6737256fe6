/** The facts of a finding of credential-takeover. */

import { z } from 'zod';
import { STANDING_NAMES } from '../guessed-credentials/standing.ts';

/** Why an account seems to be in other hands. */
export const HOW = [
  'others-accounts',
  'many-accounts',
  'on-leave',
  'in-use-elsewhere',
  'two-places',
  'new-places',
  'new-place-acts',
  'reset-same-place',
  'reset-new-place',
] as const;
export type How = (typeof HOW)[number];

const count = () => z.int().min(0);

/** Evidence of credential-takeover; figures are those of the latest contribution. */
export const evidence = z.strictObject({
  how: z.enum(HOW),
  window_days: count(),
  accounts: count(),
  limit: count(),
  places: count(),
  minutes_apart: count(),
  turns: count(),
  acts: count(),
  refused_before: count(),
  device: z.enum(STANDING_NAMES),
  device_owner: z.string(),
  reset_by: z.string(),
  reset_by_itself: z.boolean(),
});
export type Evidence = z.infer<typeof evidence>;
