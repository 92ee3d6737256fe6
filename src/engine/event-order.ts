/**
 * Puts arriving rows into event order: (time, source, id), within the lateness.
 *
 * Every input has a high-water time. A row older than its input's high-water time minus the lateness is late: it is judged
 * where it arrived and marked. A row whose clock cannot be right (more than 5 minutes after `now`, or before 2000) is treated
 * the same way, with its own mark, and moves no high-water time. All other rows wait until no input can bring an
 * earlier one. What is released, in which order and with which marks does not depend on how rows were batched.
 */
import { type EventBatch, MARK } from '../../schemas/event-columns.ts';
import { compareEventIds } from '../batch/event-order.ts';
import { DAY, dayFromCivil, MINUTE, type Micros } from '../core/time.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import { type DefaultsOf, restoreWaiting, saveWaiting, type WaitingRows } from './waiting-rows.ts';

/** Times before this are no times of an access log. */
export const EARLIEST: Micros = dayFromCivil(2000, 1, 1) * DAY;
const CLOCK_TOLERANCE: Micros = 5 * MINUTE;

/** Whether a clock can be right: not before 2000, not more than 5 minutes after `now`. */
export function isPlausible(time: Micros, now: Micros): boolean {
  return time >= EARLIEST && time <= now + CLOCK_TOLERANCE;
}

/** Rows `order[from .. to)` of one batch, next to be judged. */
export interface Slice {
  readonly batch: EventBatch;
  /** Row indices in event order; null where rows stand in that order already. */
  readonly order: Int32Array | null;
  readonly from: number;
  readonly to: number;
  /** Per row of the batch: the time by which it is ordered (its own, but for late and clock-marked rows). */
  readonly orderTime: Float64Array;
  /** No more rows of the batch will come. */
  readonly isLast: boolean;
}

interface Run extends WaitingRows {
  next: number;
  /** Whether {@link EventOrder.fresh} has not shown it. */
  isFresh: boolean;
}

/** What is known of an input that comes while others are under way. */
export interface InputBounds {
  /** Its own, where it is not that of all. */
  readonly lateness: Micros;
  /** What it brings of an earlier time is late: the others have come so far. -Infinity: it may bring anything. */
  readonly from: Micros;
}

/** Orders the rows of several inputs. */
export interface EventOrder {
  /** Announces an input: nothing beyond its rows is released before it has brought them or is closed. */
  open(input: number, bounds?: InputBounds): void;
  close(input: number): void;
  /** Nothing before `time` comes in time any more, of any input. To be said while none is open. */
  silence(time: Micros): void;
  /** As if restored here by a process that has these inputs open: it knows of no others. */
  setOpen(inputs: readonly number[]): void;
  /** A later tick: by it the clocks of the rows to come are judged. */
  setNow(now: Micros): void;
  /** Takes rows in arrival order; returns how many came too late. `source`: of rows that name none, where {@link EventOrder.restore} can be told what that means. */
  push(input: number, batch: EventBatch, source?: string | null): number;
  /** The next run of rows that no input can precede any more; null when there is none. At most `rowsMax` rows. */
  next(rowsMax: number): Slice | null;
  /** The rows that wait, of batches that were not shown before: ahead of their turn. */
  fresh(): Slice[];
  /** Up to where everything has been released, or may be at once. */
  watermark(): Micros;
  /** Lets go of everything, though more may come: see `Engine.rest`. */
  rest(): void;
  /** How many rows wait. */
  waiting(): number;
  /** `isInWords`: for an engine of which nobody knows that it has the same defaults. */
  save(out: SnapshotWriter, isInWords?: boolean): void;
  restore(from: SnapshotReader, defaultsOf: DefaultsOf): void;
}

/**
 * Makes an {@link EventOrder}. `start` is the start of the run or the tick that stands for it. Where it is `isOngoing`, later runs
 * bring more inputs: rows within the lateness of the latest time wait for them, and a new input goes on from there.
 */
