/** The promise that the rest stands on: findings, revisions and verdicts depend on the events alone. All detectors, real registers. */
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import type { NormalEvent } from '../schemas/access-event.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import type { Said } from '../src/engine/engine.ts';
import { arriving, smallTownEngine, step } from './small-town.ts';

/** How often each property is tried; more where somebody asks for it. */
const runs = (usual: number) => Number(process.env.METSUKE_RUNS ?? usual);

/** Everything said, as text: findings in their order, then verdicts in theirs. */
function collector() {
  const findings: string[] = [];
  const verdicts: string[] = [];
  const fired = new Set<string>();
  const statuses = new Set<string>();
  return {
    fired,
    statuses,
    take(said: Said): void {
      for (const { detector, ...rest } of said.findings) {
        fired.add(detector.id);
        statuses.add(rest.status);
        findings.push(JSON.stringify({ ...rest, detector: detector.id }));
      }
      verdicts.push(...said.verdicts.map((verdict) => JSON.stringify(verdict)));
    },
    all: () => ({ findings, verdicts }),
  };
}

/** The plain way: everything in one batch, in event order. */
function plainly(events: readonly NormalEvent[], isLow: boolean) {
  const said = collector();
  const one = smallTownEngine(isLow);
  one.open(0);
  one.push(0, encodeEvents([...events].sort((a, b) => a.time - b.time)));
  one.close(0);
  said.take(one.judge());
  said.take(one.finish());
  return said;
}

describe('findings and verdicts', () => {
  const firedAtAll = new Set<string>();
  const statuses = new Set<string>();

  test('are the same for any batches, any order within the lateness, any snapshots in between', () => {
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 10, maxLength: 150 }),
        fc.constantFrom(1, 7, 64, 4_096),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        (steps, batchRows, saves, isLow) => {
          const rows = arriving(steps.filter(({ clock }) => clock !== 0));
          const expected = plainly(rows, isLow);
          const said = collector();
          const save = saves[Symbol.iterator]();
          let one = smallTownEngine(isLow);
          one.open(0);
          for (let i = 0; i < rows.length; i += batchRows) {
            one.push(0, encodeEvents(rows.slice(i, i + batchRows)));
            said.take(one.judge());
            if (batchRows === 1 && i % 16 !== 0) continue;
            if (!save.next().value) continue;
            const snapshot = one.save();
            one = smallTownEngine(isLow);
            one.restore(snapshot);
            one.open(0);
          }
          one.close(0);
          said.take(one.judge());
          said.take(one.finish());
          expect(said.all()).toEqual(expected.all());
          for (const id of said.fired) firedAtAll.add(id);
          for (const status of said.statuses) statuses.add(status);
        },
      ),
      { numRuns: runs(60), endOnFailure: true },
    );
  });

  test('are the same with impossible clocks in between, for any batches', () => {
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 10, maxLength: 80 }),
        fc.constantFrom(1, 7),
        fc.boolean(),
        (steps, batchRows, isLow) => {
          const rows = arriving(steps);
          const both = [rows.length, batchRows].map((size) => {
            const said = collector();
            const one = smallTownEngine(isLow);
            one.open(0);
            for (let i = 0; i < rows.length; i += size) {
              one.push(0, encodeEvents(rows.slice(i, i + size)));
              said.take(one.judge());
            }
            one.close(0);
            said.take(one.judge());
            said.take(one.finish());
            const { findings, verdicts } = said.all();
            return { findings: [...findings].sort(), verdicts: [...verdicts].sort() };
          });
          expect(both[1]).toEqual(both[0]);
        },
      ),
      { numRuns: runs(30), endOnFailure: true },
    );
  });

  test('a snapshot of the same past has the same bytes', () => {
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 10, maxLength: 60 }),
        fc.boolean(),
        (steps, isLow) => {
          const rows = arriving(steps);
          const [first, second] = [0, 1].map(() => {
            const one = smallTownEngine(isLow);
            one.open(0);
            one.push(0, encodeEvents(rows));
            one.judge();
            return one.save();
          });
          expect(second).toEqual(first);
          const again = smallTownEngine(isLow);
          again.restore(first);
          expect(again.save()).toEqual(first);
        },
      ),
      { numRuns: runs(20) },
    );
  });

  afterAll(() => {
    // A property about detectors that never fire would hold of anything.
    expect([...firedAtAll].sort()).toEqual(DETECTORS.map(({ id }) => id).sort());
    expect([...statuses].sort()).toEqual(['cleared', 'ended', 'open']);
  });
});
