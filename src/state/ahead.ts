/**
 * Primitives seen ahead of order: they answer as if what they are told had been added to the state of the rows judged so far, and add
 * nothing to it. What they were told is remembered beside it until those rows have had their turn.
 *
 * As exact as the primitive where rows come in order. At most {@link TOLD_MAX} values are remembered by key: beyond, answers are too low.
 */
import type { Key } from '../core/hash.ts';
import { NONE } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { DistinctWindow } from './distinct-window.ts';
import type { FirstSeen } from './first-seen.ts';
import type { Latch } from './latch.ts';
import type { Primitive } from './primitive.ts';
import type { RateWindow } from './rate.ts';

/** A primitive without what the engine needs of it, and a forgetting of its own. */
export type Ahead<P extends Primitive> = Omit<P, keyof Primitive> & {
  /** What was told up to this time has had its turn. */
  passed(time: Micros): void;
};

/** Values of one key that wait for their turn, at most. */
const TOLD_MAX = 64;
/** Keys of which values wait, at most. */
const KEYS_MAX = 1 << 14;

interface Told {
  readonly value: Key;
  readonly time: Micros;
  readonly amount: number;
}

/** What was told and has not had its turn. */
function waitingTold() {
  const byKey = new Map<Key, Told[]>();
  let oldest: Micros = Number.POSITIVE_INFINITY;
  return {
    of: (key: Key): readonly Told[] => byKey.get(key) ?? [],
    note(key: Key, value: Key, time: Micros, amount: number): void {
      const told = byKey.get(key) ?? [];
      if (told.length >= TOLD_MAX || (told.length === 0 && byKey.size >= KEYS_MAX)) return;
      told.push({ value, time, amount });
      byKey.set(key, told);
      if (time < oldest) oldest = time;
    },
    passed(time: Micros): void {
      if (time < oldest) return;
      oldest = Number.POSITIVE_INFINITY;
      for (const [key, told] of byKey) {
        const left = told.filter((one) => one.time > time);
        if (left.length === 0) byKey.delete(key);
        else byKey.set(key, left);
        for (const one of left) oldest = Math.min(oldest, one.time);
      }
    },
  };
}

/** A rate window ahead of order; `sumAt` is the sum of the window behind, as of a time. Its contributors are not known ahead. */
export function rateAhead(sumAt: (key: Key, time: Micros) => number): Ahead<RateWindow> {
  const told = waitingTold();
  const sum = (key: Key, time: Micros): number =>
    told.of(key).reduce((all, { amount }) => all + amount, sumAt(key, time));
  return {
    add(key, time, amount) {
      told.note(key, NONE, time, amount);
      return told.of(key).length < TOLD_MAX ? sum(key, time) : sum(key, time) + amount;
    },
    sum,
    contributors: () => ({ refs: [], times: [], total: 0 }),
    passed: told.passed,
  };
}

/** First sights ahead of order. */
export function firstSeenAhead(behind: Omit<FirstSeen, keyof Primitive>): Ahead<FirstSeen> {
  const told = waitingTold();
  const peek = (key: Key, value: Key): number =>
    told
      .of(key)
      .reduce(
        (latest, one) => (one.value === value ? Math.max(latest, one.time) : latest),
        behind.peek(key, value),
      );
  return {
    peek,
    touch(key, value, time) {
      const before = peek(key, value);
      told.note(key, value, time, 1);
      return before;
    },
    since(key) {
      const since = behind.since(key);
      const times = told.of(key).map(({ time }) => time);
      if (Number.isNaN(since) && times.length === 0) return since;
      return Math.min(Number.isNaN(since) ? Number.POSITIVE_INFINITY : since, ...times);
    },
    known(key) {
      const fresh = told.of(key).filter(({ value }) => behind.touches(key, value) === 0);
      return behind.known(key) + new Set(fresh.map(({ value }) => value)).size;
    },
    touches: (key, value) =>
      behind.touches(key, value) + told.of(key).filter((one) => one.value === value).length,
    total: (key) => behind.total(key) + told.of(key).length,
    passed: told.passed,
  };
}

/** What a distinct window tells of itself to the one ahead of it. */
export interface DistinctBehind {
  /** Different values in (time − horizon, time]. */
  countAt(key: Key, horizon: number, time: Micros): number;
  /** When a value was added last; -Infinity where it is not held. */
  latest(key: Key, value: Key): Micros;
  readonly horizons: ArrayLike<Micros>;
}

/** A distinct window ahead of order. Its contributors are not known ahead. */
export function distinctAhead({ countAt, latest, horizons }: DistinctBehind): Ahead<DistinctWindow> {
  const told = waitingTold();
  return {
    add: (key, value, time) => told.note(key, value, time, 1),
    count(key, horizon) {
      const waiting = told.of(key);
      const time = waiting.reduce((most, one) => Math.max(most, one.time), Number.NEGATIVE_INFINITY);
      const from = time - horizons[horizon];
      const fresh = waiting.filter((one) => one.time > from && latest(key, one.value) <= from);
      return countAt(key, horizon, time) + new Set(fresh.map(({ value }) => value)).size;
    },
    contributors: () => ({ refs: [], times: [], values: [] }),
    leaveOut() {},
    passed: told.passed,
  };
}

/** A latch ahead of order; `lastOf` tells when the latch behind was held open last, -Infinity if never. */
export function latchAhead(lastOf: (key: Key) => Micros, quiet: Micros): Ahead<Latch> {
  const told = waitingTold();
  const last = (key: Key): Micros =>
    told.of(key).reduce((latest, { time }) => Math.max(latest, time), lastOf(key));
  return {
    opens(key, time) {
      const isOpening = time - last(key) > quiet;
      told.note(key, NONE, time, 1);
      return isOpening;
    },
    isOpen: (key, time) => time - last(key) <= quiet,
    passed: told.passed,
  };
}
