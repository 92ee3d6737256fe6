/** What pools that share a purse hold together. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OWN, poolsIn, sharing } from './purse.ts';
import { type RecordPool, recordPool } from './record-pool.ts';
import { snapshotReader, snapshotWriter } from './snapshot.ts';

const POOLS = 4;
const POOL_BYTES = 8 * 24 * 44;
const RECORDS_MAX = 1_000_000;
/** Of 32 bytes, and 12 for a slot. */
const RECORD_BYTES = 44;

const pools = (poolBytes = POOL_BYTES): RecordPool[] =>
  sharing(poolBytes, () => Array.from({ length: POOLS }, () => recordPool(RECORDS_MAX, 3, 2)));
const fill = (pool: RecordPool, records = Number.POSITIVE_INFINITY): number => {
  for (let left = records; left > 0 && !pool.isFull(); left--) pool.take();
  return pool.live;
};
const heldBytes = (all: readonly RecordPool[]): number =>
  all.reduce((sum, { floats, live }) => sum + floats.byteLength + 12 * live, 0);

describe('pools that share a purse', () => {
  test('one alone has its own part and all that is common', () => {
    const [first] = pools();
    expect(fill(first)).toBe(Math.floor((POOL_BYTES * (OWN + POOLS * (1 - OWN))) / RECORD_BYTES));
  });

  test('who comes later still has its own part', () => {
    const [first, second] = pools();
    fill(first);
    expect(fill(second)).toBe(Math.floor((POOL_BYTES * OWN) / RECORD_BYTES));
  });

  test('together they never hold more than they brought, whoever fills first, nor less than nearly so when all are full', () => {
    const steps = fc.array(fc.record({ pool: fc.nat(POOLS - 1), records: fc.nat(200) }), {
      size: 'max',
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (filling) => {
        const all = pools();
        for (const { pool, records } of filling) {
          fill(all[pool], records);
          expect(heldBytes(all)).toBeLessThanOrEqual(POOLS * POOL_BYTES);
        }
        for (const pool of all) fill(pool);
        expect(heldBytes(all)).toBeGreaterThan(POOLS * POOL_BYTES - 2 * POOLS * RECORD_BYTES);
      }),
    );
  });

  test('what is restored counts, and what was held before does not', () => {
    const saved = pools();
    fill(saved[0]);
    const out = snapshotWriter();
    saved[0].save(out);
    const again = pools();
    fill(again[0], 100);
    again[0].restore(snapshotReader(out.bytes()));
    expect([fill(again[1]), again[0].isFull()]).toEqual([fill(saved[1]), true]);
  });

  test('what has more than it may, saved under another bound, keeps it and grows no more', () => {
    const saved = pools(8 * POOL_BYTES);
    fill(saved[0]);
    const out = snapshotWriter();
    saved[0].save(out);
    const again = pools();
    again[0].restore(snapshotReader(out.bytes()));
    expect(fill(again[0])).toBe(saved[0].live);
    expect(fill(again[1])).toBe(Math.floor((POOL_BYTES * OWN) / RECORD_BYTES));
  });

  test('are counted', () => {
    expect(poolsIn(() => pools())).toBe(0); // these have a purse of their own
    expect(poolsIn(() => [recordPool(1, 3, 2), recordPool(1, 3, 2)])).toBe(2);
  });

  test('outside of a purse nothing is shared', () => {
    expect(fill(recordPool(10_000, 3, 2))).toBe(10_000);
  });
});
