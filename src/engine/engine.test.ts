import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { NormalEvent } from '../../schemas/access-event.ts';
import { verdictSettings } from '../../schemas/verdict-settings.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import { DAY, HOUR, MINUTE, type Micros, parseInstant, SECOND } from '../core/time.ts';
import { defineDetector } from '../detector/define.ts';
import { registersOf } from '../registers/from-text.ts';
import { distinctWindow } from '../state/distinct-window.ts';
import { latch } from '../state/latch.ts';
import { createEngine, type Engine, FILE_LATENESS } from './engine.ts';
import type { FindingDraft } from './episode.ts';

const START = parseInstant('2024-05-01T00:00:00Z');
const NOW = START + 365 * DAY;

/** A small detector with two parts that see the same rows by different keys. */
const pull = defineDetector({
  id: 'mass-record-pull',
  version: '1',
  title: { ja: '大量照会', en: 'Mass record pull' },
  about: { ja: '試験用', en: 'For this test.' },
  reads: ['actor', 'device', 'time', 'ref', 'subjects', 'subjectStart'],
  thresholds: z.object({ subjects: z.int().default(3) }),
  evidence: z.object({ byActor: z.int(), byDevice: z.int() }),
  attack: [],
  answers: [],
  quiet: HOUR,
  parts: {
    byActor: part('actor', 'byActor'),
    byDevice: part('device', 'byDevice'),
  },
  explain: () => ({ ja: '', en: '' }),
  clearsIf: () => ({ ja: '', en: '' }),
});

function part(key: 'actor' | 'device', name: 'byActor' | 'byDevice') {
  return {
    key,
    state: () => ({ hour: distinctWindow({ horizons: [HOUR] }), crossed: latch({ quiet: HOUR }) }),
    observe(
      view: {
        rows: Int32Array;
        size: number;
        time: Float64Array;
        ref: Float64Array;
        subjects: Float64Array;
        subjectStart: Uint32Array;
        actor: Float64Array;
        device: Float64Array;
      },
      { hour, crossed }: { hour: ReturnType<typeof distinctWindow>; crossed: ReturnType<typeof latch> },
      limit: { subjects: number },
      emit: (row: number, signal: never) => void,
    ) {
      for (let i = 0; i < view.size; i++) {
        const row = view.rows[i];
        const who = view[key][row];
        for (let s = view.subjectStart[row]; s < view.subjectStart[row + 1]; s++) {
          hour.add(who, view.subjects[s], view.time[row], view.ref[row]);
        }
        const count = hour.count(who, 0);
        if (count <= limit.subjects) continue;
        const { refs, times, values } = hour.contributors(who, 0);
        const contributors = crossed.opens(who, view.time[row])
          ? { contributors: { refs, times, subjects: values } }
          : {};
        const severity = count > 2 * limit.subjects ? 'high' : 'medium';
        emit(row, {
          severity,
          score: count,
          evidence: { [name]: count },
          about: [key],
          ...contributors,
        } as never);
      }
    },
  };
}

const REGISTERS = registersOf({});

function engineOf(registers = REGISTERS): Engine {
  return createEngine({
    detectors: [{ detector: pull, thresholds: { subjects: 3 } }],
    registers,
    lateness: FILE_LATENESS,
    now: NOW,
    verdicts: verdictSettings.parse({}),
    wantVerdicts: false,
  });
}

const look = (minutes: number, subject: string, more: Partial<NormalEvent> = {}) =>
  event({ time: START + minutes * MINUTE, subjects: [subject], id: `e:${minutes}:${subject}`, ...more });

/** Everything said about events given in one batch. */
function judged(events: readonly NormalEvent[]): FindingDraft[] {
  const engine = engineOf();
  engine.open(0);
  engine.push(0, encodeEvents(events));
  engine.close(0);
  return [...engine.judge().findings, ...engine.finish().findings];
}

/** A draft as plain data. */
const plain = ({ detector, ...rest }: FindingDraft) => JSON.stringify({ ...rest, detector: detector.id });

