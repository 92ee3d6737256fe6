/**
 * Whether cases are entered after work on them has begun: then a case that the register does not know yet may still come.
 *
 * Of the latest {@link LATEST} cases known at an instant it counts those entered more than half an hour after they were opened
 * (noon of the day, where only the day is known). What the first delivery brings was there before and says nothing. 16 bytes a case.
 */
import { DAY, dayAt, HOUR, type Micros, startOfDay } from '../core/time.ts';
import { countKnown } from './coverage.ts';
import { type Entries, isKnown } from './history.ts';
import type { CaseRow } from './registers.ts';

/** So many of the latest cases are looked at. */
export const LATEST = 300;
/** Fewer late ones than this are slips: of 300 cases 1 %, from which on they would be told more often than anything else. */
const LATE_MIN = 3;

/** How many of the latest cases known at an instant were entered late; 0 while they are too few to speak of. */
export function lateEntriesOf({ rows, identities, recorded }: Entries<CaseRow>): (known: Micros) => number {
  const first = new Map<string, { entered: Micros; opened: Micros }>();
  const delivered = recorded.reduce((least, at) => (at > -Infinity ? Math.min(least, at) : least), Infinity);
  rows.forEach(({ opened }, row) => {
    if (opened === Number.NEGATIVE_INFINITY || recorded[row] === delivered) return;
    const entered = Math.max(recorded[row], opened);
    const name = `${identities[row]} ${opened}`;
    const before = first.get(name);
    if (before === undefined || entered < before.entered) first.set(name, { entered, opened });
  });
  const inOrder = [...first.values()].sort((a, b) => a.entered - b.entered);
  const entered = Float64Array.from(inOrder, (each) => each.entered);
  const late = new Float64Array(inOrder.length);
  let count = 0;
  inOrder.forEach((each, at) => {
    count += Number(isLate(each));
    if (at >= LATEST) count -= Number(isLate(inOrder[at - LATEST]));
    late[at] = count;
  });
  /** How many are known at the instant asked for last, and the span over which that holds. */
  let held = 0;
  return (known) => {
    const isHeld =
      (held === 0 || isKnown(entered[held - 1], known)) &&
      (held === entered.length || !isKnown(entered[held], known));
    if (!isHeld) held = countKnown(entered, known);
    const many = held === 0 ? 0 : late[held - 1];
    return many < LATE_MIN ? 0 : many;
  };
}

function isLate({ entered, opened }: { readonly entered: Micros; readonly opened: Micros }): boolean {
  const isWholeDay = startOfDay(dayAt(opened)) === opened;
  return entered - opened > (isWholeDay ? DAY / 2 : HOUR / 2);
}