export function eventOrder(lateness: Micros, start: Micros, isOngoing = false): EventOrder {
  let now = start;
  const highWater = new Map<number, Micros>();
  const isOpen = new Set<number>();
  /** Of inputs that have one of their own. */
  const ownLateness = new Map<number, Micros>();
  let runs: Run[] = [];
  let isResting = false;
  /** The latest time of earlier runs. */
  let floor: Micros = Number.NEGATIVE_INFINITY;
  /** Up to where rows were asked for while inputs with bounds were open, which may be further than the lateness of all says. */
  let passed: Micros = Number.NEGATIVE_INFINITY;

  const latest = (): Micros => Math.max(floor, ...highWater.values());
  const watermark = (): Micros => {
    if (isResting) return Number.POSITIVE_INFINITY;
    if (isOngoing && isOpen.size === 0) return Math.max(passed, latest() - lateness - 1);
    let low = Number.POSITIVE_INFINITY;
    // a row exactly at the lateness is in time
    for (const input of isOpen) low = Math.min(low, (highWater.get(input) as number) - latenessOf(input) - 1);
    return low;
  };
  const latenessOf = (input: number): Micros => ownLateness.get(input) ?? lateness;

  const open = (input: number, bounds?: InputBounds): void => {
    isOpen.add(input);
    if (bounds === undefined) {
      if (!highWater.has(input)) highWater.set(input, floor);
      return;
    }
    ownLateness.set(input, bounds.lateness);
    const reached = highWater.get(input) ?? Number.NEGATIVE_INFINITY;
    highWater.set(input, Math.max(reached, bounds.from + bounds.lateness));
  };

  /** What a closed input has reached is no longer its own: of all of them, where none is open. */
  const forget = (input: number): void => {
    floor = isOpen.size === 0 ? latest() : Math.max(floor, highWater.get(input) ?? floor);
    if (isOpen.size === 0) highWater.clear();
    else highWater.delete(input);
  };

  return {
    open,
    close(input) {
      if (ownLateness.has(input)) passed = Math.max(passed, watermark());
      isOpen.delete(input);
      const comesAnew = ownLateness.delete(input);
      if (isOngoing && (isOpen.size === 0 || comesAnew)) forget(input);
    },
    silence(time) {
      passed = Math.max(passed, time - 1);
    },
    setOpen(inputs) {
      isOpen.clear();
      for (const input of inputs) open(input);
    },
    setNow(time) {
      now = time;
    },
    push(input, batch, source) {
      if (batch.size === 0) return 0;
      const before = highWater.get(input) ?? Number.NEGATIVE_INFINITY;
      const { orderTime, high, late } = timesOfOrder(batch, before, latenessOf(input), now);
      highWater.set(input, high);
      runs.push({ batch, order: sortedRows(batch, orderTime), orderTime, next: 0, isFresh: true, source });
      return late;
    },
    next(rowsMax) {
      const { first, second } = earliestTwo(runs);
      if (first === null) return null;
      const limit = watermark();
      let to = first.next;
      const end = Math.min(first.batch.size, to + rowsMax);
      while (
        to < end &&
        first.orderTime[rowAt(first, to)] <= limit &&
        (second === null || precedes(first, to, second))
      )
        to++;
      if (to === first.next) return null;
      const slice = {
        batch: first.batch,
        order: first.order,
        from: first.next,
        to,
        orderTime: first.orderTime,
        isLast: to === first.batch.size,
      };
      first.next = to;
      if (to === first.batch.size) runs = runs.filter((run) => run !== first);
      return slice;
    },
    fresh() {
      const shown = runs.filter(({ isFresh }) => isFresh);
      for (const run of shown) run.isFresh = false;
      return shown.map(({ batch, order, orderTime, next }) => ({
        batch,
        order,
        orderTime,
        from: next,
        to: batch.size,
        isLast: true,
      }));
    },
    watermark,
    rest() {
      isResting = true;
    },
    waiting: () => runs.reduce((sum, { batch, next }) => sum + batch.size - next, 0),
    save(out, isInWords) {
      out.json({
        highWater: [...highWater].map(([input, time]) => [input, Number.isFinite(time) ? time : null]),
        floor: Number.isFinite(floor) ? floor : null,
        passed: Number.isFinite(passed) ? passed : null,
        lateness: [...ownLateness],
      } satisfies SavedOrder);
      saveWaiting(runs, out, isInWords);
    },
    restore(from, defaultsOf) {
      const saved = from.json<SavedOrder>();
      runs = restoreWaiting(from, defaultsOf).map(({ batch, orderTime, source }) => ({
        batch,
        orderTime,
        source,
        order: sortedRows(batch, orderTime),
        next: 0,
        isFresh: true,
      }));
      highWater.clear();
      for (const [input, time] of saved.highWater) highWater.set(input, time ?? Number.NEGATIVE_INFINITY);
      floor = saved.floor ?? Number.NEGATIVE_INFINITY;
      passed = saved.passed ?? Number.NEGATIVE_INFINITY;
      ownLateness.clear();
      for (const [input, own] of saved.lateness) ownLateness.set(input, own);
    },
  };
}

