/**
 * The rate window for long horizons: sums per pane instead of entries per event.
 *
 * The horizon is divided into panes of equal width, aligned to the epoch (or `offset` before it); the sum takes every pane that overlaps
 * (t − horizon, t], so it is never too low and at most the content of one pane too much (exact where t is the last
 * instant of a pane). Only panes in which something came are held, oldest first. Memory: 40 bytes per key and 8–16 of slots, and 56 per
 * pane held, of which a key has at most panes + 1, whatever the number of events. Late events go to their pane while it overlaps the window.
 * At the maximum of panes the key goes that has been quiet longest ({@link RecordPool.oldest}), with all of its panes.
 */

import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { rateAhead } from './ahead.ts';
import { keyTable } from './key-table.ts';
import type { RateWindow } from './rate.ts';
import { recordPool, TIME, WHAT } from './record-pool.ts';

/** What to make a window of panes of. */
export interface PaneWindowOptions {
  readonly horizon: Micros;
  readonly panes: number;
  readonly keysMax?: number | undefined;
  /** Panes of all keys. */
  readonly panesMax?: number | undefined;
  readonly forgetAfter: Micros;
  /** How long before the epoch pane 0 begins: with that of a zone, and panes of a day, panes are the days of that zone. Default 0. */
  readonly offset?: Micros | undefined;
}

/** A rate window that also tells its panes. */
export interface PaneWindow extends RateWindow {
  /** The sums of consecutive panes, number `last` last; 0 where nothing is held. */
  series(key: Key, last: number, into: Float64Array): void;
}

/** Default cap of panes in one shard. */
const PANES_MAX = 1 << 19;

/** Of a key: its sum, and its oldest and newest pane. */
const TOTAL = 2;
const KEY_FLOATS = 3;
const HEAD = 1;
const TAIL = 2;
const KEY_INTS = 3;

/** Of a pane: its number, the last event, the sum, the first event; and the next newer one. */
const LAST_TIME = TIME;
const SUM = 2;
const FIRST_TIME = 3;
const FIRST_REF = 4;
const LAST_REF = 5;
const PANE_FLOATS = 6;
const NEXT = 1;
const PANE_INTS = 2;

