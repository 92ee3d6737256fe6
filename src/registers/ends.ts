/** How many people's time ends at one instant: on 31 March many terms end together, and most are renewed. */
import type { Micros } from '../core/time.ts';
import { type Entries, isKnown } from './history.ts';
import type { PersonRow } from './registers.ts';

/** People whose entry ends at `end`, by what had been recorded at `known`. */
export type EndingAt = (end: Micros, known: Micros) => number;

/** Counts the ends of a people register. */
export function endsOf({ rows, recorded, withdrawn }: Entries<PersonRow>): EndingAt {
  const byEnd = new Map<Micros, Micros[]>();
  for (let i = 0; i < rows.length; i++) {
    if (withdrawn[i] || rows[i].end === Number.POSITIVE_INFINITY) continue;
    const entries = byEnd.get(rows[i].end);
    if (entries === undefined) byEnd.set(rows[i].end, [recorded[i]]);
    else entries.push(recorded[i]);
  }
  return (end, known) => {
    let count = 0;
    for (const entry of byEnd.get(end) ?? []) if (isKnown(entry, known)) count++;
    return count;
  };
}
