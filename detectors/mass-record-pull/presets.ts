/** Presets of mass-record-pull: twice the usual limits, or about half of them. */
import type { Presets } from '../../src/detector/presets.ts';
import type { thresholds } from './limits.ts';

/** Basic: what no ordinary work comes near. Strict: an office with few look-ups, or one that has had an incident. */
export const presets: Presets<typeof thresholds> = {
  basic: {
    administratorLifetime: { subjects: 10_000, records: 1_000_000, tenants: 60 },
    profile: {
      falseAlarms: 1e-7,
      floor: {
        subjects: { day: 150, month: 2_000 },
        records: { day: 1_000, month: 10_000 },
        taken: { day: 1_000, month: 3_000 },
      },
    },
    ordinary: {
      subjects: { hour: 120, day: 500, month: 6_000 },
      records: { hour: 2_000, day: 6_000, month: 60_000 },
      tenants: { hour: 40, day: 80, month: 200 },
      classes: { hour: 6, day: 8, month: 10 },
      taken: { hour: 2_000, day: 6_000, month: 20_000 },
      guarded: { hour: 500, day: 500, month: 5_000 },
    },
    administrator: {
      subjects: { hour: 20, day: 60, month: 200 },
      records: { hour: 1_000, day: 2_000, month: 10_000 },
      tenants: { hour: 5, day: 8, month: 20 },
      classes: { hour: 3, day: 3, month: 4 },
      taken: { hour: 1_000, day: 2_000, month: 10_000 },
      guarded: { hour: 300, day: 300, month: 2_000 },
    },
  },
  strict: {
    administratorLifetime: { subjects: 500, records: 20_000, tenants: 10 },
    profile: {
      falseAlarms: 1e-4,
      floor: {
        subjects: { day: 30, month: 300 },
        records: { day: 100, month: 1_000 },
        taken: { day: 50, month: 300 },
      },
    },
    ordinary: {
      subjects: { hour: 30, day: 100, month: 1_000 },
      records: { hour: 300, day: 1_000, month: 10_000 },
      tenants: { hour: 8, day: 15, month: 40 },
      classes: { hour: 3, day: 3, month: 4 },
      taken: { hour: 200, day: 500, month: 2_000 },
      guarded: { hour: 30, day: 30, month: 300 },
    },
    administrator: {
      subjects: { hour: 5, day: 15, month: 50 },
      records: { hour: 100, day: 300, month: 1_000 },
      tenants: { hour: 2, day: 3, month: 5 },
      classes: { hour: 1, day: 1, month: 2 },
      taken: { hour: 100, day: 300, month: 1_000 },
      guarded: { hour: 10, day: 10, month: 100 },
    },
  },
};
