/** How state grows with the number of keys: time a step and memory a key, over the shards of the engine. */
import { hashText } from '../src/core/hash.ts';
import { HOUR, MINUTE } from '../src/core/time.ts';
import { SHARDS } from '../src/engine/shards.ts';
import { firstSeen } from '../src/state/first-seen.ts';
import { latch } from '../src/state/latch.ts';
import type { Primitive } from '../src/state/primitive.ts';
import { rateWindow } from '../src/state/rate-window.ts';
import { type Bar, spreadOf } from './measure/bar.ts';
import { progress } from './measure/cache.ts';

type Touch = (key: number, time: number, ref: number) => void;

/** What is measured: a primitive, its one step, and the bytes its documentation names for a key with one entry. */
const KINDS: Readonly<
  Record<string, { bytes: number; make: (keysMax: number) => readonly [Primitive, Touch] }>
> = {
  latch: {
    bytes: 24 + 16,
    make: (keysMax) => {
      const made = latch({ quiet: MINUTE, keysMax });
      return [made, (key, time) => made.opens(key, time)];
    },
  },
  'rate window': {
    bytes: 40 + 40 + 16,
    make: (keysMax) => {
      const made = rateWindow({ horizon: HOUR, keysMax, entriesMax: 2 * keysMax });
      return [made, (key, time, ref) => made.add(key, time, 1, ref)];
    },
  },
  'first seen': {
    bytes: 40 + 48 + 32,
    make: (keysMax) => {
      const made = firstSeen({ horizon: HOUR, keysMax, entriesMax: 2 * keysMax });
      return [made, (key, time) => made.touch(key, 7, time)];
    },
  },
};

/** Time and memory at each number of keys. Pools grow by half, so up to a third of one may be empty. */
export function keyBars(counts: readonly number[]): Bar[] {
  const bars: Bar[] = [];
  for (const [name, { bytes, make }] of Object.entries(KINDS)) {
    const first: number[] = [];
    for (const count of counts) {
      progress(`${name}, ${count} keys`);
      const { nanoseconds, bytesAKey } = fill(count, make);
      first.push(nanoseconds);
      bars.push({
        name: `${name}, ${count.toLocaleString('en')} keys`,
        bound: 2 * bytes,
        unit: 'bytes a key',
        measured: spreadOf([bytesAKey]),
        note: `${nanoseconds.toFixed(0)} ns a step, ${(nanoseconds / (first[0] ?? 1)).toFixed(1)} × that of ${counts[0]} keys`,
      });
    }
  }
  return bars;
}

function fill(count: number, make: (keysMax: number) => readonly [Primitive, Touch]) {
  const keysMax = Math.ceil((count / SHARDS) * 1.5) + 64;
  const shards = Array.from({ length: SHARDS }, () => make(keysMax));
  const keys = Float64Array.from({ length: count }, (_, i) => hashText(`key ${i}`));
  const steps = Math.max(count, 1_000_000);
  const pause = (1.1 * HOUR) / count; // a key comes again when its last entry has just left the window
  const touch = (from: number) => {
    for (let i = 0; i < steps; i++) {
      const key = keys[(i * 7_919) % count];
      shards[(key | 0) & (SHARDS - 1)][1](key, (from + i) * pause, i);
    }
  };
  touch(1);
  const before = process.cpuUsage();
  touch(1 + steps);
  const { user, system } = process.cpuUsage(before);
  const usage = shards.map(([primitive]) => primitive.usage());
  const held = usage.reduce((sum, { keys: many }) => sum + many, 0);
  const evicted = usage.reduce((sum, one) => sum + one.evicted, 0);
  if (held !== count) throw new Error(`${held} of ${count} keys are held, ${evicted} evicted`);
  const bytes = usage.reduce((sum, one) => sum + one.bytes, 0);
  return { nanoseconds: ((user + system) * 1_000) / steps, bytesAKey: bytes / count };
}
