/** What an engine counts of the events that it judges. */
import { SYSTEMS } from '../../schemas/access-event.ts';
import { MARK } from '../../schemas/event-columns.ts';
import { type Day, dayAt, type Micros } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';

/** Sums over everything judged so far. */
export interface EngineCounts {
  accepted: number;
  duplicates: number;
  late: number;
  clockMarked: number;
  reusedIds: number;
}

/** What stands at the beginning of a saved engine. */
export interface SavedCounts {
  readonly counts: EngineCounts;
  readonly reached: Micros;
  readonly days: [Day, number[]][];
  readonly day: Day | null;
}

/** Counts what an event is marked with. */
export function countMarks(counts: EngineCounts, marks: number): void {
  if (marks === 0) return;
  if (marks & MARK.late) counts.late++;
  if (marks & MARK.clock) counts.clockMarked++;
  if (marks & MARK.reusedId) counts.reusedIds++;
}

/** Counts an event on its day. */
export function countDay(days: Map<Day, number[]>, { time, system }: DetectorColumns, row: number): void {
  const day = dayAt(time[row]);
  let events = days.get(day);
  if (events === undefined) {
    events = SYSTEMS.map(() => 0);
    days.set(day, events);
  }
  events[system[row]]++;
}
