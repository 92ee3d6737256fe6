/** How many look-ups there were, and after how many nothing was sold: by hour, day and month. */

import type { Key } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { Contributors } from '../../src/detector/define.ts';
import type { RateWindow } from '../../src/state/rate.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { HORIZONS } from './limits.ts';

/** Both counts in one sum: look-ups below this, those without a sale in its multiples. */
const WITHOUT = 2 ** 26;
/** Look-ups without a sale remembered by place. */
const KEEP = 64;
const FIELD = { ref: 0, subject: 1, actor: 2, who: 3, told: 4 } as const;

/** Counts of one place or person in one horizon. */
export interface Count {
  readonly lookups: number;
  readonly without: number;
}

/** All counts, and the latest look-ups without a sale. */
export interface Tally {
  readonly hour: RateWindow;
  readonly day: RateWindow;
  readonly month: RateWindow;
  readonly long: RateWindow;
  /** Odd ones among them, by place and day. */
  readonly odd: RateWindow;
  readonly left: Recent;
}

/** Nothing is counted yet. */
export function noCounts(): Tally {
  const [hour, day, month, long] = HORIZONS.map((each) => rateWindow(each));
  return {
    hour,
    day,
    month,
    long,
    odd: rateWindow(HORIZONS[1]),
    left: recent({ fields: 5, keep: KEEP, within: 30 * DAY }),
  };
}

/** Counts a look-up under a key; gives the counts of all horizons. */
export function countLookup(tally: Tally, key: Key, time: Micros, isWithout: boolean): readonly Count[] {
  const amount = isWithout ? 1 + WITHOUT : 1;
  return [
    countsOf(tally.hour.add(key, time, amount, 0)),
    countsOf(tally.day.add(key, time, amount, 0)),
    countsOf(tally.month.add(key, time, amount, 0)),
    countsOf(tally.long.add(key, time, amount, 0)),
  ];
}

function countsOf(sum: number): Count {
  return { lookups: sum % WITHOUT, without: Math.floor(sum / WITHOUT) };
}

/** Remembers a look-up without a sale. */
export function noteLeft(
  { left }: Tally,
  place: Key,
  time: Micros,
  ref: number,
  subject: Key,
  actor: Key,
  who: Key,
): void {
  const entry = left.add(place, time);
  if (entry < 0) return;
  left.set(entry, FIELD.ref, ref);
  left.set(entry, FIELD.subject, subject);
  left.set(entry, FIELD.actor, actor);
  left.set(entry, FIELD.who, who);
}

/** Tells those of one person at a place, back to `since`, that were not told yet; oldest first. */
export function tellLeft({ left }: Tally, place: Key, since: Micros, who: Key): Contributors {
  const refs: number[] = [];
  const times: Micros[] = [];
  const subjects: Key[] = [];
  const accounts: Key[] = [];
  for (let entry = left.newest(place); entry >= 0 && left.time(entry) > since; entry = left.older(entry)) {
    if (left.get(entry, FIELD.told) === 1 || left.get(entry, FIELD.who) !== who) continue;
    left.set(entry, FIELD.told, 1);
    refs.unshift(left.get(entry, FIELD.ref));
    times.unshift(left.time(entry));
    subjects.unshift(left.get(entry, FIELD.subject));
    if (left.get(entry, FIELD.actor) !== 0) accounts.unshift(left.get(entry, FIELD.actor));
  }
  return { refs, times, subjects, accounts };
}