/** Makes an empty window of panes. */
export function paneWindow({
  horizon,
  panes,
  keysMax,
  panesMax = PANES_MAX,
  forgetAfter,
  offset = 0,
}: PaneWindowOptions): PaneWindow {
  const width = horizon / panes;
  const held = recordPool(Math.max(panesMax, panes + 2), PANE_FLOATS, PANE_INTS);
  const keys = keyTable({
    keysMax,
    floats: KEY_FLOATS,
    ints: KEY_INTS,
    forgetAfter,
    released: (record) => dropBefore(record, Number.POSITIVE_INFINITY),
  });
  const { pool } = keys;
  let crowdedOut = 0;

  const paneOf = (time: Micros): number => Math.floor((time + offset) / width);
  /** Links are one more than the index of a pane; 0 where there is none. */
  const headAt = (record: number) => record * pool.stride * 2 + pool.intsAt + HEAD;
  const tailAt = (record: number) => record * pool.stride * 2 + pool.intsAt + TAIL;
  const nextAt = (pane: number) => pane * held.stride * 2 + held.intsAt + NEXT;
  const headOf = (record: number) => pool.ints[headAt(record)] - 1;
  const nextOf = (pane: number) => held.ints[nextAt(pane)] - 1;
  const numberOf = (pane: number) => held.floats[pane * held.stride + WHAT];
  const sumOf = (pane: number) => held.floats[pane * held.stride + SUM];

  /** Lets go of the panes of a key before number `first`. */
  function dropBefore(record: number, first: number): void {
    let pane = headOf(record);
    while (pane >= 0 && numberOf(pane) < first) {
      const next = nextOf(pane);
      pool.floats[record * pool.stride + TOTAL] -= sumOf(pane);
      held.give(pane);
      pane = next;
    }
    pool.ints[headAt(record)] = pane + 1;
    if (pane < 0) pool.ints[tailAt(record)] = 0;
  }

  /** The number of the newest pane that may be held: that of the key's latest time. */
  const newestOf = (record: number): number => paneOf(pool.floats[record * pool.stride + TIME]);

  /** The pane of a number, made if it is not there. The pool must not be full. */
  function paneAt(record: number, number: number): number {
    let before = pool.ints[tailAt(record)] - 1;
    if (before >= 0 && numberOf(before) > number) {
      before = -1;
      for (let pane = headOf(record); numberOf(pane) <= number; pane = nextOf(pane)) before = pane;
    }
    if (before >= 0 && numberOf(before) === number) return before;
    const pane = held.take();
    const at = pane * held.stride;
    held.floats[at + WHAT] = number;
    held.floats[at + FIRST_TIME] = Number.POSITIVE_INFINITY;
    held.floats[at + LAST_TIME] = Number.NEGATIVE_INFINITY;
    const next = before < 0 ? headOf(record) : nextOf(before);
    held.ints[nextAt(pane)] = next + 1;
    if (before < 0) pool.ints[headAt(record)] = pane + 1;
    else held.ints[nextAt(before)] = pane + 1;
    if (next < 0) pool.ints[tailAt(record)] = pane + 1;
    return pane;
  }

  /** Takes out the key that has been quiet longest, of some drawn. */
  function makeRoom(salt: number): void {
    let victim = -1;
    for (let draw = salt + crowdedOut; victim < 0; draw++) victim = pool.oldest(draw, () => false);
    dropBefore(victim, Number.POSITIVE_INFINITY);
    keys.remove(victim);
    crowdedOut++;
  }

  /** The sum as of a time, moving nothing. */
  function sumAt(key: Key, time: Micros): number {
    const record = keys.find(key);
    if (record < 0) return 0;
    const gone = paneOf(time) - panes - 1;
    let sum = pool.floats[record * pool.stride + TOTAL];
    for (let pane = headOf(record); pane >= 0 && numberOf(pane) <= gone; pane = nextOf(pane))
      sum -= sumOf(pane);
    return sum;
  }

  return {
    add(key, time, amount, ref) {
      let record = keys.claim(key, time);
      if (record < 0) return amount;
      while (held.isFull()) {
        makeRoom(key);
        record = keys.claim(key, time);
        if (record < 0) return amount; // it was the one to go, and is too late to begin anew
      }
      const oldest = newestOf(record) - panes;
      dropBefore(record, oldest);
      const number = paneOf(time);
      if (number < oldest) return pool.floats[record * pool.stride + TOTAL];
      const at = paneAt(record, number) * held.stride;
      const { floats } = held;
      floats[at + SUM] += amount;
      if (time < floats[at + FIRST_TIME]) {
        floats[at + FIRST_TIME] = time;
        floats[at + FIRST_REF] = ref;
      }
      if (time >= floats[at + LAST_TIME]) {
        floats[at + LAST_TIME] = time;
        floats[at + LAST_REF] = ref;
      }
      pool.floats[record * pool.stride + TOTAL] += amount;
      return pool.floats[record * pool.stride + TOTAL];
    },
    sum(key, time) {
      const record = keys.touch(key, time);
      if (record < 0) return 0;
      dropBefore(record, newestOf(record) - panes);
      return pool.floats[record * pool.stride + TOTAL];
    },
    contributors(key: Key) {
      const refs: number[] = [];
      const times: Micros[] = [];
      const record = keys.find(key);
      if (record < 0) return { refs, times, total: 0 };
      const { floats, stride } = held;
      for (let pane = headOf(record); pane >= 0; pane = nextOf(pane)) {
        const at = pane * stride;
        refs.push(floats[at + FIRST_REF]);
        times.push(floats[at + FIRST_TIME]);
        if (floats[at + LAST_REF] === floats[at + FIRST_REF]) continue;
        refs.push(floats[at + LAST_REF]);
        times.push(floats[at + LAST_TIME]);
      }
      return { refs, times, total: pool.floats[record * pool.stride + TOTAL] };
    },
    series(key, last, into) {
      into.fill(0);
      const record = keys.find(key);
      const first = last - into.length + 1;
      let pane = record < 0 ? -1 : headOf(record);
      for (; pane >= 0 && numberOf(pane) <= last; pane = nextOf(pane))
        if (numberOf(pane) >= first) into[numberOf(pane) - first] = sumOf(pane);
    },
    save(out) {
      out.numbers(Float64Array.of(crowdedOut));
      keys.save(out);
      held.save(out);
    },
    restore(from) {
      [crowdedOut] = from.numbers(Float64Array);
      keys.restore(from);
      held.restore(from);
    },
    usage: () => ({
      keys: pool.live,
      bytes: keys.bytes() + held.bytes(),
      evicted: keys.evicted() + crowdedOut,
    }),
    ahead: () => rateAhead(sumAt),
  };
}
