/** The facts of a finding of mass-record-pull, and how grave they are. */
import { z } from 'zod';
import type { Severity } from '../../schemas/finding.ts';
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';
import { LIFETIME_MEASURES } from './lifetime-limits.ts';
import { MEASURES, WINDOWS } from './limits.ts';

/** Evidence of mass-record-pull; figures are those of the latest look-up above a limit. */
export const evidence = z.strictObject({
  measure: z.enum(MEASURES),
  window: z.enum(WINDOWS),
  seen: z.int().min(0),
  limit: z.int().min(0),
  data_class: z.string().nullable(),
  administrator: z.boolean(),
  off_duty: z.enum(OFF_DUTY_NAMES),
  accounts: z.int().min(0),
  usual: z.int().min(0).nullable(),
  peers_usual: z.int().min(0).nullable(),
  new_job: z.boolean(),
  lifetime_measure: z.enum(LIFETIME_MEASURES),
  lifetime_seen: z.int().min(0),
  lifetime_limit: z.int().min(0),
  lifetime_exact: z.boolean(),
  lifetime_since: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

/** What makes a pull grave. */
export interface Gravity {
  readonly ratio: number;
  readonly isSensitive: boolean;
  readonly isAdministrator: boolean;
  readonly isOffDuty: boolean;
  /** Below the limit of everybody: only what is usual for the person and the peers says that it is much. */
  readonly isUnusualOnly: boolean;
  /** Above a limit on several days within 30: a drip, not one busy day. */
  readonly isLasting: boolean;
}

/**
 * Harm by size (half as much again as the limit 1, three times 2, ten times 3), and one each for a sensitive class, an
 * administrator's account and a time off duty; two less where it is only unusual for the person and has not lasted; what lasts is at least medium. 0 low · 1–2 medium · 3–4 high · 5 and more critical.
 */
export function severityOf(gravity: Gravity): Severity {
  const points = pointsOf(gravity);
  if (points === 0) return 'low';
  if (points <= 2) return 'medium';
  return points <= 4 ? 'high' : 'critical';
}

/** 0–100: rises with the severity and, within it, with the size. */
export function scoreOf(gravity: Gravity): number {
  return Math.min(100, 15 + 15 * pointsOf(gravity) + Math.min(9, Math.floor(Math.log2(gravity.ratio))));
}

/** Points of a size. */
export function sizeOf(ratio: number): number {
  return ratio >= 10 ? 3 : ratio >= 3 ? 2 : ratio >= 1.5 ? 1 : 0;
}

/** Points less where it is only unusual for the person. */
export const UNUSUAL_ONLY = 2;

function pointsOf({
  ratio,
  isSensitive,
  isAdministrator,
  isOffDuty,
  isUnusualOnly,
  isLasting,
}: Gravity): number {
  const points = sizeOf(ratio) + Number(isSensitive) + Number(isAdministrator) + Number(isOffDuty);
  if (isLasting) return Math.max(1, points);
  return Math.max(0, points - (isUnusualOnly ? UNUSUAL_ONLY : 0));
}
