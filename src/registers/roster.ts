/** Rosters: one person's duty and leave, prepared for asking by time. */
import { OFF_DUTY } from '../../schemas/registers/off-duty.ts';
import type { Key } from '../core/hash.ts';
import { DAY, dayAt, type Micros, startOfDay } from '../core/time.ts';
import type { Validity } from './registers.ts';

/** A stretch of duty or leave. */
export interface ShiftRow extends Validity {
  readonly principal: Key;
  readonly isLeave: boolean;
}

/** One person's roster as known at an instant. */
export interface Roster {
  /** One of OFF_DUTY, or {@link NO_ROSTER} where the calendar decides. */
  offDuty(time: Micros): number;
}

/** The roster says nothing of that day. */
export const NO_ROSTER = -1;

/** Prepares the rows of one person, by rising start. */
export function rosterOf(rows: readonly ShiftRow[]): Roster {
  const leaves = stretches(rows.filter((row) => row.isLeave));
  const duties = stretches(rows.filter((row) => !row.isLeave));

  function offDuty(time: Micros): number {
    if (leaves.covers(time)) return OFF_DUTY.leave;
    if (duties.covers(time)) return OFF_DUTY.none;
    const midnight = startOfDay(dayAt(time));
    return duties.startsWithin(midnight, midnight + DAY) ? OFF_DUTY.outsideShift : NO_ROSTER;
  }
  return { offDuty };
}

/** Stretches of time that may overlap, by rising start; asked in a binary search. */
function stretches(rows: readonly Validity[]): {
  covers(time: Micros): boolean;
  startsWithin(from: Micros, until: Micros): boolean;
} {
  const held = rows.filter((row) => row.end > row.start);
  const starts = Float64Array.from(held, (row) => row.start);
  const reach = Float64Array.from(held, (row) => row.end); // how far the rows up to here reach
  for (let i = 1; i < reach.length; i++) reach[i] = Math.max(reach[i], reach[i - 1]);

  /** How many rows start at or before an instant. */
  function startedBy(time: Micros): number {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  return {
    covers(time) {
      const started = startedBy(time);
      return started > 0 && reach[started - 1] > time;
    },
    startsWithin(from, until) {
      const started = startedBy(until - 1);
      return started > 0 && starts[started - 1] >= from;
    },
  };
}
