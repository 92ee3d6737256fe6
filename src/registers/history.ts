/**
 * The history of each identity in a register: which of its rows the organisation knew at an instant.
 *
 * Versions, withdrawals and transfers of contract.md §2 are resolved here, for one identity at a time, when it is first
 * asked for; the answer is kept until the asked instant passes the next entry about that identity.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { type Groups, groupByKey } from './groups.ts';
import type { Validity } from './registers.ts';

/** Rows in file order, with what decides about them. Arrays are parallel. */
export interface Entries<T extends Validity> {
  readonly rows: readonly T[];
  readonly identities: Float64Array;
  /** When the organisation came to know; -Infinity where always. */
  readonly recorded: Float64Array;
  /** 1 where the row says that it was entered by mistake. */
  readonly withdrawn: Uint8Array;
}

/** How many rows were settled by the rules of versions. */
export interface Resolved {
  /** Rows that a newer version of the same key replaced. */
  versions: number;
  /** Keys that were entered by mistake and withdrawn. */
  withdrawals: number;
  /** Open rows that a later start of the same identity ended. */
  transfers: number;
}

/** One identity as known over `[from, until)`. */
export interface Known<V> {
  readonly value: V;
  readonly from: Micros;
  readonly until: Micros;
}

/** The identities of a register. V is what the rows of one identity are prepared into. */
export interface History<T extends Validity, V> {
  readonly entries: Entries<T>;
  readonly groups: Groups;
  readonly manner: Manner<T>;
  /** What was known of a group at an instant. */
  known(group: number, at: Micros): Known<V>;
  /** The same by identity; null where the register has no such identity. */
  of(identity: Key, at: Micros): V | null;
}

/** The one rule of knowledge: a row counts at an instant if it was recorded by then. */
export function isKnown(recorded: Micros, at: Micros): boolean {
  return recorded <= at;
}

/** How the rows of one identity act on each other. */
export interface Manner<T> {
  /** True where rows add up; else a later start ends an open earlier row. */
  readonly addsUp: boolean;
  /** The row, ended. */
  ended(row: T, end: Micros): T;
}

/** Builds the history of a register; `prepare` gets the rows that hold, by rising start, and may turn them into anything. */
export function historyOf<T extends Validity, V>(
  { rows, identities, recorded, withdrawn }: Entries<T>,
  manner: Manner<T>,
  prepare: (rows: readonly T[]) => V,
): History<T, V> {
  const entries = { rows, identities, recorded, withdrawn }; // and not where they stand, which is told while they are built
  const groups = groupByKey(entries.identities);
  sortMembers(groups, entries);
  const values: (V | undefined)[] = Array.from({ length: groups.count });
  // [from, until) of what `values` holds, side by side: an answer that is held costs one cache line of these
  const spans = new Float64Array(groups.count * 2);
  spans.fill(Number.NaN);

  function isHeld(group: number, at: Micros): boolean {
    return spans[group * 2] <= at && at < spans[group * 2 + 1];
  }
  function valueAt(group: number, at: Micros): V {
    if (!isHeld(group, at)) {
      values[group] = prepare(resolve(groups, group, entries, manner, at, null));
      const { from, until } = knowledgeSpan(groups, group, entries, at);
      spans[group * 2] = from;
      spans[group * 2 + 1] = until;
    }
    return values[group] as V;
  }
  function known(group: number, at: Micros): Known<V> {
    const value = valueAt(group, at);
    return { value, from: spans[group * 2], until: spans[group * 2 + 1] };
  }
  function of(identity: Key, at: Micros): V | null {
    const group = groups.find(identity);
    return group === -1 ? null : valueAt(group, at);
  }
  return { entries, groups, manner, known, of };
}

/** What was resolved in all, with everything known. */
export function countResolved<T extends Validity, V>({ entries, groups, manner }: History<T, V>): Resolved {
  const count: Resolved = { versions: 0, withdrawals: 0, transfers: 0 };
  for (let group = 0; group < groups.count; group++) {
    if (
      groups.starts[group + 1] - groups.starts[group] > 1 ||
      entries.withdrawn[groups.members[groups.starts[group]]]
    )
      resolve(groups, group, entries, manner, Number.POSITIVE_INFINITY, count);
  }
  return count;
}

/** The rows of a group that hold as known at an instant, by rising start; open ones ended by the next where a later start does that. */
function resolve<T extends Validity>(
  groups: Groups,
  group: number,
  entries: Entries<T>,
  manner: Manner<T>,
  at: Micros,
  count: Resolved | null,
): readonly T[] {
  const held = newestRows(groups, group, entries, at, count).map((row) => entries.rows[row]);
  if (manner.addsUp) return held;
  for (let i = 0; i + 1 < held.length; i++) {
    const row = held[i];
    if (row.end !== Number.POSITIVE_INFINITY) continue;
    held[i] = manner.ended(row, held[i + 1].start);
    if (count !== null) count.transfers++;
  }
  return held;
}

/**
 * The newest version of each key of a group as known at an instant, by rising start, as positions in the rows. Of several
 * rows of one start the last known counts (members are sorted so that it comes last); a withdrawn one takes the key away.
 */
export function newestRows<T extends Validity>(
  { starts, members }: Groups,
  group: number,
  { rows, recorded, withdrawn }: Entries<T>,
  at: Micros,
  count: Resolved | null,
): number[] {
  const newest: number[] = [];
  for (let i = starts[group]; i < starts[group + 1]; ) {
    const { start } = rows[members[i]];
    let last = -1;
    for (; i < starts[group + 1] && rows[members[i]].start === start; i++) {
      if (!isKnown(recorded[members[i]], at)) continue;
      if (count !== null && last !== -1) count.versions++;
      last = members[i];
    }
    if (last === -1) continue;
    if (!withdrawn[last]) newest.push(last);
    else if (count !== null) count.withdrawals++;
  }
  return newest;
}

/** Between which entries about a group an instant lies. */
function knowledgeSpan<T extends Validity>(
  { starts, members }: Groups,
  group: number,
  { recorded }: Entries<T>,
  at: Micros,
): { from: Micros; until: Micros } {
  let from = Number.NEGATIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  for (let i = starts[group]; i < starts[group + 1]; i++) {
    const entry = recorded[members[i]];
    if (isKnown(entry, at)) from = Math.max(from, entry);
    else until = Math.min(until, entry);
  }
  return { from, until };
}

/** Sorts each group by (start, recorded); equal ones stay in file order, so the later in the file counts as newer. */
function sortMembers<T extends Validity>(
  { count, starts, members }: Groups,
  { rows, recorded }: Entries<T>,
): void {
  for (let group = 0; group < count; group++) {
    if (starts[group + 1] - starts[group] < 2) continue;
    const slice = members.subarray(starts[group], starts[group + 1]);
    slice.sort((a, b) => compare(rows[a].start, rows[b].start) || compare(recorded[a], recorded[b]) || a - b);
  }
}

function compare(a: number, b: number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The version in force at `time` that started last, else the one that ended last; null where none has started. */
export function latestStarted<T extends Validity>(rows: readonly T[], time: Micros): T | null {
  let ended: T | null = null;
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i];
    if (row.start > time) continue;
    if (time < row.end) return row;
    if (ended === null || row.end > ended.end) ended = row;
  }
  return ended;
}

/** Whether a row holds at an instant. */
export function holds(row: Validity, time: Micros): boolean {
  return row.start <= time && time < row.end;
}
