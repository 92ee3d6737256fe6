/**
 * What waits for a fixed time, in the order in which it came: a customer who was looked up, and half an hour for the sale.
 *
 * Exact up to the cap; beyond, the oldest of eight goes, counted. An entry that comes late waits from the newest time on, so that the order of
 * deadlines depends on the rows alone. Memory: 48 bytes an entry, 8 for each field, 8–16 of slots.
 */
import { type Key, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { Primitive } from './primitive.ts';
import { TIME } from './record-pool.ts';
import { ENTRY_FLOATS, timelines } from './timelines.ts';

/** What a queue of deadlines is made of. */
export interface DeadlinesOptions {
  readonly wait: Micros;
  /** How many numbers an entry carries. */
  readonly fields: number;
  readonly entriesMax?: number | undefined;
}

/** Entries by value, each waiting once at a time. An entry is a number, good until the next `add` or `due`. */
export interface Deadlines extends Primitive {
  /** A new entry with all fields 0; -1 where the value waits already. The value may not be NONE. */
  add(value: Key, time: Micros): number;
  /** The entry of a value whose deadline is not over at `time`, or -1: whether it has been let go of already makes no difference. */
  find(value: Key, time: Micros): number;
  get(entry: number, field: number): number;
  set(entry: number, field: number, value: number): void;
  /** Lets go of what has waited for longer than `wait` before `time`, in order, each with its deadline. */
  due(time: Micros, each: (entry: number, deadline: Micros) => void): void;
}

/** The one list all entries stand in. */
const QUEUE: Key = 1;

/** Makes an empty queue. */
export function deadlines({ wait, fields, entriesMax }: DeadlinesOptions): Deadlines {
  const lines = timelines({
    entriesMax,
    entryFloats: fields,
    isIndexed: true,
    forgetAfter: Infinity,
  });
  const { keys, entries } = lines;
  const { stride } = entries;

  const deadlineOf = (entry: number): Micros => entries.floats[entry * stride + TIME] + wait;
  /** Under one name for as long as `wait`, so that one who comes again after the deadline stands beside the one not yet let go of. */
  const nameOf = (value: Key, slice: number): Key => pairKey(value, slice);

  function find(value: Key, time: Micros): number {
    const queue = keys.find(QUEUE);
    if (queue < 0) return -1;
    const now = Math.max(time, lines.last(queue));
    const slice = Math.floor(now / wait);
    for (let back = 0; back < 2; back++) {
      const entry = lines.find(queue, nameOf(value, slice - back));
      if (entry >= 0 && deadlineOf(entry) >= now) return entry;
    }
    return -1;
  }

  return {
    add(value, time) {
      if (find(value, time) >= 0) return -1;
      const queue = lines.open(QUEUE, time);
      const now = lines.last(queue);
      return lines.add(queue, nameOf(value, Math.floor(now / wait)), now, 0);
    },
    find,
    get: (entry, field) => entries.floats[entry * stride + ENTRY_FLOATS + field],
    set(entry, field, value) {
      entries.floats[entry * stride + ENTRY_FLOATS + field] = value;
    },
    due(time, each) {
      const queue = keys.find(QUEUE);
      if (queue < 0) return;
      for (let entry = lines.head(queue); entry >= 0; entry = lines.head(queue)) {
        const deadline = deadlineOf(entry);
        if (deadline >= time) return;
        each(entry, deadline);
        lines.drop(entry);
      }
    },
    ...lines.primitive,
  };
}
