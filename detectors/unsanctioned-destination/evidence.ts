/** The facts of a finding of unsanctioned-destination, and how grave they are. */
import { z } from 'zod';
import type { Severity } from '../../schemas/finding.ts';
import { OFF_DUTY_NAMES } from '../../schemas/registers/off-duty.ts';

/** Evidence of unsanctioned-destination; figures are those of the person of the latest transfer. */
export const evidence = z.strictObject({
  destination: z.string(),
  register: z.enum(['refused', 'unlisted', 'missing']),
  removable: z.boolean(),
  records_in_30_days: z.int().min(0),
  bytes_in_30_days: z.int().min(0),
  placed_in_30_days: z.int().min(0),
  placed_on_days: z.int().min(0),
  data_class: z.string().nullable(),
  people: z.int().min(1),
  first_use: z.string(),
  device_change: z.string().nullable(),
  off_duty: z.enum(OFF_DUTY_NAMES),
});
export type Evidence = z.infer<typeof evidence>;

/** What makes a transfer grave. */
export interface Gravity {
  /** How often the volume holds that of a thing done now and then: 1, 10, 100 times. */
  readonly volume: number;
  readonly isSensitive: boolean;
  readonly isRefused: boolean;
  readonly isRemovable: boolean;
  readonly isOffDuty: boolean;
  readonly isDeviceChange: boolean;
  /** The person first used the destination within a week. */
  readonly isNew: boolean;
}

/** One step for the limit, one for ten times as much, one for a hundred times. */
export function stepsOf(ratio: number): number {
  return ratio >= 100 ? 3 : ratio >= 10 ? 2 : ratio >= 1 ? 1 : 0;
}

/**
 * Volume (up to 3), sensitive data and an express refusal are one point each. A removable medium, a time off duty, a device being
 * replaced, and a destination new to the person with some volume add one each, but at most double it: alone they mean nothing.
 */
export function pointsOf(gravity: Gravity): number {
  const { volume, isSensitive, isRefused, isRemovable, isOffDuty, isDeviceChange, isNew } = gravity;
  const base = volume + Number(isSensitive) + Number(isRefused);
  const more = Number(isRemovable) + Number(isOffDuty) + Number(isDeviceChange) + Number(isNew && volume > 0);
  return base + Math.min(base, more);
}

/** 0 low · 1–2 medium · 3–4 high · 5 and more critical. */
export function severityOf(points: number): Severity {
  if (points === 0) return 'low';
  if (points <= 2) return 'medium';
  return points <= 4 ? 'high' : 'critical';
}

/** 0–100: rises with the points. */
export function scoreOf(points: number): number {
  return Math.min(100, 18 + 14 * points);
}
