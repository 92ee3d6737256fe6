/** What a site may tune about destructive administration: how much of what kind anybody may delete, disable or reset. */
import { z } from 'zod';
import { DAY, HOUR, type Micros } from '../../src/core/time.ts';
import { PERSONAL_CLASSES } from '../../src/detector/data-classes.ts';
import type { Presets } from '../../src/detector/presets.ts';

/**
 * What is hit: `safety`, backups and keys · `account`, accounts deleted or disabled · `access`, rights and passwords revoked or reset ·
 * `record`, people's data and business records · `document`, everything else that is deleted.
 */
export const KINDS = ['safety', 'account', 'access', 'record', 'document'] as const;
export type Kind = (typeof KINDS)[number];
/** Over how long it is counted. */
export const WINDOWS = ['hour', 'day', 'month'] as const;
export type WindowName = (typeof WINDOWS)[number];
/** The same in microseconds. */
export const SPANS: readonly Micros[] = [HOUR, DAY, 30 * DAY];

const most = (limit: number) => z.int().min(0).default(limit);
const spans = (hour: number, day: number, month: number) =>
  z.strictObject({ hour: most(hour), day: most(day), month: most(month) }).prefault({});

/** For administrators. */
const administrator = z.strictObject({
  safety: spans(5, 10, 40),
  account: spans(15, 40, 150),
  access: spans(60, 200, 1_500),
  record: spans(60, 200, 2_000),
  document: spans(500, 1_500, 8_000),
});
/** Where the registers do not say who somebody is: perhaps an administrator, and a handful of accounts is a day's work. */
const unknown = z.strictObject({
  safety: spans(5, 10, 40),
  account: spans(5, 15, 60),
  access: spans(60, 200, 1_500),
  record: spans(60, 200, 2_000),
  document: spans(500, 1_500, 8_000),
});
/** For personal and shared accounts whose duties do not name the class of data. */
const ordinary = z.strictObject({
  safety: spans(1, 2, 5),
  account: spans(3, 5, 20),
  access: spans(10, 20, 60),
  record: spans(60, 200, 2_000),
  document: spans(500, 1_500, 8_000),
});
/** For people of partners, agencies and contractors, and for accounts that no register knows. */
const outsider = z.strictObject({
  safety: spans(0, 0, 0),
  account: spans(1, 2, 6),
  access: spans(5, 10, 40),
  record: spans(15, 40, 150),
  document: spans(50, 150, 600),
});

/** Thresholds of destructive-administration. */
export const thresholds = z.strictObject({
  administrator: administrator.prefault({}),
  unknown: unknown.prefault({}),
  ordinary: ordinary.prefault({}),
  outsider: outsider.prefault({}),
  usualTimes: z.number().min(1).default(1.5),
  serviceTimes: z.number().min(1).default(3),
  learningDays: z.int().min(0).default(7),
  safetyClasses: z
    .array(z.string())
    .default(['backup', 'snapshot', 'key', 'encryption-key', 'secret', 'certificate', 'credential']),
  accountClasses: z.array(z.string()).default(['account', 'user', 'identity', 'group', 'role']),
  recordClasses: z.array(z.string()).default([...PERSONAL_CLASSES, 'order']),
  passingClasses: z
    .array(z.string())
    .default(['audit-log', 'log', 'system', 'config', 'draft', 'temporary', 'cache', 'session', 'test']),
});
export type Thresholds = z.infer<typeof thresholds>;

const half = (hour: number, day: number, month: number) => ({ hour, day, month });
/** The two other presets. */
export const presets: Presets<typeof thresholds> = {
  basic: {
    administrator: {
      safety: half(10, 20, 80),
      account: half(40, 100, 400),
      access: half(200, 600, 4_000),
      record: half(200, 600, 6_000),
      document: half(2_000, 5_000, 25_000),
    },
    unknown: {
      safety: half(10, 20, 80),
      account: half(20, 50, 200),
      access: half(200, 600, 4_000),
      record: half(200, 600, 6_000),
      document: half(2_000, 5_000, 25_000),
    },
    ordinary: { record: half(200, 600, 6_000), document: half(2_000, 5_000, 25_000) },
    usualTimes: 3,
    serviceTimes: 10,
  },
  strict: {
    administrator: {
      safety: half(2, 4, 15),
      account: half(8, 20, 60),
      access: half(30, 80, 500),
      record: half(30, 80, 600),
      document: half(200, 500, 2_500),
    },
    unknown: {
      safety: half(2, 4, 15),
      account: half(3, 8, 30),
      access: half(30, 80, 500),
      record: half(30, 80, 600),
      document: half(200, 500, 2_500),
    },
    ordinary: { safety: half(0, 0, 0), record: half(30, 80, 600), document: half(200, 500, 2_500) },
    serviceTimes: 2,
  },
};
