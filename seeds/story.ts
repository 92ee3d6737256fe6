/** What a seed is: a stream of access events with its registers, and what a monitor must make of it. */

import type { AccessEvent, AccessEventField } from '../schemas/access-event.ts';
import { defaultRecords } from '../schemas/access-event.ts';
import type { DetectorId, Finding, Severity } from '../schemas/finding.ts';
import { REGISTERS, type RegisterName } from '../schemas/registers/registers.ts';
import type { Bilingual } from '../src/core/bilingual.ts';
import { formatInstant, type Micros } from '../src/core/time.ts';

/** An access event with the fields of the contract only, its source and its id written out. */
export type SeedEvent = Pick<AccessEvent, AccessEventField> & {
  readonly source: string;
  readonly id: string;
};

/** An event before the log gives it its place. */
export type Entry = Omit<SeedEvent, 'time' | 'id'>;

/** A row of a register, by column name. */
export type Row = Readonly<Record<string, string>>;

/** Registers that a story has only where it fills them in; else they are missing. */
type RareRegister = 'contracts' | 'destinations' | 'calendar';

/** The rows of a story's registers. A register without rows exists and says nothing. */
export type RegisterRows = Record<Exclude<RegisterName, RareRegister>, Row[]> &
  Partial<Record<RareRegister, Row[]>>;

/** A log with its registers. */
export interface Story {
  readonly registers: Readonly<RegisterRows>;
  /** In order of time. */
  readonly events: readonly SeedEvent[];
  /** Which events belong to the incident: `source/id` → the strand of it (who did it, where there are several). */
  readonly strands: ReadonlyMap<string, string>;
}

/** A finding that must come, and when at the latest. */
export interface Expected {
  readonly detector: DetectorId;
  /** Fields the finding must name. */
  readonly about: Partial<Pick<Finding, 'actor' | 'principal' | 'device' | 'ip' | 'subject' | 'tenant'>>;
  /** At least this grave in its last revision. */
  readonly severity: Severity;
  /** The strand it is counted in; default: the only one. */
  readonly strand?: string;
  /** It must have fired when this many events of the strand have happened. */
  readonly firesAtEvent: number;
}

/** A stream in which everything looks like the incident and nothing is wrong: no finding may come. */
export interface Innocent {
  readonly id: string;
  readonly why: Bilingual;
  tell(): Story;
}

/** One incident as a stream hidden in ordinary days. */
export interface Scenario {
  /** An id of the incident list. */
  readonly id: string;
  readonly title: Bilingual;
  tell(): Story;
  readonly expected: readonly Expected[];
  readonly innocents: readonly Innocent[];
}

/** A log being written; entries may come in any order. */
export interface Log {
  /** `strand` marks an event of the incident. */
  add(time: Micros, entry: Entry, strand?: string): void;
  /** The log in order of time, numbered per source as a real one would be. */
  close(registers: RegisterRows): Story;
}

/** An empty log. */
export function openLog(): Log {
  const entries: { time: Micros; entry: Entry; strand: string | undefined }[] = [];
  return {
    add: (time, entry, strand) => void entries.push({ time, entry, strand }),
    close(registers) {
      const numbers = new Map<string, number>();
      const strands = new Map<string, string>();
      entries.sort((a, b) => a.time - b.time);
      const events = entries.map(({ time, entry, strand }) => {
        const number = (numbers.get(entry.source) ?? 0) + 1;
        numbers.set(entry.source, number);
        const id = String(number).padStart(6, '0');
        if (strand !== undefined) strands.set(`${entry.source}/${id}`, strand);
        return { time: formatInstant(time), ...entry, id };
      });
      return { registers, events, strands };
    },
  };
}

/** `source/id`, as findings cite an event. */
export function eventId({ source, id }: SeedEvent): string {
  return `${source}/${id}`;
}

/** Records an event returned, with the default of the contract where it does not say. */
export function recordsOf({ records, subject, action }: SeedEvent): number {
  return records ?? defaultRecords(action, typeof subject === 'string' ? 1 : 0);
}

/** A story's log as NDJSON text. */
export function ndjsonOf(events: readonly SeedEvent[]): string {
  return events.map((event) => `${JSON.stringify(event)}\n`).join('');
}

/** A register as CSV text; the columns are those its rows use, or all where it has none. */
export function csvOf(rows: readonly Row[], declared: readonly string[]): string {
  const columns = rows.length === 0 ? declared : [...new Set(rows.flatMap(Object.keys))];
  const line = (cells: readonly string[]) => `${cells.map(quoted).join(',')}\n`;
  return line(columns) + rows.map((row) => line(columns.map((column) => row[column] ?? ''))).join('');
}

/** The files of a story's registers: file name → CSV text. */
export function registerFiles({ registers }: Story): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(registers).map(([name, rows]) => [
      `${name}.csv`,
      csvOf(rows, Object.keys(REGISTERS[name as RegisterName].columns)),
    ]),
  );
}

function quoted(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
