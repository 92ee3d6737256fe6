import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY, dayAt, JST, parseInstant } from '../core/time.ts';
import { paneWindow } from './rate-panes.ts';
import { snapshotReader, snapshotWriter } from './snapshot.ts';

describe('the panes of a window', () => {
  const step = fc.record({
    key: fc.constantFrom(1, 2),
    later: fc.nat(30),
    back: fc.nat(40),
    amount: fc.nat(9),
  });

  test('are the sums of what a slow twin remembers one by one', () => {
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', maxLength: 60 }),
        fc.integer({ min: -5, max: 5 }),
        fc.integer({ min: 0, max: 9 }),
        (steps, offset, ahead) => {
          const window = paneWindow({ horizon: 50, panes: 5, forgetAfter: 10_000, offset });
          const held: { key: number; pane: number; amount: number }[] = [];
          const newest = new Map<number, number>();
          let now = 1_000;
          for (const { key, later, back, amount } of steps) {
            now += later;
            const time = now - back;
            const pane = Math.floor((time + offset) / 10);
            window.add(key, time, amount, 0);
            newest.set(key, Math.max(newest.get(key) ?? -Infinity, pane));
            held.push({ key, pane, amount });
          }
          for (const [key, top] of newest) {
            const sums = new Float64Array(8);
            window.series(key, top + ahead, sums);
            const wanted = Array.from(sums, (_, i) => top + ahead - 7 + i).map((pane) =>
              pane < top - 5
                ? 0
                : held.reduce((sum, one) => sum + (one.key === key && one.pane === pane ? one.amount : 0), 0),
            );
            // what had fallen out before a later event of the key came is gone for good
            expect(sums.slice(-6 - ahead)).toEqual(Float64Array.from(wanted.slice(-6 - ahead)));
          }
        },
      ),
    );
  });

  test('are days of a zone with its offset, also after a restore', () => {
    const make = () => paneWindow({ horizon: 3 * DAY, panes: 3, forgetAfter: 9 * DAY, offset: JST });
    const window = make();
    const times = ['2024-05-01T08:59:00+09:00', '2024-05-01T09:01:00+09:00', '2024-05-02T00:00:00+09:00'];
    for (const [n, time] of times.entries()) window.add(7, parseInstant(time), 10 ** n, n);
    const sums = new Float64Array(3);
    const day = dayAt(parseInstant(times[2]));
    window.series(7, day, sums);
    expect([...sums]).toEqual([0, 11, 100]);
    const out = snapshotWriter();
    window.save(out);
    const again = make();
    again.restore(snapshotReader(out.bytes()));
    again.series(7, day + 1, sums);
    expect([...sums]).toEqual([11, 100, 0]);
    again.series(8, day, sums);
    expect([...sums]).toEqual([0, 0, 0]);
  });

  test('lose nothing to a late event of the very key that makes room for it', () => {
    const window = paneWindow({ horizon: 4 * DAY, panes: 4, panesMax: 6, forgetAfter: 5 * DAY });
    window.add(7, 1000 * DAY, 1, 0);
    for (let day = 0; day < 5; day++) window.add(8, (1000 + day) * DAY, 1, day);
    expect(window.add(7, 998 * DAY, 1, 9)).toBe(1);
    for (let day = 5; day < 9; day++) expect(window.add(8, (1000 + day) * DAY, 1, day)).toBe(5);
    expect(window.usage()).toMatchObject({ keys: 1, evicted: 1 });
  });
});
