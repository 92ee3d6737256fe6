/**
 * The rate window for long horizons: sums per pane instead of entries per event.
 *
 * The horizon is divided into panes of equal width, aligned to the epoch (or `offset` before it); the sum takes every pane that overlaps
 * (t − horizon, t], so it is never too low and at most the content of one pane too much (exact where t is the last
 * instant of a pane). Memory per key: 40 + 40 × (panes + 1) bytes and 8–16 of slots, whatever the number of events.
 * Late events go to their pane while it overlaps the window.
 */

import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { rateAhead } from './ahead.ts';
import { keyTable } from './key-table.ts';
import type { RateWindow } from './rate.ts';

/** What to make a window of panes of. */
export interface PaneWindowOptions {
  readonly horizon: Micros;
  readonly panes: number;
  readonly keysMax?: number | undefined;
  readonly forgetAfter: Micros;
  /** How long before the epoch pane 0 begins: with that of a zone, and panes of a day, panes are the days of that zone. Default 0. */
  readonly offset?: Micros | undefined;
}

/** A rate window that also tells its panes. */
export interface PaneWindow extends RateWindow {
  /** The sums of consecutive panes, number `last` last; 0 where nothing is held. */
  series(key: Key, last: number, into: Float64Array): void;
}

const TIME = 1;
const TOTAL = 2;
const NEWEST = 3;
const PANES = 4;

const SUM = 0;
const FIRST_TIME = 1;
const FIRST_REF = 2;
const LAST_TIME = 3;
const LAST_REF = 4;
const PANE_FLOATS = 5;

/** Makes an empty window of panes. */
export function paneWindow({
  horizon,
  panes,
  keysMax,
  forgetAfter,
  offset = 0,
}: PaneWindowOptions): PaneWindow {
  const width = horizon / panes;
  const many = panes + 1;
  const keys = keyTable({ keysMax, floats: PANES + many * PANE_FLOATS, ints: 1, forgetAfter });
  const { pool } = keys;
  const { stride } = pool;

  const paneOf = (time: Micros): number => Math.floor((time + offset) / width);
  const paneAt = (record: number, pane: number): number => {
    const slot = pane % many;
    return record * stride + PANES + (slot < 0 ? slot + many : slot) * PANE_FLOATS;
  };

  function empty(at: number): void {
    const { floats } = pool;
    floats[at + SUM] = 0;
    floats[at + FIRST_TIME] = Infinity;
    floats[at + LAST_TIME] = -Infinity;
  }

  /** Makes the newest pane the one of the key's latest time, emptying those that fall out of the window. */
  function advance(record: number): void {
    const { floats } = pool;
    const start = record * stride;
    const newest = paneOf(floats[start + TIME]);
    const before = keys.isNew() ? -Infinity : floats[start + NEWEST];
    for (let pane = Math.max(before + 1, newest - panes); pane <= newest; pane++) {
      const at = paneAt(record, pane);
      floats[start + TOTAL] -= floats[at + SUM];
      empty(at);
    }
    floats[start + NEWEST] = newest;
  }

  /** The sum as of a time, moving nothing. */
  function sumAt(key: Key, time: Micros): number {
    const record = keys.find(key);
    if (record < 0) return 0;
    const { floats } = pool;
    const newest = floats[record * stride + NEWEST];
    const gone = Math.min(newest, paneOf(time) - panes - 1);
    let sum = floats[record * stride + TOTAL];
    for (let pane = newest - panes; pane <= gone; pane++) sum -= floats[paneAt(record, pane) + SUM];
    return sum;
  }

  return {
    add(key, time, amount, ref) {
      const record = keys.claim(key, time);
      if (record < 0) return amount;
      advance(record);
      const { floats } = pool;
      const start = record * stride;
      const pane = paneOf(time);
      if (pane < floats[start + NEWEST] - panes) return floats[start + TOTAL];
      const at = paneAt(record, pane);
      floats[at + SUM] += amount;
      floats[start + TOTAL] += amount;
      if (time < floats[at + FIRST_TIME]) {
        floats[at + FIRST_TIME] = time;
        floats[at + FIRST_REF] = ref;
      }
      if (time >= floats[at + LAST_TIME]) {
        floats[at + LAST_TIME] = time;
        floats[at + LAST_REF] = ref;
      }
      return floats[start + TOTAL];
    },
    sum(key, time) {
      const record = keys.touch(key, time);
      if (record < 0) return 0;
      advance(record);
      return pool.floats[record * stride + TOTAL];
    },
    contributors(key: Key) {
      const refs: number[] = [];
      const times: Micros[] = [];
      const record = keys.find(key);
      if (record < 0) return { refs, times, total: 0 };
      const { floats } = pool;
      const newest = floats[record * stride + NEWEST];
      for (let pane = newest - panes; pane <= newest; pane++) {
        const at = paneAt(record, pane);
        if (floats[at + FIRST_TIME] > floats[at + LAST_TIME]) continue;
        refs.push(floats[at + FIRST_REF]);
        times.push(floats[at + FIRST_TIME]);
        if (floats[at + LAST_REF] === floats[at + FIRST_REF]) continue;
        refs.push(floats[at + LAST_REF]);
        times.push(floats[at + LAST_TIME]);
      }
      return { refs, times, total: floats[record * stride + TOTAL] };
    },
    series(key, last, into) {
      const record = keys.find(key);
      const newest = record < 0 ? Number.NEGATIVE_INFINITY : pool.floats[record * stride + NEWEST];
      for (let i = 0, pane = last - into.length + 1; i < into.length; i++, pane++) {
        const isHeld = pane <= newest && pane >= newest - panes;
        into[i] = isHeld ? pool.floats[paneAt(record, pane) + SUM] : 0;
      }
    },
    save: (out) => keys.save(out),
    restore: (from) => keys.restore(from),
    usage: () => ({ keys: pool.live, bytes: keys.bytes(), evicted: keys.evicted() }),
    ahead: () => rateAhead(sumAt),
  };
}
