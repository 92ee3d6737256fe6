/** What a site may tune about mass pulls: limits by kind of duty, for everybody else, and for administrators. */
import { z } from 'zod';
import { hashText, type Key } from '../../src/core/hash.ts';
import { DAY, HOUR, type Micros } from '../../src/core/time.ts';
import type { Registers } from '../../src/registers/registers.ts';
import { lifetimeLimits } from './lifetime-limits.ts';
import { profile } from './profile-bounds.ts';

/** What is counted. */
export const MEASURES = ['subjects', 'records', 'tenants', 'classes', 'taken'] as const;
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

/** For everybody: a busy counter stays below. */
const ordinary = z.strictObject({
  subjects: spans(60, 250, 3_000),
  records: spans(1_000, 3_000, 30_000),
  tenants: spans(20, 40, 100),
  classes: spans(4, 5, 6),
  taken: spans(1_000, 3_000, 10_000),
});
/** For administrator and service accounts, whose work is the system and not the data. */
const administrator = z.strictObject({
  subjects: spans(10, 30, 100),
  records: spans(500, 1_000, 5_000),
  tenants: spans(3, 5, 10),
  classes: spans(2, 2, 3),
  taken: spans(500, 1_000, 5_000),
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
        })
        .partial(),
    )
    .default({}),
  sensitiveClasses: z
    .array(z.string())
    .default(['my-number', 'tax', 'welfare', 'personnel', 'payroll', 'mail']),
  technicalClasses: z.array(z.string()).default(['system', 'config', 'audit-log', 'log', 'source-code']),
});
export type Thresholds = z.infer<typeof thresholds>;

/** Limits in one row: measure × window. */
export type Limits = Float64Array;
/** Thresholds made ready: keys instead of names. */
export interface Tuned {
  readonly ordinary: Limits;
  readonly administrator: Limits;
  readonly byDuty: ReadonlyMap<Key, Limits>;
  /** The higher of two, where somebody has several duties. */
  readonly combined: Map<Limits, Map<Limits, Limits>>;
  readonly profile: Thresholds['profile'];
  readonly sensitive: ReadonlySet<Key>;
  readonly technical: ReadonlySet<Key>;
}

const tunedOnce = new WeakMap<Thresholds, Tuned>();

/** The thresholds made ready, once per run. */
export function tuned(limit: Thresholds): Tuned {
  const before = tunedOnce.get(limit);
  if (before !== undefined) return before;
  const keys = (names: readonly string[]) => new Set(names.map(hashText));
  const made: Tuned = {
    ordinary: row((measure, window) => limit.ordinary[measure][window]),
    administrator: row((measure, window) => limit.administrator[measure][window]),
    byDuty: new Map(
      Object.entries(limit.byDuty).map(([duty, own]) => [
        hashText(duty),
        row((measure, window) => own[measure]?.[window] ?? limit.ordinary[measure][window]),
      ]),
    ),
    combined: new Map(),
    profile: limit.profile,
    sensitive: keys(limit.sensitiveClasses),
    technical: keys(limit.technicalClasses),
  };
  tunedOnce.set(limit, made);
  return made;
}

function row(limitOf: (measure: Measure, window: WindowName) => number): Limits {
  return Float64Array.from(MEASURES.flatMap((measure) => WINDOWS.map((window) => limitOf(measure, window))));
}

/** The limits of a person: by duty, the highest of several. The same array for the same duties. */
export function limitsOf(
  { byDuty, ordinary, combined }: Tuned,
  person: Key,
  registers: Registers,
  time: Micros,
): Limits {
  if (byDuty.size === 0) return ordinary;
  let found: Limits | null = null;
  for (const duty of registers.person(person, time)?.duties ?? []) {
    const own = byDuty.get(duty);
    if (own !== undefined) found = found === null ? own : highest(found, own, combined);
  }
  return found ?? ordinary;
}

/** The higher of each, made once a pair. */
function highest(one: Limits, other: Limits, combined: Tuned['combined']): Limits {
  let withOne = combined.get(one);
  if (withOne === undefined) {
    withOne = new Map();
    combined.set(one, withOne);
  }
  let made = withOne.get(other);
  if (made === undefined) {
    made = one.map((limit, at) => Math.max(limit, other[at]));
    withOne.set(other, made);
  }
  return made;
}
