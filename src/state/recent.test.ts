/** The store of recent entries against its slow obvious twin. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { recent } from './recent.ts';
import { snapshotReader, snapshotWriter } from './snapshot.ts';

interface Entry {
  readonly time: number;
  readonly value: number;
}

/** Every entry in a list per key, sorted by time, cut after each addition. */
function slowRecent(keep: number, within: number) {
  const lists = new Map<number, Entry[]>();
  return {
    add(key: number, time: number, value: number) {
      const list = lists.get(key) ?? [];
      const at = list.filter((entry) => entry.time <= time).length;
      list.splice(at, 0, { time, value });
      const newest = list.at(-1)?.time ?? 0;
      lists.set(key, list.filter((entry) => entry.time > newest - within).slice(-keep));
    },
    list: (key: number) => [...(lists.get(key) ?? [])].reverse(),
  };
}

function listOf(store: ReturnType<typeof recent>, key: number): Entry[] {
  const list: Entry[] = [];
  for (let entry = store.newest(key); entry >= 0; entry = store.older(entry))
    list.push({ time: store.time(entry), value: store.get(entry, 0) });
  return list;
}

const additions = fc.array(
  fc.record({ key: fc.integer({ min: 1, max: 5 }), step: fc.integer({ min: -30, max: 40 }) }),
  { size: 'max', maxLength: 400 },
);

describe('recent entries', () => {
  it('are those of the slow twin, at several tempos, through a snapshot', () => {
    fc.assert(
      fc.property(additions, fc.constantFrom(MINUTE, HOUR / 4), fc.nat(400), (steps, tempo, cut) => {
        const options = { fields: 1, keep: 4, within: 2 * HOUR, keysMax: 16, entriesMax: 64 };
        let fast = recent(options);
        const slow = slowRecent(4, 2 * HOUR);
        let time = 1000 * DAY;
        let newest = time;
        steps.forEach(({ key, step }, index) => {
          time = Math.max(time + step * tempo, newest - DAY); // later than LATENESS is not promised
          newest = Math.max(newest, time);
          const entry = fast.add(key, time);
          if (entry >= 0) fast.set(entry, 0, index + 1);
          slow.add(key, time, index + 1);
          if (index === cut) {
            const out = snapshotWriter();
            fast.save(out);
            fast = recent(options);
            fast.restore(snapshotReader(out.bytes()));
          }
          expect(listOf(fast, key)).toEqual(slow.list(key));
        });
      }),
      { numRuns: 60 },
    );
  });

  it('keep what was amended', () => {
    const store = recent({ fields: 2, keep: 4, within: DAY });
    const entry = store.add(7, 1000 * DAY);
    store.set(entry, 1, 42);
    store.add(7, 1000 * DAY + 1);
    expect(store.get(store.older(store.newest(7)), 1)).toBe(42);
  });

  it('never exceed the cap of entries, and count the keys given up', () => {
    const store = recent({ fields: 1, keep: 4, within: DAY, keysMax: 64, entriesMax: 12 });
    for (let key = 1; key <= 30; key++)
      for (let i = 0; i < 3; i++) store.add(key, 1000 * DAY + key * 100 + i);
    let held = 0;
    for (let key = 1; key <= 30; key++) held += listOf(store, key).length;
    expect(held).toBeLessThanOrEqual(12);
    expect(listOf(store, 30)).toHaveLength(3);
    expect(store.usage().evicted).toBeGreaterThanOrEqual(26);
  });

  it('make room by what is forgotten before anything is given up', () => {
    const store = recent({ fields: 1, keep: 4, within: HOUR, entriesMax: 5 });
    for (let key = 1; key <= 5; key++) store.add(key, 1000 * DAY);
    store.add(9, 1010 * DAY);
    expect(listOf(store, 9)).toHaveLength(1);
    expect(store.usage().evicted).toBe(0);
  });

  it('lose nothing to a late event of the very key that makes room for it', () => {
    const store = recent({ fields: 1, keep: 2, within: HOUR, entriesMax: 3 });
    store.add(7, 1000 * DAY);
    store.add(8, 1000 * DAY + 20 * HOUR);
    store.add(8, 1000 * DAY + 20 * HOUR + 1);
    expect(store.add(7, 1000 * DAY - 6 * HOUR)).toBe(-1);
    for (let key = 10; key < 20; key++) {
      store.add(key, 1000 * DAY + 21 * HOUR + key);
      expect(listOf(store, key)).toHaveLength(1);
    }
  });
});
