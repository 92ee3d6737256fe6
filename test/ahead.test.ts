/** Findings ahead of order: said as rows come, and the same findings that order comes to. All detectors, real registers. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { NormalEvent } from '../schemas/access-event.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import { compareEventIds } from '../src/batch/event-order.ts';
import type { Foretold, Unsettled } from '../src/engine/ahead.ts';
import type { Engine } from '../src/engine/engine.ts';
import type { FindingDraft } from '../src/engine/episode.ts';
import { registersOf } from '../src/registers/from-text.ts';
import type { Registers } from '../src/registers/registers.ts';
import { arriving, smallTownEngine, step } from './small-town.ts';

const runs = (usual: number) => Number(process.env.METSUKE_RUNS ?? usual);

/** What only order can tell: the class that is new, what nothing has explained in time, whose place it was. */
const IN_ORDER_ONLY = new Set([
  'class-new',
  'case-required',
  'leave',
  'protected',
  'after-case-closed',
  'leavers-place',
]);
const EARLY = new Set([
  'access-after-termination',
  'out-of-contract-access',
  'out-of-scope-lookup',
  'personal-data-on-test-system',
  'unsanctioned-destination',
]);

function isOrderFree({ detector, evidence }: FindingDraft): boolean {
  return EARLY.has(detector.id) && !IN_ORDER_ONLY.has(String(evidence.cause ?? evidence.ended));
}

/** Everything said of rows that come in batches: in order, and ahead of it. */
function judged(
  rows: readonly NormalEvent[],
  batchRows: number,
  isLow: boolean,
  isAhead: boolean,
  saves: Iterator<boolean>,
  registersAfter?: Registers,
) {
  const unsettled: Unsettled = new Map();
  const make = (registers?: Registers): Engine =>
    smallTownEngine(isLow, {
      ...(isAhead ? { unsettled } : {}),
      ...(registers === undefined ? {} : { registers }),
    });
  const findings: FindingDraft[] = [];
  const foretold: Foretold[] = [];
  const takenBack: string[] = [];
  const look = (engine: Engine) => {
    const ahead = engine.lookAhead();
    foretold.push(...ahead.said);
    takenBack.push(...ahead.takenBack);
  };
  let engine = make();
  engine.open(0);
  for (let from = 0; from < rows.length; from += batchRows) {
    engine.push(0, encodeEvents(rows.slice(from, from + batchRows)));
    findings.push(...engine.judge().findings);
    look(engine);
    if ((batchRows === 1 && from % 16 !== 0) || saves.next().value !== true) continue;
    const snapshot = engine.save();
    engine = make(registersAfter);
    engine.restore(snapshot);
    engine.open(0);
    look(engine);
  }
  const bytes = Buffer.from(engine.save()).toString('base64');
  engine.close(0);
  findings.push(...engine.judge().findings);
  look(engine);
  findings.push(...engine.finish().findings);
  return { findings, foretold, takenBack, unsettled, bytes };
}

const plain = (findings: readonly FindingDraft[]) =>
  findings.map(({ detector, ...rest }) => JSON.stringify({ ...rest, detector: detector.id }));

const never = (): Iterator<boolean> => [][Symbol.iterator]();

describe('looking ahead', () => {
  test('changes nothing of what is said in order, nor of what is saved', () => {
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 10, maxLength: 100 }),
        fc.constantFrom(1, 7, 64),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        (steps, batchRows, saves, isLow) => {
          const rows = arriving(steps);
          const chosen = rows.map(() => saves.next().value === true);
          const [without, by] = [false, true].map((isAhead) =>
            judged(rows, batchRows, isLow, isAhead, chosen[Symbol.iterator]()),
          );
          expect(by.bytes).toBe(without.bytes);
          expect(plain(by.findings)).toEqual(plain(without.findings));
        },
      ),
      { numRuns: runs(15), endOnFailure: true },
    );
  });

  test('says what order says later, or takes it back; each once', () => {
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 10, maxLength: 150 }),
        fc.constantFrom(1, 7, 64),
        fc.infiniteStream(fc.boolean()),
        fc.boolean(),
        (steps, batchRows, saves, isLow) => {
          const rows = arriving(steps);
          const { findings, foretold, takenBack, unsettled } = judged(rows, batchRows, isLow, true, saves);
          const opened = new Set(findings.map(({ id }) => id));
          const ids = foretold.map(({ draft }) => draft.id);
          expect(new Set(ids).size).toBe(ids.length);
          expect(ids.filter((id) => !opened.has(id)).sort()).toEqual([...takenBack].sort());
          expect(unsettled.size).toBe(0);
        },
      ),
      { numRuns: runs(25), endOnFailure: true },
    );
  });

  test('takes back what newer registers no longer speak against', () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(step, { size: 'max', minLength: 30, maxLength: 100 }), (steps) => {
        const always = fc.sample(fc.constant(true), steps.length * 2)[Symbol.iterator]();
        const { findings, foretold, takenBack } = judged(
          arriving(steps),
          7,
          false,
          true,
          always,
          registersOf({}),
        );
        const opened = new Set(findings.map(({ id }) => id));
        const gone = new Set(foretold.map(({ draft }) => draft.id).filter((id) => !opened.has(id)));
        expect([...gone].sort()).toEqual([...takenBack].sort());
        taken += takenBack.length;
      }),
      { numRuns: runs(15), endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(0);
  });

  test('of rows that come in order: says all that needs none, as grave as order does, and takes nothing back', () => {
    let said = 0;
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 10, maxLength: 150 }),
        fc.boolean(),
        (steps, isLow) => {
          const unique = new Map(
            arriving(steps.filter(({ clock }) => clock !== 0)).map((row) => [row.id, row]),
          );
          const rows = [...unique.values()].sort(
            (a, b) => a.time - b.time || compareEventIds(`${a.source}/${a.id}`, `${b.source}/${b.id}`),
          );
          const { findings, foretold, takenBack } = judged(rows, 1, isLow, true, never());
          const first = findings.filter(({ revision }) => revision === 1);
          const told = new Map(foretold.map(({ draft }) => [draft.id, draft]));
          expect(takenBack).toEqual([]);
          for (const finding of first) {
            const early = told.get(finding.id);
            if (isOrderFree(finding)) expect(early, finding.id).toBeDefined();
            if (early === undefined) continue;
            said++;
            expect(early.severity).toBe(finding.severity);
            expect(early.about).toEqual(finding.about);
          }
        },
      ),
      { numRuns: runs(25), endOnFailure: true },
    );
    expect(said).toBeGreaterThan(100);
  });
});
