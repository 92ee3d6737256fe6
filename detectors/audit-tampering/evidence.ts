/** The facts of a finding of audit-tampering, and how grave they are. */
import { z } from 'zod';
import { SEVERITIES, type Severity } from '../../schemas/finding.ts';
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';
import { STANDINGS, type Standing } from '../../src/verdicts/standing.ts';

/** `cleared`: deleted · `stopped`: recording was switched off · `changed`: what is recorded, or for how long, was set anew. */
export const DEEDS = ['cleared', 'stopped', 'changed'] as const;
export type Deed = (typeof DEEDS)[number];

/** Evidence of audit-tampering: deeds are those of the whole episode, the rest is of the latest event. */
export const evidence = z.strictObject({
  cleared: z.boolean(),
  stopped: z.boolean(),
  changed: z.boolean(),
  monitor: z.boolean(),
  done: z.boolean(),
  standing: z.enum(STANDINGS),
  leaving: z.boolean(),
  object: z.string().nullable(),
  off_duty: z.enum(OFF_DUTY_NAMES),
});
export type Evidence = z.infer<typeof evidence>;

/** What makes a deed grave. */
export interface Gravity {
  readonly deed: Deed;
  readonly isDone: boolean;
  readonly standing: Standing;
  readonly isLeaving: boolean;
}

/**
 * A change is medium, clearing or stopping high; one step more where no administrator did it or one about to leave, two for
 * somebody who has left; one less where it was refused.
 */
export function severityOf({ deed, isDone, standing, isLeaving }: Gravity): Severity {
  const who =
    standing === 'left' ? 2 : standing === 'outsider' || standing === 'ordinary' || isLeaving ? 1 : 0;
  const step = (deed === 'changed' ? 1 : 2) + who - (isDone ? 0 : 1);
  return SEVERITIES[Math.min(SEVERITIES.length - 1, step)];
}

const SCORES: Readonly<Record<Severity, number>> = { low: 25, medium: 50, high: 75, critical: 92 };

/** 0–100: rises with the severity, and a little off duty. */
export function scoreOf(severity: Severity, isOffDuty: boolean): number {
  return SCORES[severity] + (isOffDuty ? 5 : 0);
}
