/** A stream drawn from a seed: inputs with rows that arrive at times of a clock of the simulation, some late, some after long silence. */

import type { NormalEvent } from '../../schemas/access-event.ts';
import type { TopicInput } from '../../schemas/commit.ts';
import type { EventBatch } from '../../schemas/event-columns.ts';
import { encodeEvents } from '../../src/batch/encode.ts';
import { event } from '../../src/batch/event.ts';
import { hashText, type Key } from '../../src/core/hash.ts';
import { MILLISECOND, parseInstant } from '../../src/core/time.ts';
import type { InputNumbers, LiveNews, LiveSource, Wanted } from '../../src/pipeline/run/live-source.ts';

/** The same numbers for one seed. */
export interface Chance {
  /** From 0 to below `limit`. */
  below(limit: number): number;
  isIn(times: number): boolean;
}

/** Mulberry32 (Tommy Ettinger): small, and good enough to draw a stream. */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { below: (limit) => Math.floor(next() * limit), isIn: (times) => next() * times < 1 };
}

/** A row and when it arrives. */
interface Arrival {
  readonly atMs: number;
  readonly event: NormalEvent;
}

/** What is in the world before anybody reads it. */
export interface Stream {
  readonly startMs: number;
  readonly endMs: number;
  readonly inputs: readonly (readonly Arrival[])[];
}

const START_MS = parseInstant('2024-05-01T09:00:00+09:00') / MILLISECOND;

/** What may happen in a stream. */
interface StreamSettings {
  readonly rows: number;
  /** The longest silence of an input. */
  readonly silenceMs: number;
  /** How far rows are out of order at most. */
  readonly jitterMs: number;
  /** One row in so many comes later than that; not the first, which is late only by when its input was opened. */
  readonly lateIn: number;
  /** One row in so many has a clock about as far ahead as a clock may be. */
  readonly aheadIn: number;
}

const ACTORS = ['sato', 'tanaka', 'root'];

/** Draws a stream. */
export function drawStream(chance: Chance, settings: StreamSettings): Stream {
  const { rows, silenceMs, jitterMs, lateIn, aheadIn } = settings;
  const inputs = Array.from({ length: 1 + chance.below(3) }, (_, input) => {
    let atMs = START_MS + chance.below(3_000);
    return Array.from({ length: rows }, (_row, n): Arrival => {
      atMs += chance.isIn(15) ? chance.below(silenceMs) : chance.below(1_500);
      const lateMs = n > 0 && chance.isIn(lateIn) ? jitterMs * 5 : chance.below(jitterMs);
      const aheadMs = n > 0 && chance.isIn(aheadIn) ? 180_000 + chance.below(240_000) : 0;
      return { atMs, event: rowOf(chance, input, n, atMs - lateMs + aheadMs) };
    });
  });
  // a repeat, with the bytes of the first
  for (const rowsOfInput of inputs)
    if (chance.isIn(2)) {
      const last = rowsOfInput[rowsOfInput.length - 1];
      rowsOfInput.push({ atMs: last.atMs + 10, event: rowsOfInput[chance.below(rowsOfInput.length)].event });
    }
  const endMs = Math.max(...inputs.flat().map((row) => row.atMs));
  return { startMs: START_MS, endMs, inputs };
}

function rowOf(chance: Chance, input: number, n: number, timeMs: number): NormalEvent {
  const time = timeMs * MILLISECOND;
  const actor = ACTORS[chance.below(ACTORS.length)];
  const base = { time, id: `${input}-${n}`, source: `s${input}`, actor };
  switch (chance.below(4)) {
    case 0:
      return event({ ...base, system: 'admin', action: 'login', outcome: 'failure', ip: '203.0.113.9' });
    case 1:
      return event({ ...base, system: 'pos', action: 'sale', subjects: ['K1'], device: 'T1' });
    default:
      return event({
        ...base,
        subjects: [`R${chance.below(9)}`],
        device: 'T1',
        case_id: chance.isIn(3) ? 'C-1' : null,
      });
  }
}

/** A clock that only moves when somebody waits. */
export interface SimulatedClock {
  nowMs: number;
}

/** Rows of an input, of which the first stands at `first`. */
export function batchOf(rows: readonly Arrival[], input: number, first: number): EventBatch {
  const events = rows.map((row) => row.event);
  return encodeEvents(
    events,
    events.map((one) => hashText(JSON.stringify(one))),
    undefined,
    events.map((_, i) => ({ input, byte: first + i })),
  );
}

/** The key of an input. */
export function keyOf(index: number): Key {
  return hashText(`input ${index}`);
}

/** The stream as a source that goes on from a lake: what has arrived by the clock, in batches of random length. While it waits `others` have their turn. */
export function streamSource(
  { inputs }: Stream,
  clock: SimulatedClock,
  { known, next: fresh }: InputNumbers,
  chance: Chance,
  others: () => Promise<void>,
): LiveSource {
  const lanes = inputs.map((rows, index) => {
    const entry = known.find((one): one is TopicInput => one.kind === 'kafka' && one.partition === index);
    const input = entry?.input ?? fresh(`t/${index}`);
    return { index, rows, input, from: entry?.to.offset ?? 0, given: entry?.to.offset ?? 0, isTold: false };
  });
  const arrived = ({ rows, given }: (typeof lanes)[number]) => {
    let to = given;
    while (to < rows.length && rows[to].atMs <= clock.nowMs) to++;
    return to - given;
  };
  return {
    async next({ reached, until }: Wanted): Promise<LiveNews | null> {
      const opened = lanes.filter((one) => !one.isTold && arrived(one) > 0);
      for (const one of opened) one.isTold = true;
      if (opened.length > 0)
        return {
          kind: 'inputs',
          closed: [],
          opened: opened.map(({ input, index }) => ({ input, name: `t/${index}`, source: null })),
        };
      const ready = lanes.filter((one) => arrived(one) > 0 && reached(one.input) <= until);
      if (ready.length === 0) return null;
      const lane = chance.isIn(3)
        ? ready[chance.below(ready.length)]
        : ready.reduce((least, one) => (reached(one.input) < reached(least.input) ? one : least));
      const rows = lane.rows.slice(lane.given, lane.given + 1 + chance.below(arrived(lane)));
      const first = lane.given;
      lane.given += rows.length;
      const batch = batchOf(rows, lane.input, first);
      return { kind: 'rows', input: lane.input, key: keyOf(lane.index), batch, refused: [] };
    },
    async wait(milliseconds) {
      const nextMs = Math.min(
        ...lanes.map(({ rows, given }) => rows[given]?.atMs ?? Number.POSITIVE_INFINITY),
      );
      const wait = Math.max(1, Math.min(milliseconds, 200, nextMs - clock.nowMs));
      clock.nowMs += wait;
      await others();
    },
    hasLag: (input) => lanes.some((one) => one.input === input && arrived(one) > 0),
    progress: () =>
      lanes.flatMap((lane) => {
        if (lane.given === lane.from) return [];
        const from = { offset: lane.from, lines: 0, before: null };
        lane.from = lane.given;
        return [
          {
            input: lane.input,
            name: `t/${lane.index}`,
            key: keyOf(lane.index),
            kind: 'kafka' as const,
            topic: 't',
            partition: lane.index,
            gap: null,
            from,
            to: { offset: lane.given, lines: 0, before: null },
          },
        ];
      }),
    committed: () => {},
    close: async () => {},
  };
}
