/**
 * Whether cases are entered after work on them has begun: then a case that the register does not know yet may still come.
 *
 * Of the latest {@link LATEST} cases known at an instant it counts those entered more than half an hour after they were opened
 * (noon of the day, where only the day is known). What the first delivery brings was there before and says nothing. 16 bytes a case.
 */
import { type Key, pairKey } from '../core/hash.ts';
import { DAY, dayAt, HOUR, type Micros, startOfDay } from '../core/time.ts';
import { countKnown } from './coverage.ts';
import { type Entries, isKnown } from './history.ts';
import type { CaseRow } from './registers.ts';

/** So many of the latest cases are looked at. */
export const LATEST = 300;
/** Fewer late ones than this are slips: of 300 cases 1 %, from which on they would be told more often than anything else. */
const LATE_MIN = 3;

/** How many of the latest cases known at an instant were entered late; 0 while they are too few to speak of. */
export function lateEntriesOf(entries: Entries<CaseRow>): (known: Micros) => number {
  const { entered, late } = countLate(entries);
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

/** By instant of entry: when each case became known, and how many of the latest were late by then. */
function countLate({ rows, identities, recorded }: Entries<CaseRow>): {
  entered: Float64Array;
  late: Float64Array;
} {
  let delivered = Number.POSITIVE_INFINITY;
  for (const at of recorded) if (at > Number.NEGATIVE_INFINITY && at < delivered) delivered = at;
  const enteredOf = (row: number) => Math.max(recorded[row], rows[row].start);
  /** Of the versions of a case with one opening, the row that was entered first. */
  const first = new Map<Key, number>();
  for (let row = 0; row < rows.length; row++) {
    const opened = rows[row].start;
    if (opened === Number.NEGATIVE_INFINITY || recorded[row] === delivered) continue;
    const name = pairKey(identities[row], opened);
    const before = first.get(name);
    if (before === undefined || enteredOf(row) < enteredOf(before)) first.set(name, row);
  }
  const inOrder = Int32Array.from(first.values()).sort((a, b) => enteredOf(a) - enteredOf(b));
  const entered = new Float64Array(inOrder.length);
  const late = new Float64Array(inOrder.length);
  const isLateAt = (at: number) => Number(isLate(entered[at], rows[inOrder[at]].start));
  let count = 0;
  for (let at = 0; at < inOrder.length; at++) {
    entered[at] = enteredOf(inOrder[at]);
    count += isLateAt(at);
    if (at >= LATEST) count -= isLateAt(at - LATEST);
    late[at] = count;
  }
  return { entered, late };
}

function isLate(entered: Micros, opened: Micros): boolean {
  const isWholeDay = startOfDay(dayAt(opened)) === opened;
  return entered - opened > (isWholeDay ? DAY / 2 : HOUR / 2);
}
