/** The facts of a finding of destructive-administration, and how grave they are. */
import { z } from 'zod';
import { ACTIONS } from '../../schemas/access-event.ts';
import type { Severity } from '../../schemas/finding.ts';
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';
import { STANDINGS, type Standing } from '../../src/verdicts/standing.ts';
import { KINDS, type Kind, WINDOWS } from './limits.ts';

/** Evidence of destructive-administration; figures are those of the latest deed above a limit. */
export const evidence = z.strictObject({
  kind: z.enum(KINDS),
  action: z.enum(ACTIONS),
  window: z.enum([...WINDOWS, 'event']),
  seen: z.int().min(0),
  limit: z.int().min(0),
  usual: z.int().min(0),
  standing: z.enum(STANDINGS),
  leaving: z.boolean(),
  object: z.string().nullable(),
  off_duty: z.enum(OFF_DUTY_NAMES),
});
export type Evidence = z.infer<typeof evidence>;

/** What makes a deed grave. */
export interface Gravity {
  readonly ratio: number;
  readonly kind: Kind;
  readonly standing: Standing;
  readonly isLeaving: boolean;
  readonly isOffDuty: boolean;
}

const HARM: Readonly<Record<Kind, number>> = { safety: 2, account: 1, access: 0, record: 1, document: 0 };

/**
 * Harm by size (half as much again as the limit 1, three times 2, ten times 3) and by what is hit (backups and keys 2; accounts
 * and records 1), and one each for an outsider, a notice given and a time off duty, one less where nobody can
 * tell who it is: 0 low · 1–2 medium · 3–4 high · 5 and more
 * critical. After an end: high, critical for backups, keys and accounts.
 */
export function severityOf(gravity: Gravity): Severity {
  const { kind, standing } = gravity;
  if (standing === 'left') return kind === 'safety' || kind === 'account' ? 'critical' : 'high';
  const points = pointsOf(gravity);
  if (points === 0) return 'low';
  if (points <= 2) return 'medium';
  return points <= 4 ? 'high' : 'critical';
}

/** 0–100: rises with the severity and, within it, with the size. */
export function scoreOf(gravity: Gravity): number {
  if (gravity.standing === 'left') return severityOf(gravity) === 'critical' ? 94 : 78;
  const size = Math.min(9, Math.floor(Math.log2(gravity.ratio)));
  return Math.min(100, 15 + 15 * pointsOf(gravity) + size);
}

function pointsOf({ ratio, kind, standing, isLeaving, isOffDuty }: Gravity): number {
  const size = ratio >= 10 ? 3 : ratio >= 3 ? 2 : ratio >= 1.5 ? 1 : 0;
  const who = standing === 'outsider' ? 1 : standing === 'unknown' ? -1 : 0;
  return Math.max(0, size + HARM[kind] + who + Number(isLeaving) + Number(isOffDuty));
}
