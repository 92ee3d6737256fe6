/** What a site may tune about mass pulls: limits by kind of duty, for everybody else, and for administrators. */
import { z } from 'zod';
import { DAY, HOUR, type Micros } from '../../src/core/time.ts';
import { GOODS_CLASSES, SENSITIVE_CLASSES } from '../../src/detector/data-classes.ts';
import { lifetimeLimits } from './lifetime-limits.ts';
import { profile } from './profile-bounds.ts';

/** What is counted. */
export const MEASURES = ['subjects', 'records', 'tenants', 'classes', 'taken', 'guarded'] as const;
export type Measure = (typeof MEASURES)[number];
/** Over how long. */
export const WINDOWS = ['hour', 'day', 'month'] as const;
export type WindowName = (typeof WINDOWS)[number];
/** The same in microseconds. */
export const SPANS: readonly Micros[] = [HOUR, DAY, 30 * DAY];

const most = (limit: number) => z.int().positive().default(limit);
/** Limits of one measure over an hour, a day and 30 days. */
const spans = (hour: number, day: number, month: number) =>
  z.strictObject({ hour: most(hour), day: most(day), month: most(month) }).prefault({});

/**
 * A leak of more people than this must be reported to the Personal Information Protection Commission where it concerns My Numbers,
 * or a public office (Ordinance on APPI, art. 43 no. 3; rules on reports under the My Number Act, art. 2).
 */
const REPORTABLE = 100;

/** For everybody: a busy counter stays below. */
const ordinary = z.strictObject({
  subjects: spans(60, 250, 3_000),
  records: spans(1_000, 3_000, 30_000),
  tenants: spans(20, 40, 100),
  classes: spans(4, 5, 6),
  taken: spans(1_000, 3_000, 10_000),
  guarded: spans(REPORTABLE, REPORTABLE, 10 * REPORTABLE),
});
/** For administrator and service accounts, whose work is the system and not the data. */
const administrator = z.strictObject({
  subjects: spans(10, 30, 100),
  records: spans(500, 1_000, 5_000),
  tenants: spans(3, 5, 10),
  classes: spans(2, 2, 3),
  taken: spans(500, 1_000, 5_000),
  guarded: spans(REPORTABLE, REPORTABLE, 5 * REPORTABLE),
});
const partial = z
  .strictObject({ hour: z.int().positive(), day: z.int().positive(), month: z.int().positive() })
  .partial();

/** Thresholds of mass-record-pull. */
export const thresholds = z.strictObject({
  ordinary: ordinary.prefault({}),
  administrator: administrator.prefault({}),
  administratorLifetime: lifetimeLimits.prefault({}),
  profile: profile.prefault({}),
  byDuty: z
    .record(
      z.string(),
      z
        .strictObject({
          subjects: partial,
          records: partial,
          tenants: partial,
          classes: partial,
          taken: partial,
          guarded: partial,
        })
        .partial(),
    )
    .default({}),
  sensitiveClasses: z.array(z.string()).default([...SENSITIVE_CLASSES, 'mail']),
  guardedClasses: z.array(z.string()).default([...SENSITIVE_CLASSES, 'health', 'child']),
  technicalClasses: z.array(z.string()).default(['system', 'config', 'audit-log', 'log', 'source-code']),
  goodsClasses: z.array(z.string()).default([...GOODS_CLASSES]),
});
export type Thresholds = z.infer<typeof thresholds>;