/** The plain part of what is saved. */
interface SavedOrder {
  readonly highWater: readonly (readonly [input: number, time: Micros | null])[];
  readonly floor: Micros | null;
  readonly passed: Micros | null;
  readonly lateness: readonly (readonly [input: number, lateness: Micros])[];
}

/** Marks late and impossible times and gives each row the time by which it is ordered. */
function timesOfOrder(
  batch: EventBatch,
  before: Micros,
  lateness: Micros,
  now: Micros,
): { orderTime: Float64Array; high: Micros; late: number } {
  const { size } = batch;
  const { time, marks } = batch.columns;
  const orderTime = new Float64Array(size);
  let high = before;
  let late = 0;
  for (let row = 0; row < size; row++) {
    const at = time[row];
    // what was marked when it was judged first stays so, whatever comes before it now
    if (!isPlausible(at, now) || (marks[row] & MARK.clock) !== 0) {
      marks[row] |= MARK.clock;
      orderTime[row] = high;
    } else if (at < high - lateness || (marks[row] & MARK.late) !== 0) {
      marks[row] |= MARK.late;
      late++;
      orderTime[row] = high;
    } else {
      orderTime[row] = at;
      if (at > high) high = at;
    }
  }
  return { orderTime, high, late };
}

/** The first row that does not stand where order wants it; `size` where all do. (A function of its own: as a loop before the sort it was compiled again for every batch.) */
function firstMisplaced(batch: EventBatch, orderTime: Float64Array): number {
  for (let row = 1; row < batch.size; row++) {
    const step = orderTime[row] - orderTime[row - 1];
    // -Infinity - -Infinity is NaN: rows before the first plausible time, compared by id like any tie.
    if (step < 0 || (!(step > 0) && compareTied(batch, row - 1, batch, row) > 0)) return row;
  }
  return batch.size;
}

/** Row indices by (order time, source, id); null where the rows stand so already. */
function sortedRows(batch: EventBatch, orderTime: Float64Array): Int32Array | null {
  const { size } = batch;
  if (firstMisplaced(batch, orderTime) === size) return null;
  const order = Int32Array.from({ length: size }, (_, i) => i);
  return order.sort((a, b) => {
    const earlier = orderTime[a];
    const later = orderTime[b];
    if (earlier !== later) return earlier < later ? -1 : 1;
    return compareTied(batch, a, batch, b) || a - b;
  });
}

function rowAt(run: Run, position: number): number {
  return run.order === null ? position : run.order[position];
}

/** The runs with the earliest and the second earliest next row. */
function earliestTwo(runs: readonly Run[]): { first: Run | null; second: Run | null } {
  let first: Run | null = null;
  let second: Run | null = null;
  for (const run of runs) {
    if (first === null || !precedes(first, first.next, run)) {
      second = first;
      first = run;
    } else if (second === null || !precedes(second, second.next, run)) {
      second = run;
    }
  }
  return { first, second };
}

/** True where the row at `position` of `run` comes before (or ties with) the next row of `other`. */
function precedes(run: Run, position: number, other: Run): boolean {
  const row = rowAt(run, position);
  const otherRow = rowAt(other, other.next);
  const time = run.orderTime[row];
  const otherTime = other.orderTime[otherRow];
  if (time !== otherTime) return time < otherTime;
  return compareTied(run.batch, row, other.batch, otherRow) <= 0;
}

/** Order of two rows of one time: by source and id, then (default ids repeat from file to file) by identity. */
function compareTied(a: EventBatch, rowA: number, b: EventBatch, rowB: number): number {
  return (
    compareEventIds(a.eventId(rowA), b.eventId(rowB)) || a.columns.identity[rowA] - b.columns.identity[rowB]
  );
}
