/** The facts of a finding of pre-departure-pull: the leaver's dossier, as far as a log shows it. */
import { z } from 'zod';
import type { Severity } from '../../schemas/finding.ts';

/** By what the organisation knows that somebody leaves. */
export const REASONS = ['notice', 'end', 'contract', 'account'] as const;
export type Reason = (typeof REASONS)[number];

/** What is compared with the usual: taken anywhere, taken where it may not go, records and people looked at. */
export const MEASURES = ['taken', 'unsanctioned', 'records', 'subjects'] as const;
export type Measure = (typeof MEASURES)[number];

const amount = z.int().min(0);

/** Evidence of pre-departure-pull; sums are those of the 30 days up to the latest event. */
export const evidence = z.strictObject({
  reason: z.enum(REASONS),
  notice_on: z.string().nullable(),
  leaves_on: z.string().nullable(),
  days_left: z.int().nullable(),
  measure: z.enum(MEASURES),
  seen: amount,
  limit: amount,
  usual_own: amount.nullable(),
  usual_peers: amount.nullable(),
  exported: amount,
  printed: amount,
  downloaded: amount,
  copied: amount,
  sent: amount,
  uploaded: amount,
  unsanctioned: amount,
  destinations: amount,
  destination: z.string(),
  first_day: z.string(),
  last_day: z.string(),
  data_class: z.string(),
});
export type Evidence = z.infer<typeof evidence>;

/** Points by how often the limit is reached: twice 1, five times 2, ten times 3, thirty times 4. Just above it is low. */
export function stepsOf(ratio: number): number {
  return ratio >= 30 ? 4 : ratio >= 10 ? 3 : ratio >= 5 ? 2 : ratio >= 2 ? 1 : 0;
}

/** The sum of some counts. */
export function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

/** 0 low · 1–2 medium · 3–4 high · 5 and more critical. */
export function severityOf(points: number): Severity {
  if (points <= 0) return 'low';
  if (points <= 2) return 'medium';
  return points <= 4 ? 'high' : 'critical';
}

/** 0–100: rises with the points. */
export function scoreOf(points: number): number {
  return Math.min(100, 20 + 15 * Math.max(0, points));
}
