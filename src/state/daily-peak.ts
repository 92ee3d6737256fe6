/**
 * The most a key did on one day lately: its own usual, without today.
 *
 * Sums by day (JST); of each week the highest day is kept, over {@link WEEKS} weeks. Exact for events in order; one of a day
 * before the key's latest counts as if it had been alone on its day, so that a peak is only ever too low.
 * Memory: 168 bytes per key and 8–16 of slots. A key untouched for all the weeks is forgotten.
 */
import type { Key } from '../core/hash.ts';
import { DAY, type Day, dayAt, type Micros } from '../core/time.ts';
import { keyTable, LATENESS } from './key-table.ts';
import type { Primitive } from './primitive.ts';

/** Weeks remembered, this one included. */
export const WEEKS = 14;
const WEEK_DAYS = 7;

const SINCE = 2;
const LATEST_DAY = 3;
const TODAY = 4;
const PEAKS = 5;

/** Daily peaks by key. The key may not be NONE. */
export interface DailyPeak extends Primitive {
  /** Adds to the day of `time`. */
  add(key: Key, time: Micros, amount: number): void;
  /** The highest sum of a day before today; where `daysBefore` is above 1, of the weeks that were over so many days ago. 0 where there is none. */
  peak(key: Key, time: Micros, daysBefore: number): number;
  /** The same of the second highest week: what happened in two weeks at least, and so is a habit. */
  habit(key: Key, time: Micros, daysBefore: number): number;
  /** Days since the key's first event held, NaN where none is. */
  age(key: Key, time: Micros): number;
}

/** Makes an empty memory of peaks. */
export function dailyPeak({ keysMax }: { readonly keysMax?: number } = {}): DailyPeak {
  const keys = keyTable({
    keysMax,
    floats: PEAKS + WEEKS,
    ints: 1,
    forgetAfter: WEEKS * WEEK_DAYS * DAY + LATENESS,
  });
  const { pool } = keys;
  const weekOf = (day: Day) => Math.floor(day / WEEK_DAYS);
  const slotOf = (start: number, week: number) => start + PEAKS + (((week % WEEKS) + WEEKS) % WEEKS);

  function raise(start: number, day: Day, amount: number): void {
    const at = slotOf(start, weekOf(day));
    if (amount > pool.floats[at]) pool.floats[at] = amount;
  }

  /** Closes the key's latest day and opens a later one, emptying the weeks in between. */
  function turn(start: number, day: Day): void {
    const { floats } = pool;
    const before = floats[start + LATEST_DAY];
    raise(start, before, floats[start + TODAY]);
    const from = Math.max(weekOf(before) + 1, weekOf(day) - WEEKS + 1);
    for (let week = from; week <= weekOf(day); week++) floats[slotOf(start, week)] = 0;
    floats[start + LATEST_DAY] = day;
    floats[start + TODAY] = 0;
  }

  /** The highest day of the highest week, or of the second highest. */
  function peakOf(key: Key, time: Micros, daysBefore: number, isSecond: boolean): number {
    const record = keys.find(key);
    if (record < 0) return 0;
    const { floats } = pool;
    const start = record * pool.stride;
    const latest = floats[start + LATEST_DAY];
    const now = Math.max(latest, dayAt(time));
    const oldest = Math.max(weekOf(now), weekOf(latest)) - WEEKS + 1;
    const newest = daysBefore <= 1 ? weekOf(now) : weekOf(now - daysBefore + 1) - 1;
    const isPast = daysBefore <= 1 ? latest < now : weekOf(latest) <= newest;
    let most = 0;
    let second = 0;
    for (let week = oldest; week <= Math.min(newest, weekOf(latest)); week++) {
      const held = floats[slotOf(start, week)];
      const peak = isPast && week === weekOf(latest) ? Math.max(held, floats[start + TODAY]) : held;
      second = Math.max(second, Math.min(peak, most));
      most = Math.max(most, peak);
    }
    return isSecond ? second : most;
  }

  return {
    add(key, time, amount) {
      const record = keys.claim(key, time);
      if (record < 0) return;
      const start = record * pool.stride;
      const day = dayAt(time);
      if (keys.isNew()) {
        pool.floats[start + SINCE] = day;
        pool.floats[start + LATEST_DAY] = day;
      } else if (day > pool.floats[start + LATEST_DAY]) turn(start, day);
      if (day === pool.floats[start + LATEST_DAY]) pool.floats[start + TODAY] += amount;
      else if (weekOf(day) > weekOf(pool.floats[start + LATEST_DAY]) - WEEKS) raise(start, day, amount);
    },
    peak: (key, time, daysBefore) => peakOf(key, time, daysBefore, false),
    habit: (key, time, daysBefore) => peakOf(key, time, daysBefore, true),
    age(key, time) {
      const record = keys.find(key);
      return record < 0 ? Number.NaN : dayAt(time) - pool.floats[record * pool.stride + SINCE];
    },
    save: (out) => keys.save(out),
    restore: (from) => keys.restore(from),
    usage: () => ({ keys: pool.live, bytes: keys.bytes(), evicted: keys.evicted() }),
  };
}
