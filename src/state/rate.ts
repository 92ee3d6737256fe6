/** What both kinds of rate window (exact, in panes) answer. */
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { Primitive } from './primitive.ts';

/** The events summed, oldest first (with panes: the first and the last event of each pane). */
export interface RateContributors {
  readonly refs: number[];
  readonly times: Micros[];
  readonly total: number;
}

/** A sum per key over one horizon. The key may not be NONE; amounts are integers, 0 or more. */
export interface RateWindow extends Primitive {
  /** The sum over (t − horizon, t] with this event, t the latest time given for the key. */
  add(key: Key, time: Micros, amount: number, ref: number): number;
  /** The same without an event; moves the key's latest time. */
  sum(key: Key, time: Micros): number;
  contributors(key: Key): RateContributors;
}
