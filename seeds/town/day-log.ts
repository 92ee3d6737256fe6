/** The log of a town, one day at a time: what is written down is handed over at midnight and forgotten. */
import { formatInstant, type Micros } from '../../src/core/time.ts';
import type { Entry, SeedEvent } from '../story.ts';

/** The events of a day in order of time, and which of them belong to an incident: `source/id` → its label. */
export interface DayEvents {
  readonly events: readonly SeedEvent[];
  readonly strands: ReadonlyMap<string, string>;
}

/** Takes entries in any order; gives them out by time, numbered per source as real logs are. */
export interface DayLog {
  add(time: Micros, entry: Entry, strand?: string): void;
  /** Everything before `midnight`; what lies after it waits. */
  take(midnight: Micros): DayEvents;
}

interface Line {
  readonly time: Micros;
  readonly entry: Entry;
  readonly strand: string | undefined;
}

/** An empty log. */
export function dayLog(): DayLog {
  const numbers = new Map<string, number>();
  let lines: Line[] = [];
  return {
    add: (time, entry, strand) => void lines.push({ time, entry, strand }),
    take(midnight) {
      const due = lines.filter(({ time }) => time < midnight).sort((a, b) => a.time - b.time);
      lines = lines.filter(({ time }) => time >= midnight);
      const strands = new Map<string, string>();
      const events = due.map(({ time, entry, strand }) => {
        const number = (numbers.get(entry.source) ?? 0) + 1;
        numbers.set(entry.source, number);
        const id = String(number).padStart(8, '0');
        if (strand !== undefined) strands.set(`${entry.source}/${id}`, strand);
        return { time: formatInstant(time), ...entry, id };
      });
      return { events, strands };
    },
  };
}
