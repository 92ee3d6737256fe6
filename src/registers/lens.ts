/**
 * A register seen by another column than its identity: the cases about a subject, the accounts of a person.
 * Each answer is kept over the span in which it is the same, so asking in time order allocates almost never.
 */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { groupByKey } from './groups.ts';
import type { History } from './history.ts';
import type { Validity } from './registers.ts';

/** Which rows a lens shows: all known ones, those that have started by then, or those that hold then. */
export type Shown = 'known' | 'started' | 'holding';

/** A span of knowledge and of event time over which an answer stays the same. */
export interface Span {
  knownFrom: Micros;
  knownUntil: Micros;
  from: Micros;
  until: Micros;
}

/** Asks a register by a key; `known` is the instant of knowledge, `time` that of the event. */
export type Lens<T> = (key: Key, known: Micros, time: Micros) => readonly T[];

/** The answer where there is none; shared, so that asking allocates nothing. */
export const NO_ROWS: readonly never[] = Object.freeze([]);

/** A lens over a register by the keys `keysOf` names in a row. */
export function lensOf<T extends Validity>(
  history: History<T, readonly T[]>,
  keysOf: (row: T) => readonly Key[],
  shown: Shown,
): Lens<T> {
  const { groups, entries } = history;
  const keys: Key[] = [];
  const owners: number[] = [];
  for (let group = 0; group < groups.count; group++) {
    for (let i = groups.starts[group]; i < groups.starts[group + 1]; i++) {
      for (const key of keysOf(entries.rows[groups.members[i]])) {
        keys.push(key);
        owners.push(group);
      }
    }
  }
  const index = groupByKey(keys);
  const views: (KeptRows<T> | undefined)[] = Array.from({ length: index.count });

  return (key, known, time) => {
    const at = index.find(key);
    if (at === -1) return NO_ROWS;
    const view = views[at];
    if (view !== undefined && covers(view, known, time)) return view.rows;
    const span: KeptRows<T> = { ...anySpan(), rows: NO_ROWS };
    const rows: T[] = [];
    let last = -1;
    for (let i = index.starts[at]; i < index.starts[at + 1]; i++) {
      const group = owners[index.members[i]];
      if (group === last) continue; // several rows of one identity, or a key named twice
      last = group;
      const { value, from, until } = history.known(group, known);
      narrowKnown(span, from, until);
      for (const row of value) {
        if (shown !== 'known') narrow(span, row, time, shown);
        if (keysOf(row).includes(key) && isShown(row, time, shown)) rows.push(row);
      }
    }
    // a copy, since a list that grows keeps room for more, and there is one for each key
    span.rows = rows.length === 0 ? NO_ROWS : rows.slice();
    views[at] = span;
    return span.rows;
  };
}

interface KeptRows<T> extends Span {
  rows: readonly T[];
}

/** A span without bounds, to be narrowed. */
export function anySpan(): Span {
  const [past, future] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return { knownFrom: past, knownUntil: future, from: past, until: future };
}

/** Whether an answer kept for a span answers for these instants. */
export function covers(span: Span, known: Micros, time: Micros): boolean {
  return span.from <= time && time < span.until && span.knownFrom <= known && known < span.knownUntil;
}

/** Narrows a span of knowledge. */
export function narrowKnown(span: Span, from: Micros, until: Micros): void {
  if (from > span.knownFrom) span.knownFrom = from;
  if (until < span.knownUntil) span.knownUntil = until;
}

/** Narrows a span of event time to that in which a row goes on being shown, or not. */
export function narrow(span: Span, row: Validity, time: Micros, shown: Exclude<Shown, 'known'>): void {
  narrowBy(span, row.start, time);
  if (shown === 'holding') narrowBy(span, row.end, time);
}

function narrowBy(span: Span, bound: Micros, time: Micros): void {
  if (bound <= time) span.from = Math.max(span.from, bound);
  else span.until = Math.min(span.until, bound);
}

function isShown(row: Validity, time: Micros, shown: Shown): boolean {
  return shown === 'known' || (row.start <= time && (shown === 'started' || time < row.end));
}
