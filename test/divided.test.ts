/** A back may be divided among any members: what they say and save together is what one says and saves, byte for byte. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import type { Engine, Said } from '../src/engine/engine.ts';
import { type Division, lateCrew } from './late-crew.ts';
import { arriving, smallTownEngine, smallTownSettings, step } from './small-town.ts';

const MEMBERS_MAX = 4;
const division: fc.Arbitrary<Division> = fc.record({
  members: fc.array(fc.nat({ max: MEMBERS_MAX - 1 }), {
    minLength: DETECTORS.length,
    maxLength: DETECTORS.length,
  }),
  hasOwn: fc.boolean(),
  pace: fc.integer({ min: 0, max: 3 }).map((pace) => () => pace),
});

function dividedEngine(isLow: boolean, division: Division): Engine {
  return smallTownEngine(isLow, { back: lateCrew(smallTownSettings(isLow), division).back });
}

function collector() {
  const findings: unknown[] = [];
  const verdicts: unknown[] = [];
  return {
    findings,
    verdicts,
    take(said: Said): void {
      findings.push(...said.findings.map(({ detector, ...rest }) => ({ ...rest, detector: detector.id })));
      verdicts.push(...said.verdicts);
    },
  };
}

const sums = (engine: Engine) => ({
  counts: engine.counts(),
  permits: engine.permitUses(),
  suppressed: engine.suppressed(),
  usage: engine.usage(),
  open: engine.openEpisodes().map(({ id, revision }) => [id, revision]),
});

test('divided backs say what one says, and save what one saves, into any other division', {
  timeout: 120_000,
}, () => {
  fc.assert(
    fc.property(
      fc.array(step, { size: 'max', minLength: 10, maxLength: 120 }),
      fc.constantFrom(1, 7, 64),
      fc.array(division, { minLength: 1, maxLength: 4 }),
      fc.boolean(),
      (steps, batchRows, divisions, isLow) => {
        const rows = arriving(steps);
        const [plain, divided] = [collector(), collector()];
        let one = smallTownEngine(isLow);
        let other = dividedEngine(isLow, divisions[0]);
        one.open(0);
        other.open(0);
        const piece = Math.ceil(rows.length / divisions.length / batchRows) * batchRows;
        for (let i = 0; i < rows.length; i += batchRows) {
          if (i > 0 && i % piece === 0) {
            const saved = other.save();
            expect(saved).toEqual(one.save());
            divided.take(other.hear());
            other = dividedEngine(isLow, divisions[i / piece]);
            one = smallTownEngine(isLow);
            for (const engine of [one, other]) {
              engine.restore(saved);
              engine.open(0);
            }
          }
          one.push(0, encodeEvents(rows.slice(i, i + batchRows)));
          plain.take(one.judge());
          other.push(0, encodeEvents(rows.slice(i, i + batchRows)));
          divided.take(other.judge());
        }
        expect(sums(other)).toEqual(sums(one));
        for (const [engine, said] of [
          [one, plain],
          [other, divided],
        ] as const) {
          engine.close(0);
          said.take(engine.judge());
          said.take(engine.finish());
        }
        expect(divided.findings).toEqual(plain.findings);
        expect(divided.verdicts).toEqual(plain.verdicts);
      },
    ),
    { numRuns: Number(process.env.METSUKE_RUNS ?? 15) },
  );
});
