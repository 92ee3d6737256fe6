/** The memory that the pools of a part share: it is bounded, and neither cuts nor restarts nor other detectors change what is displaced. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashText } from '../core/hash.ts';
import { MINUTE } from '../core/time.ts';
import type { Detector, DetectorColumns, Part, PartState, View } from '../detector/define.ts';
import { createProfiles } from '../profiles/profiles.ts';
import { registersOf } from '../registers/from-text.ts';
import { type FirstSeen, firstSeen } from '../state/first-seen.ts';
import type { RateWindow } from '../state/rate.ts';
import { rateWindow } from '../state/rate-window.ts';
import { snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { type Parts, partsOf } from './run-parts.ts';
import { SHARDS } from './shards.ts';
import { type Share, shareOf, WHOLE } from './share.ts';

const POOL_BYTES = 2 ** 13;
/** Two each of a memory of first sights and of a window. */
const POOLS = 4;
const EVENTS = 16_000;

interface Held extends PartState {
  readonly seen: FirstSeen;
  readonly sums: RateWindow;
}

/** Says of each row when its key was seen before, and how often of late. */
function watching(id: string, key: 'actor' | 'device'): Detector {
  const part: Part<'actor' | 'device' | 'time' | 'ref', object, Record<string, unknown>, Held> = {
    key,
    state: () => ({ seen: firstSeen(), sums: rateWindow({ horizon: 90 * MINUTE, panes: 90 }) }),
    observe(view, { seen, sums }, _, emit) {
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        const before = seen.touch(view[key][row], 7, view.time[row]);
        const sum = sums.add(view[key][row], view.time[row], 1, view.ref[row]);
        emit(row, { score: 1, severity: 'low', evidence: { before, sum }, about: [] });
      }
    },
  };
  return { id, version: '1', parts: { only: part } } as unknown as Detector;
}

const DETECTORS = [watching('a', 'actor'), watching('b', 'device')].map((detector) => ({
  detector,
  thresholds: {},
}));
const REGISTERS = registersOf({});

const made = (share: Share, poolBytes: number): Parts =>
  partsOf(DETECTORS, REGISTERS, createProfiles(REGISTERS), () => {}, share, {
    stateMegabytes: (poolBytes * POOLS * DETECTORS.length * SHARDS) / 2 ** 20,
  });

/** Rows of one account each, one in ten of one that came before; the devices are others. */
function columnsOf(size: number): DetectorColumns {
  const account = (i: number) => (i % 10 === 9 ? Math.floor(i / 3) : i);
  const codes = new Uint8Array(size);
  const columns: Partial<View<keyof DetectorColumns>> = {
    actor: Float64Array.from({ length: size }, (_, i) => hashText(`account ${account(i)}`)),
    device: Float64Array.from({ length: size }, (_, i) => hashText(`device ${account(i)}`)),
    time: Float64Array.from({ length: size }, (_, i) => 1e15 + i * 1_000),
    ref: Float64Array.from({ length: size }, (_, i) => i),
    action: codes,
    outcome: codes,
    marks: codes,
  };
  return columns as DetectorColumns;
}

/** How rows come: cut before some of them, the state saved and restored there or not. */
interface Way {
  readonly cuts: readonly { readonly at: number; readonly isRestart: boolean }[];
  readonly shares?: readonly Share[];
  readonly poolBytes?: number;
}

/** What is said of rows, and what is held in the end. */
function outcome({ cuts, shares = [WHOLE], poolBytes = POOL_BYTES }: Way) {
  const columns = columnsOf(EVENTS);
  const said: string[] = [];
  const usage = shares.flatMap((share) => {
    let parts = made(share, poolBytes);
    let from = 0;
    for (const { at, isRestart } of [...cuts]
      .sort((a, b) => a.at - b.at)
      .concat({ at: EVENTS, isRestart: false })) {
      const rows = Int32Array.from({ length: at - from }, (_, i) => from + i);
      from = at;
      for (const { row, detector, signal } of parts.observe(null as never, columns, rows))
        said.push(`${row} ${detector} ${JSON.stringify(signal)}`);
      if (!isRestart) continue;
      const out = snapshotWriter();
      parts.save(out);
      parts = made(share, poolBytes);
      parts.restore(snapshotReader(out.bytes()));
    }
    return parts.usage();
  });
  return { said: said.sort(), usage };
}

describe('memory that the pools of a part share', () => {
  const whole = outcome({ cuts: [] });

  test('is bounded: what is too much is displaced and counted', () => {
    for (const { bytes, evicted } of whole.usage) {
      // slots of indexes are counted with 12 bytes a record, and are 8 to 16
      expect(bytes).toBeLessThan(1.2 * POOLS * SHARDS * POOL_BYTES);
      expect(evicted).toBeGreaterThan(0);
    }
  });

  test('where there is enough nothing is displaced', () => {
    const { usage } = outcome({ cuts: [], poolBytes: 2 ** 20 });
    expect(usage.map(({ evicted }) => evicted)).toEqual([0, 0]);
  });

  test('whatever the cuts and restarts, and however detectors are divided, the same is said and displaced', () => {
    const cut = fc.record({ at: fc.integer({ min: 1, max: EVENTS - 1 }), isRestart: fc.boolean() });
    const shares = [undefined, [shareOf([0], true), shareOf([1], false)]];
    fc.assert(
      fc.property(fc.array(cut, { maxLength: 12 }), fc.constantFrom(...shares), (cuts, divided) => {
        expect(outcome({ cuts, ...(divided && { shares: divided }) })).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });
});