describe('an episode', () => {
  test('opens on crossing with what came before, grows silently, and ends with the whole count', () => {
    const drafts = judged([1, 2, 3, 4, 5].map((n) => look(n, `R${n}`)));
    expect(
      drafts.map(({ revision, status, counts }) => [revision, status, counts.subjects, counts.events]),
    ).toEqual([
      [1, 'open', 4, 4],
      [2, 'ended', 5, 5],
    ]);
    expect(drafts[0]?.firstTime).toBe(START + MINUTE);
    expect(drafts[0]?.time).toBe(START + 4 * MINUTE);
    expect(drafts[1]?.refs).toEqual([0, 1, 2, 3, 4]);
  });

  test('makes a revision when a count doubles and when the severity rises', () => {
    const drafts = judged(Array.from({ length: 20 }, (_, n) => look(n, `R${n}`)));
    expect(drafts.map(({ counts, severity }) => [counts.subjects, severity])).toEqual([
      [4, 'medium'],
      [7, 'high'],
      [14, 'high'],
      [20, 'high'],
    ]);
  });

  test('ends after the quiet time, and what follows is a new finding', () => {
    const once = [1, 2, 3, 4].map((n) => look(n, `R${n}`));
    const again = [201, 202, 203, 204].map((n) => look(n, `R${n}`));
    const drafts = judged([...once, ...again]);
    expect(drafts.map(({ status, statusReason, revision }) => [status, statusReason, revision])).toEqual([
      ['open', null, 1],
      ['ended', 'quiet', 2],
      ['open', null, 1],
      ['ended', 'end-of-input', 2],
    ]);
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(2);
  });

  test('two parts that see one row make one finding that names both', () => {
    const drafts = judged([1, 2, 3, 4].map((n) => look(n, `R${n}`, { device: 'PC-1' })));
    expect(new Set(drafts.map(({ id }) => id)).size).toBe(1);
    expect(drafts[0]?.about).toMatchObject({ actor: 'tanaka-01', device: 'PC-1' });
    expect(drafts[0]?.evidence).toEqual({ byActor: 4, byDevice: 4 });
    expect(drafts[0]?.counts.events).toBe(4);
  });

  test('a field that several events name differently is null', () => {
    const drafts = judged([1, 2, 3, 4, 5].map((n) => look(n, `R${n}`, { device: 'PC-1', actor: `a${n}` })));
    expect(drafts.at(-1)?.about).toMatchObject({ actor: null, device: 'PC-1' });
    expect(drafts.at(-1)?.counts.accounts).toBeGreaterThan(1);
  });
});

describe('the engine', () => {
  test('a duplicate has no effect and is counted', () => {
    const events = [1, 2, 3].map((n) => look(n, `R${n}`));
    const engine = engineOf();
    engine.open(0);
    engine.push(0, encodeEvents([...events, ...events, look(3, 'R3')]));
    engine.close(0);
    expect([...engine.judge().findings, ...engine.finish().findings]).toEqual([]);
    expect(engine.counts()).toMatchObject({ accepted: 3, duplicates: 4, reusedIds: 0 });
  });

  test('the same id with other content is kept and marked', () => {
    const engine = engineOf();
    engine.open(0);
    engine.push(0, encodeEvents([look(1, 'R1', { id: 'same' }), look(2, 'R2', { id: 'same' })]));
    engine.close(0);
    engine.judge();
    expect(engine.counts()).toMatchObject({ accepted: 2, duplicates: 0, reusedIds: 1 });
  });

  test('a future clock moves no window', () => {
    const drafts = judged([
      look(1, 'R1'),
      look(2, 'R2'),
      look(3, 'R3', { time: NOW + DAY }),
      look(3, 'R4'),
      look(4, 'R5'),
    ]);
    expect(drafts[0]?.counts.subjects).toBe(4);
    expect(drafts[0]?.time).toBe(START + 4 * MINUTE);
  });

  test('days are counted in Japan Standard Time', () => {
    const engine = engineOf();
    engine.open(0);
    engine.push(
      0,
      encodeEvents([event({ time: '2024-04-30T23:59:59+09:00' }), event({ time: '2024-04-30T15:00:00Z' })]),
    );
    engine.close(0);
    engine.judge();
    expect(engine.days().map(({ events }) => events)).toEqual([
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ]);
  });

  const moves = fc.array(
    fc.record({
      step: fc.integer({ min: 0, max: 40 }),
      jitter: fc.integer({ min: 0, max: 599 }),
      actor: fc.integer({ min: 0, max: 3 }),
      device: fc.integer({ min: 0, max: 2 }),
      subject: fc.integer({ min: 0, max: 9 }),
      repeat: fc.integer({ min: 0, max: 9 }),
    }),
    { size: 'max', maxLength: 80 },
  );

  test('says the same whatever the batches, the arrival order within the lateness, and snapshots in between', () => {
    fc.assert(
      fc.property(
        moves,
        fc.infiniteStream(fc.integer({ min: 1, max: 9 })),
        fc.infiniteStream(fc.boolean()),
        (steps, cuts, saves) => {
          let clock: Micros = START + HOUR;
          const arriving = steps.flatMap(({ step, jitter, actor, device, subject, repeat }, i) => {
            clock += step * step * SECOND;
            const made = event({
              time: clock - jitter * SECOND,
              id: `e:${i}`,
              actor: actor === 3 ? null : `a${actor}`,
              device: device === 2 ? null : `d${device}`,
              subjects: [`R${subject}`, `S${(subject * 7 + i) % 5}`],
            });
            return repeat === 0 ? [made, made] : [made];
          });
          const inOrder = [...arriving].sort((a, b) => a.time - b.time);
          const expected = judged(inOrder).map(plain);
          const cut = cuts[Symbol.iterator]();
          const save = saves[Symbol.iterator]();
          let engine = engineOf();
          engine.open(0);
          const said: string[] = [];
          for (let i = 0; i < arriving.length; ) {
            const size = cut.next().value as number;
            engine.push(0, encodeEvents(arriving.slice(i, i + size)));
            said.push(...engine.judge().findings.map(plain));
            i += size;
            if (!save.next().value) continue;
            const snapshot = engine.save();
            engine = engineOf();
            engine.restore(snapshot);
            engine.open(0);
          }
          engine.close(0);
          said.push(...engine.judge().findings.map(plain), ...engine.finish().findings.map(plain));
          expect(said).toEqual(expected);
        },
      ),
      { numRuns: 200 },
    );
  });
});
