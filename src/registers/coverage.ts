/** How far a register reaches: from which day the cases cover, and how old the latest entry is. */
import { DAY, dayAt, type Micros, startOfDay } from '../core/time.ts';
import { type Entries, type History, isKnown } from './history.ts';
import type { CaseRow, Validity } from './registers.ts';

/**
 * Whether the cases register, as known at an instant, covers a day: from its earliest `opened` on.
 * A case entered by mistake counts until its withdrawal is known. A case without `opened` says nothing of coverage.
 */
export function coverageOf(
  history: History<CaseRow, readonly CaseRow[]>,
): (known: Micros, time: Micros) => boolean {
  const { groups, entries } = history;
  if (groups.count === 0) return () => true; // a header alone says that there never was a case
  const lasting: { opened: Micros; from: Micros }[] = [];
  const passing: { opened: Micros; from: Micros; until: Micros }[] = [];
  for (let group = 0; group < groups.count; group++) {
    const members = groups.members.subarray(groups.starts[group], groups.starts[group + 1]);
    const isWithdrawn = members.some((row) => entries.withdrawn[row]);
    for (const row of members) {
      const from = entries.recorded[row];
      if (!isWithdrawn) lasting.push({ opened: entries.rows[row].opened, from });
      else
        for (const { opened } of history.known(group, from).value)
          passing.push({ opened, ...history.known(group, from) });
    }
  }
  const steps = earlierAndEarlier(lasting);
  const brief = passing.filter(
    ({ opened, from }) => opened > Number.NEGATIVE_INFINITY && opened < steps.at(from),
  );

  return (known, time) => {
    const day = startOfDay(dayAt(time) + 1); // a day is covered from its first instant
    if (steps.at(known) < day) return true;
    for (let i = 0; i < brief.length; i++) {
      if (isKnown(brief[i].from, known) && known < brief[i].until && brief[i].opened < day) return true;
    }
    return false;
  };
}

/** The earliest `opened` known at an instant, in a binary search. */
function earlierAndEarlier(found: { opened: Micros; from: Micros }[]): { at(known: Micros): Micros } {
  found.sort((a, b) => a.from - b.from || 0);
  const steps: { opened: Micros; from: Micros }[] = [];
  let earliest = Number.POSITIVE_INFINITY;
  for (const step of found) {
    if (step.opened >= earliest || step.opened === Number.NEGATIVE_INFINITY) continue;
    earliest = step.opened;
    steps.push(step);
  }
  const recorded = Float64Array.from(steps, ({ from }) => from);
  return {
    at(known) {
      const count = countKnown(recorded, known);
      return count === 0 ? Number.POSITIVE_INFINITY : steps[count - 1].opened;
    },
  };
}

/** Whether the latest entry known at an instant is older than so many days before the event. */
export function stalenessOf(
  { recorded }: Entries<Validity>,
  daysMax: number,
): (known: Micros, time: Micros) => boolean {
  const entries = Float64Array.from(recorded.filter((at) => at > Number.NEGATIVE_INFINITY)).sort();
  if (entries.length === 0) return () => false; // no row says when it was recorded: its age is unknown
  return (known, time) => {
    const count = countKnown(entries, known);
    return count === 0 || time - entries[count - 1] > daysMax * DAY;
  };
}

/** How many of the rising instants of entry were known at an instant. */
function countKnown(recorded: Float64Array, known: Micros): number {
  let low = 0;
  let high = recorded.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isKnown(recorded[middle], known)) low = middle + 1;
    else high = middle;
  }
  return low;
}
