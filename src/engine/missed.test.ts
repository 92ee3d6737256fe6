/** A part that waits: what it misses stands at its time among the events, however they were cut into batches. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { NormalEvent } from '../../schemas/access-event.ts';
import { config } from '../../schemas/config.ts';
import { encodeEvents } from '../batch/encode.ts';
import { event } from '../batch/event.ts';
import type { Key } from '../core/hash.ts';
import { DAY, HOUR, MINUTE, type Micros, parseInstant } from '../core/time.ts';
import { defineDetector, type Part, type View } from '../detector/define.ts';
import { registersOf } from '../registers/from-text.ts';
import type { Primitive } from '../state/primitive.ts';
import { createEngine, type Engine, FILE_LATENESS, type Said } from './engine.ts';

const START = parseInstant('2024-05-01T00:00:00Z');

interface Last {
  source: string;
  time: Micros;
  ref: number;
}

/** The latest event of each source that has not been silent for an hour since. */
interface Lasts extends Primitive {
  readonly all: Map<Key, Last>;
  readonly over: Last[];
  note(key: Key, last: Last): void;
}

function lasts(): Lasts {
  const all = new Map<Key, Last>();
  const over: Last[] = [];
  return {
    all,
    over,
    note(key, last) {
      const before = all.get(key);
      if (before !== undefined && before.time + HOUR < last.time) over.push(before);
      all.set(key, last);
    },
    save: (out) => out.json({ all: [...all], over }),
    restore(from) {
      const saved = from.json<{ all: [Key, Last][]; over: Last[] }>();
      for (const [key, last] of saved.all) all.set(key, last);
      over.push(...saved.over);
    },
    usage: () => ({ keys: all.size, bytes: 0, evicted: 0 }),
  };
}

const READS = ['source', 'time', 'ref'] as const;
const waiting: Part<(typeof READS)[number], object, { hour: boolean }, { state: Lasts }> = {
  key: 'source',
  state: () => ({ state: lasts() }),
  observe(view: View<(typeof READS)[number]>, { state }) {
    for (let i = 0; i < view.size; i++) {
      const row = view.rows[i];
      const { source } = view.event(row);
      state.note(view.source[row], { source, time: view.time[row], ref: view.ref[row] });
    }
  },
  onTime(time, { state }, _, tell) {
    for (const [key, last] of state.all) {
      if (last.time + HOUR >= time) continue;
      state.over.push(last);
      state.all.delete(key);
    }
    for (const { source, time: since, ref } of state.over.splice(0))
      tell({
        at: since + HOUR,
        ref,
        event: { system: 'pos', source },
        signal: { severity: 'low', score: 1, evidence: { hour: true }, about: [] },
      });
  },
};

const silent = defineDetector({
  id: 'source-health',
  version: '1',
  title: { ja: '試験用', en: 'For this test' },
  about: { ja: '試験用', en: 'For this test.' },
  reads: READS,
  thresholds: z.object({}),
  evidence: z.object({ hour: z.boolean() }),
  attack: [],
  answers: [],
  quiet: MINUTE,
  parts: { waiting },
  explain: () => ({ ja: '', en: '' }),
  clearsIf: () => ({ ja: '', en: '' }),
});

function engine(): Engine {
  return createEngine({
    detectors: [{ detector: silent, thresholds: {} }],
    registers: registersOf({}),
    lateness: FILE_LATENESS,
    now: START + 100 * DAY,
    verdicts: config.parse({}),
    wantVerdicts: false,
  });
}

/** Everything said of events in batches of so many, saved and restored before some of them. */
function told(
  events: readonly NormalEvent[],
  size: number,
  isSaved: (batch: number) => boolean,
): Said['findings'] {
  const findings: Said['findings'][number][] = [];
  let one = engine();
  one.open(0);
  for (let i = 0; i < events.length; i += size) {
    one.push(0, encodeEvents(events.slice(i, i + size)));
    findings.push(...one.judge().findings);
    if (!isSaved(i)) continue;
    const snapshot = one.save();
    one = engine();
    one.restore(snapshot);
    one.open(0);
  }
  one.close(0);
  findings.push(...one.judge().findings, ...one.finish().findings);
  return findings;
}

const at = (minutes: number, source: string) =>
  event({ time: START + minutes * MINUTE, source, system: 'pos', id: String(minutes), subjects: [] });

test('is told at its time, citing the event it rests on, and not at the end of the input', () => {
  const findings = told([at(0, 'a'), at(5, 'b'), at(64, 'a'), at(65, 'b'), at(70, 'b')], 5, () => false);
  expect(findings.filter(({ revision }) => revision === 1)).toMatchObject([
    {
      time: START + 60 * MINUTE,
      refs: [0],
      systems: ['pos'],
      counts: { events: 1, records: 0, accounts: 0 },
    },
  ]);
  expect(told([at(0, 'a'), at(60, 'b')], 5, () => false)).toEqual([]);
  expect(told([at(0, 'a'), at(61, 'b')], 5, () => false)).toHaveLength(2);
});

test('is not told of a time at which the whole log has paused for more than two days', () => {
  expect(told([at(0, 'a'), at(20, 'b'), at(20 + 60 * 48 + 61, 'b')], 5, () => false)).toHaveLength(4);
  const late = { ...at(0, 'a') };
  expect(told([late, at(9_000, 'b')], 5, () => false).filter(({ revision }) => revision === 1)).toHaveLength(
    1,
  );
});

test('is the same for any batches and snapshots', () => {
  const step = fc.record({
    pause: fc.constantFrom(1, 7, 30, 61, 200, 2_000),
    source: fc.constantFrom('a', 'b', 'c'),
  });
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 60, size: 'max' }),
      fc.constantFrom(1, 7),
      fc.func(fc.boolean()),
      (steps, size, isSaved) => {
        let minutes = 0;
        const events = steps.map(({ pause, source }) => {
          minutes += pause;
          return at(minutes, source);
        });
        expect(told(events, size, isSaved)).toEqual(told(events, 4_096, () => false));
      },
    ),
  );
});
