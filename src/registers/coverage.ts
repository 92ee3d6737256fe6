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
  const lasting = staircase();
  const passing: { opened: Micros; from: Micros; until: Micros }[] = [];
  for (let group = 0; group < groups.count; group++) {
    const members = groups.members.subarray(groups.starts[group], groups.starts[group + 1]);
    const isWithdrawn = members.some((row) => entries.withdrawn[row]);
    for (const row of members) {
      const from = entries.recorded[row];
      const view = isWithdrawn ? history.known(group, from) : null;
      if (view === null) lasting.add(from, entries.rows[row].start);
      else
        for (const { start } of view.value)
          passing.push({ opened: start, from: view.from, until: view.until });
    }
  }
  const brief = passing.filter(
    ({ opened, from }) => opened > Number.NEGATIVE_INFINITY && opened < lasting.earliest(from),
  );

  return (known, time) => {
    const day = startOfDay(dayAt(time) + 1); // a day is covered from its first instant
    if (lasting.earliest(known) < day) return true;
    for (let i = 0; i < brief.length; i++) {
      if (isKnown(brief[i].from, known) && known < brief[i].until && brief[i].opened < day) return true;
    }
    return false;
  };
}

/** The earliest `opened` known at an instant: steps that are known later and reach further back. */
function staircase(): { add(from: Micros, opened: Micros): void; earliest(known: Micros): Micros } {
  const recorded: Micros[] = [];
  const reaches: Micros[] = [];
  function earliest(known: Micros): Micros {
    const count = countKnown(recorded, known);
    return count === 0 ? Number.POSITIVE_INFINITY : reaches[count - 1];
  }
  function add(from: Micros, opened: Micros): void {
    if (opened === Number.NEGATIVE_INFINITY || earliest(from) <= opened) return;
    const at = countKnown(recorded, from);
    let past = at; // steps known later that do not reach further back say nothing more
    while (past < reaches.length && reaches[past] >= opened) past++;
    const first = at > 0 && recorded[at - 1] === from ? at - 1 : at;
    recorded.splice(first, past - first, from);
    reaches.splice(first, past - first, opened);
  }
  return { add, earliest };
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
export function countKnown(recorded: ArrayLike<Micros>, known: Micros): number {
  let low = 0;
  let high = recorded.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isKnown(recorded[middle], known)) low = middle + 1;
    else high = middle;
  }
  return low;
}
