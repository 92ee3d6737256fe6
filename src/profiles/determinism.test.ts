/** What profiles answer depends on the events alone: a detector that tells every answer, in any batches, orders and snapshots. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { config } from '../../schemas/config.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { DAY, HOUR, type Micros, parseInstant, SECOND } from '../core/time.ts';
import { defineDetector, type Emit, type View } from '../detector/define.ts';
import { createEngine, type Engine, FILE_LATENESS, type Said } from '../engine/engine.ts';
import { registersOf } from '../registers/from-text.ts';

const START = parseInstant('2024-04-01T09:00:00+09:00');
const evidence = z.strictObject({ said: z.string() });
type Told = z.infer<typeof evidence>;
const READS = ['time', 'who', 'device', 'ref'] as const;

/** Tells of every row what the profiles say. */
function tell(view: View<(typeof READS)[number]>, emit: Emit<Told>): void {
  const series = new Float64Array(5);
  for (let i = 0; i < view.size; i++) {
    const row = view.rows[i];
    const who = view.who[row];
    const { profiles } = view;
    profiles.series(who, 'records', series);
    const said = [
      profiles.day(),
      profiles.usual(who, 'records', 1e-3),
      profiles.usual(who, 'subjects', 1e-3),
      [...series],
      profiles.unexplained('device', view.device[row], 10, 1e-3),
    ];
    emit(row, {
      severity: 'low',
      score: 1,
      key: view.ref[row] + 1,
      evidence: { said: JSON.stringify(said) },
      about: [],
    });
  }
}

const probe = defineDetector({
  id: 'mass-record-pull',
  version: '1',
  title: { ja: '', en: '' },
  about: { ja: '', en: '' },
  reads: READS,
  profiles: true,
  thresholds: z.strictObject({}),
  presets: { basic: {}, strict: {} },
  evidence,
  attack: [],
  answers: [],
  quiet: HOUR,
  parts: {
    rows: { key: 'who', state: () => ({}), observe: (view, _state, _limit, emit) => tell(view, emit) },
    settled: {
      key: 'who',
      onSettled: true,
      state: () => ({}),
      observe: (view, _state, _limit, emit) => tell(view, emit),
    },
  },
  explain: () => ({ ja: '', en: '' }),
  clearsIf: () => ({ ja: '', en: '' }),
});

const REGISTERS = registersOf({
  people: [
    'principal,unit,duties,valid_from',
    ...[0, 1, 2, 3, 4, 5, 6, 7].map((n) => `P${n},counter,desk,`),
    'P7,tax,tax,2024-04-20',
  ].join('\n'),
  systems: 'source,system,case_required\npos,pos,yes',
});

const step = fc.record({
  gapMinutes: fc.oneof(fc.nat({ max: 90 }), fc.nat({ max: 2_000 })),
  jitterSeconds: fc.nat({ max: 590 }),
  who: fc.nat({ max: 8 }),
  records: fc.nat({ max: 400 }),
  action: fc.constantFrom('view' as const, 'list' as const, 'sale' as const),
});

function arriving(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  let clock: Micros = START;
  return steps.map(({ gapMinutes, jitterSeconds, who, records, action }, i) => {
    clock += gapMinutes * 60 * SECOND;
    return event({
      time: clock - jitterSeconds * SECOND,
      id: `e:${i}`,
      system: 'pos',
      source: 'pos',
      actor: `P${who}`,
      principal: `P${who}`,
      device: `d${who % 7}`,
      action,
      subjects: action === 'view' ? [`R${records % 40}`] : [],
      ...(action === 'list' ? { records } : {}),
    });
  });
}

function engine(): Engine {
  return createEngine({
    detectors: [{ detector: probe, thresholds: {} }],
    registers: REGISTERS,
    lateness: FILE_LATENESS,
    now: START + 900 * DAY,
    verdicts: config.parse({}),
    wantVerdicts: false,
  });
}

describe('profiles', () => {
  test('say the same for any batches, any order within the lateness, any snapshots in between', () => {
    let known = 0;
    fc.assert(
      fc.property(
        fc.array(step, { size: 'max', minLength: 60, maxLength: 250 }),
        fc.constantFrom(1, 7, 64),
        fc.infiniteStream(fc.nat({ max: 9 })),
        (steps, batchRows, saves) => {
          const rows = arriving(steps);
          const said = (batches: readonly (typeof rows)[], isSaved: () => boolean): string[] => {
            const all: string[] = [];
            const take = ({ findings }: Said): void => {
              all.push(...findings.map((draft) => JSON.stringify({ ...draft, detector: draft.detector.id })));
            };
            let one = engine();
            one.open(0);
            for (const batch of batches) {
              one.push(0, encodeEvents(batch));
              take(one.judge());
              if (!isSaved()) continue;
              const saved = one.save();
              one = engine();
              one.restore(saved);
              one.open(0);
            }
            one.close(0);
            take(one.judge());
            take(one.finish());
            return all;
          };
          const plain = said([[...rows].sort((a, b) => a.time - b.time)], () => false);
          const save = saves[Symbol.iterator]();
          const cut = Array.from({ length: Math.ceil(rows.length / batchRows) }, (_, i) =>
            rows.slice(i * batchRows, (i + 1) * batchRows),
          );
          expect(said(cut, () => save.next().value === 0)).toEqual(plain);
          if (plain.some((text) => text.includes('peerDays'))) known++;
        },
      ),
      { numRuns: 25, endOnFailure: true },
    );
    expect(known).toBeGreaterThan(10); // profiles that know nothing would be the same for any order
  });
});
