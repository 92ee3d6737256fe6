/** Judges events of the lake once more, by the same engine, from an empty state: knowing what was known in each phase. */
import type { Config } from '../../../schemas/config.ts';
import { type EventBatch, MARK } from '../../../schemas/event-columns.ts';
import type { Micros } from '../../core/time.ts';
import { createEngine, type Engine, type EngineSettings, type Said } from '../../engine/engine.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Registers } from '../../registers/registers.ts';
import { chosen, part, refOf } from './slice.ts';

/** Events that were judged, or are to be judged, by one knowledge. */
export interface Phase {
  /** Up to this ref, exclusive. */
  readonly to: number;
  readonly registers: Registers;
  readonly now: Micros;
  /** Whether late events stand where they belong, not where they came. */
  readonly isSorted: boolean;
  /** Whether nobody is told what is said in it. */
  readonly isSilent?: boolean;
  /** By what was judged then, where that is not what is judged by now. */
  readonly judged?: Pick<RejudgerSettings, 'config' | 'detectors'> | undefined;
}

/** What to judge by. */
export interface RejudgerSettings {
  readonly detectors: readonly TunedDetector[];
  readonly config: Config;
  /** By rising `to`. */
  readonly phases: readonly Phase[];
  /** Events that came late or whose clock cannot be right, by rising ref; none of the tail. */
  readonly strays: readonly EventBatch[];
  /** How far the lake had come when a stray came, by its ref. */
  readonly cameAt: ReadonlyMap<number, Micros>;
  /** Whether verdicts are wanted too. */
  readonly wantVerdicts: boolean;
  onSaid(said: Said): void;
}

/** Judges what it is given. */
export interface Rejudger {
  /** Takes events that are no strays, by rising ref. */
  push(batch: EventBatch): void;
  /** Nothing more comes but the tail: the lake had come as far as `passed`. Gives the state that it would have kept. */
  settle(passed: Micros): Uint8Array;
  /** Takes events of the tail, by rising ref, strays among them. */
  pushTail(batch: EventBatch): void;
  /** Judges as if nothing more came. */
  rest(): void;
  /** Findings so far, each by its last revision. */
  findings(): Map<string, FindingDraft>;
}

/** The input of what came astray. */
const STRAY = 2;

/** Makes a rejudger with an empty state. */
export function createRejudger(settings: RejudgerSettings): Rejudger {
  const { phases } = settings;
  const findings = new Map<string, FindingDraft>();
  const strays = settings.strays.flatMap((batch) => rowsOf(batch).map((row) => chosen([{ batch, row }])));
  const inPlace = strays.filter((row) => !isMoved(row, phases));
  let phase = 0;
  let engine = begin(settings, 0, null, strays);

  const take = (said: Said): void => {
    if (phases[phase].isSilent) return;
    for (const draft of said.findings) findings.set(draft.id, draft);
    settings.onSaid(said);
  };
  /** Judges the rows given so far, the last one too. */
  const release = (): void => {
    engine.close(0);
    take(engine.judge());
    engine.open(0);
  };
  /** Gives rows to the phases they belong to. `came`: how far the lake had come before them, which other rows may not show. */
  const give = (batch: EventBatch, came?: Micros): void => {
    for (let from = 0; from < batch.size; ) {
      while (phase + 1 < phases.length && refOf(batch, from) >= phases[phase].to) {
        release();
        engine = begin(settings, ++phase, engine.save(), strays);
      }
      const end = phase + 1 < phases.length ? phases[phase].to : Number.POSITIVE_INFINITY;
      let to = from + 1;
      while (to < batch.size && refOf(batch, to) < end) to++;
      if (came !== undefined) engine.open(STRAY, { lateness: 0, from: came });
      engine.push(came === undefined ? 0 : STRAY, part(batch, from, to));
      if (came !== undefined) engine.close(STRAY);
      take(engine.judge());
      from = to;
    }
  };
  /** Gives the strays that came before a ref. */
  const giveStrays = (ref: number): void => {
    while (inPlace.length > 0 && refOf(inPlace[0], 0) < ref) {
      const stray = inPlace.shift() as EventBatch;
      const came = settings.cameAt.get(refOf(stray, 0));
      release();
      if (came !== undefined) take(engine.pass(came));
      give(stray, came);
    }
  };

  return {
    push(batch) {
      let from = 0;
      while (inPlace.length > 0 && refOf(inPlace[0], 0) < refOf(batch, batch.size - 1)) {
        const to = rowsOf(batch).findIndex((row) => refOf(batch, row) > refOf(inPlace[0], 0));
        if (to > from) give(part(batch, from, to));
        from = to;
        giveStrays(refOf(batch, to));
      }
      give(part(batch, from, batch.size));
    },
    settle(passed) {
      giveStrays(Number.POSITIVE_INFINITY);
      release();
      while (phase + 1 < phases.length) {
        engine = begin(settings, ++phase, engine.save(), strays);
        release();
      }
      take(engine.pass(passed));
      return engine.save();
    },
    pushTail(batch) {
      engine.push(0, batch);
      take(engine.judge());
    },
    rest: () => take(engine.rest()),
    findings: () => new Map(findings),
  };
}

/** An engine for events of a lake, each of which keeps its ref. */
export function rejudgingEngine(
  { detectors, config }: Pick<RejudgerSettings, 'detectors' | 'config'>,
  registers: Registers,
  now: Micros,
  more: Partial<Pick<EngineSettings, 'wantVerdicts' | 'back'>> = {},
): Engine {
  return createEngine({
    detectors,
    registers,
    lateness: 0,
    now,
    verdicts: config,
    state: config,
    wantVerdicts: false,
    refOf,
    ...more,
  });
}

/** An engine for a phase. Late events of it that stand where they belong are there from the beginning. */
function begin(
  settings: RejudgerSettings,
  index: number,
  state: Uint8Array | null,
  strays: readonly EventBatch[],
): Engine {
  const { phases, wantVerdicts } = settings;
  const { registers, now, judged: by = settings } = phases[index];
  const engine = rejudgingEngine(by, registers, now, { wantVerdicts });
  if (state !== null) engine.restore(state);
  engine.open(0);
  const late = strays.filter((row) => isMoved(row, phases) && phaseOf(row, phases) === index);
  if (late.length > 0) {
    engine.open(1);
    engine.push(1, inTime(late));
    engine.close(1);
  }
  return engine;
}

/** Late rows as one batch, by time, as if they had come in time. */
function inTime(rows: readonly EventBatch[]): EventBatch {
  const sorted = [...rows].sort((a, b) => a.columns.time[0] - b.columns.time[0]);
  const batch = chosen(sorted.map((row) => ({ batch: row, row: 0 })));
  for (let row = 0; row < batch.size; row++) batch.columns.marks[row] &= ~MARK.late;
  return batch;
}

/** Whether a stray stands among the events of its phase by time, not where it came. */
function isMoved(row: EventBatch, phases: readonly Phase[]): boolean {
  return (row.columns.marks[0] & MARK.late) !== 0 && phases[phaseOf(row, phases)].isSorted;
}

function phaseOf(row: EventBatch, phases: readonly Phase[]): number {
  const found = phases.findIndex(({ to }) => refOf(row, 0) < to);
  return found === -1 ? phases.length - 1 : found;
}

function rowsOf({ size }: EventBatch): number[] {
  return Array.from({ length: size }, (_, row) => row);
}
