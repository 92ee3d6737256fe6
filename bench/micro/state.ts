/** Every state primitive beside its slow twin, on one history: rising times, 500 keys, some busier than others. */
import { chanceOf } from '../../seeds/chance.ts';
import { hashText, type Key } from '../../src/core/hash.ts';
import { HOUR, MINUTE, type Micros } from '../../src/core/time.ts';
import { distinctCounter } from '../../src/state/distinct-counter.ts';
import { type DistinctWindow, distinctWindow } from '../../src/state/distinct-window.ts';
import { type FirstSeen, firstSeen } from '../../src/state/first-seen.ts';
import { type Latch, latch } from '../../src/state/latch.ts';
import type { RateWindow } from '../../src/state/rate.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { type Recent, recent } from '../../src/state/recent.ts';
import { type Sequence, sequence } from '../../src/state/sequence.ts';
import {
  distinctWindowTwin,
  firstSeenTwin,
  latchTwin,
  rateWindowTwin,
  sequenceTwin,
  type Twin,
} from '../../src/state/twins.ts';
import { type Compared, compare } from './peers.ts';

const STEPS = 100_000;
const KEYS = 500;
const KEEP = 64;

interface Step {
  readonly key: Key;
  readonly value: Key;
  readonly time: Micros;
  readonly amount: number;
}

/** Compares all primitives. */
export function stateBenches(rounds: number): Compared[] {
  const steps = history();
  const of = (name: string, peers: Record<string, () => number>) => compare(name, STEPS, peers, rounds);
  const horizons = [10 * MINUTE, HOUR];
  const exact = { horizon: HOUR, lateness: 0 };
  const paned = { ...exact, panes: 60 };
  return [
    of('distinct window', {
      flat: () => distinct(steps, distinctWindow({ horizons, lateness: 0 })),
      twin: () => distinct(steps, distinctWindowTwin({ horizons })),
    }),
    of('rate window', {
      flat: () => sums(steps, rateWindow(exact)),
      twin: () => sums(steps, rateWindowTwin(exact)),
    }),
    of('rate window in panes', {
      flat: () => sums(steps, rateWindow(paned)),
      twin: () => sums(steps, rateWindowTwin(paned)),
    }),
    of('sequence', {
      flat: () => sequences(steps, sequence({ within: HOUR, lateness: 0 })),
      twin: () => sequences(steps, sequenceTwin({ within: HOUR })),
    }),
    of('first seen', {
      flat: () => sights(steps, firstSeen({ horizon: HOUR, lateness: 0 })),
      twin: () => sights(steps, firstSeenTwin({ horizon: HOUR })),
    }),
    of('latch', {
      flat: () => openings(steps, latch({ quiet: MINUTE, lateness: 0 })),
      twin: () => openings(steps, latchTwin({ quiet: MINUTE })),
    }),
    of('distinct counter, exact', { flat: () => counter(steps), twin: () => counterTwin(steps) }),
    of('recent entries', {
      flat: () => entries(steps, recent({ fields: 1, keep: KEEP, within: HOUR })),
      twin: () => entriesTwin(steps),
    }),
  ];
}

function history(): Step[] {
  const chance = chanceOf('micro');
  const keys = Array.from({ length: KEYS }, (_, i) => hashText(`account ${i}`));
  const values = Array.from({ length: 4_000 }, (_, i) => hashText(`subject ${i}`));
  let time: Micros = 1_700_000_000_000_000;
  return Array.from({ length: STEPS }, () => {
    time += chance.between(0, 2_000_000);
    const busy = chance.happens(0.3) ? 10 : KEYS;
    return {
      key: keys[chance.between(0, busy - 1)],
      value: chance.pick(values),
      time,
      amount: chance.between(0, 9),
    };
  });
}

function distinct(steps: readonly Step[], window: Twin<DistinctWindow>): number {
  let sum = 0;
  steps.forEach(({ key, value, time }, ref) => {
    window.add(key, value, time, ref);
    sum += window.count(key, 0) + window.count(key, 1);
  });
  return sum;
}

function sums(steps: readonly Step[], window: Twin<RateWindow>): number {
  let sum = 0;
  steps.forEach(({ key, time, amount }, ref) => {
    sum += window.add(key, time, amount, ref);
  });
  return sum;
}

function sequences(steps: readonly Step[], waiting: Twin<Sequence>): number {
  let sum = 0;
  steps.forEach(({ key, time, amount }, ref) => {
    sum += amount === 0 ? (waiting.complete(key, time)?.count ?? 0) : waiting.step(key, time, ref);
  });
  return sum;
}

function sights(steps: readonly Step[], memory: Twin<FirstSeen>): number {
  let sum = 0;
  for (const { key, value, time } of steps)
    sum += (memory.touch(key, value, time) === -Infinity ? 1 : 0) + memory.known(key);
  return sum;
}

function openings(steps: readonly Step[], episodes: Twin<Latch>): number {
  let sum = 0;
  for (const { key, time } of steps) if (episodes.opens(key, time)) sum++;
  return sum;
}

function counter(steps: readonly Step[]): number {
  const seen = distinctCounter();
  let sum = 0;
  for (const { value } of steps) {
    seen.add(value);
    sum += seen.count();
  }
  return sum;
}

function counterTwin(steps: readonly Step[]): number {
  const seen = new Set<Key>();
  let sum = 0;
  for (const { value } of steps) sum += seen.add(value).size;
  return sum;
}

/** Sums the amounts of the newest entries of a key. */
function entries(steps: readonly Step[], store: Recent): number {
  let sum = 0;
  for (const { key, time, amount } of steps) {
    const added = store.add(key, time);
    store.set(added, 0, amount);
    for (let entry = store.newest(key), i = 0; entry >= 0 && i < 5; entry = store.older(entry), i++)
      sum += store.get(entry, 0);
  }
  return sum;
}

function entriesTwin(steps: readonly Step[]): number {
  const held = new Map<Key, Step[]>();
  let sum = 0;
  for (const step of steps) {
    const before = (held.get(step.key) ?? []).filter(({ time }) => time > step.time - HOUR);
    const now = [...before, step].slice(-KEEP);
    held.set(step.key, now);
    for (const { amount } of now.slice(-5)) sum += amount;
  }
  return sum;
}
