import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import { rateAhead } from './ahead.ts';
import { LATENESS } from './key-table.ts';
import type { RateWindow } from './rate.ts';
import { paneWindow } from './rate-panes.ts';
import { TIME, WHAT } from './record-pool.ts';
import { KEY_FLOATS, REF, timelines } from './timelines.ts';

/** What to make a rate window of. */
export interface RateWindowOptions {
  readonly horizon: Micros;
  /** Divides the horizon into so many panes; exact where absent. */
  readonly panes?: number | undefined;
  /** Of panes, where it is divided into such, else of events. */
  readonly entriesMax?: number | undefined;
  readonly keysMax?: number | undefined;
  readonly lateness?: Micros | undefined;
}

const TOTAL = KEY_FLOATS;

/** Makes an empty rate window. */
export function rateWindow(options: RateWindowOptions): RateWindow {
  const { horizon, panes } = options;
  const forgetAfter = horizon + (options.lateness ?? LATENESS);
  if (panes !== undefined)
    return paneWindow({
      horizon,
      panes,
      keysMax: options.keysMax,
      panesMax: options.entriesMax,
      forgetAfter,
    });
  return dequeWindow(options, forgetAfter);
}

function dequeWindow({ horizon, entriesMax, keysMax }: RateWindowOptions, forgetAfter: Micros): RateWindow {
  const lines = timelines({
    keysMax,
    entriesMax,
    keyFloats: 1,
    isIndexed: false,
    forgetAfter,
    entered: (key, entry) => {
      pool.floats[key * pool.stride + TOTAL] += entries.floats[entry * stride + WHAT];
    },
    leaving: (key, entry) => {
      pool.floats[key * pool.stride + TOTAL] -= entries.floats[entry * stride + WHAT];
    },
  });
  const { keys, entries } = lines;
  const { pool } = keys;
  const { stride } = entries;

  function advance(key: number): void {
    const from = lines.last(key) - horizon;
    for (let old = lines.head(key); old >= 0; old = lines.head(key)) {
      if (entries.floats[old * stride + TIME] > from) break;
      lines.drop(old);
    }
  }

  /** The sum as of a time, moving nothing. */
  function sumAt(key: Key, time: Micros): number {
    const record = keys.find(key);
    if (record < 0) return 0;
    let sum = pool.floats[record * pool.stride + TOTAL];
    for (let old = lines.head(record); old >= 0; old = lines.next(old)) {
      if (entries.floats[old * stride + TIME] > time - horizon) break;
      sum -= entries.floats[old * stride + WHAT];
    }
    return sum;
  }

  return {
    add(key, time, amount, ref) {
      const record = lines.open(key, time);
      if (record < 0) return amount;
      advance(record);
      if (time > lines.last(record) - horizon) lines.add(record, amount, time, ref);
      return pool.floats[record * pool.stride + TOTAL];
    },
    sum(key, time) {
      const record = keys.touch(key, time);
      if (record < 0) return 0;
      advance(record);
      return pool.floats[record * pool.stride + TOTAL];
    },
    contributors(key) {
      const refs: number[] = [];
      const times: Micros[] = [];
      const record = keys.find(key);
      if (record < 0) return { refs, times, total: 0 };
      for (let entry = lines.head(record); entry >= 0; entry = lines.next(entry)) {
        refs.push(entries.floats[entry * stride + REF]);
        times.push(entries.floats[entry * stride + TIME]);
      }
      return { refs, times, total: pool.floats[record * pool.stride + TOTAL] };
    },
    ...lines.primitive,
    ahead: () => rateAhead(sumAt),
  };
}
