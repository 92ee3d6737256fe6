/**
 * What is done to an engine, written down so that it can be done again: the rows it was given, in the order in which it got them, and
 * what it was told of inputs and of time. To judge once more costs nothing but time, and says nothing that was not said before.
 */
import { Buffer } from 'node:buffer';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import type { Micros } from '../../core/time.ts';
import { restoreBatch, saveBatch } from '../../engine/batch-bytes.ts';
import type { Engine } from '../../engine/engine.ts';
import type { InputBounds } from '../../engine/event-order.ts';
import { snapshotReader, snapshotWriter } from '../../state/snapshot.ts';
import { frameOf, framesIn } from './pieces.ts';

/** One thing that was done. */
export type Step =
  /** A process goes on from here: these inputs are open, and this is now. The first step of every journal. */
  | { readonly step: 'begin'; readonly now: Micros; readonly open: readonly number[] }
  | { readonly step: 'now'; readonly now: Micros }
  | {
      readonly step: 'open';
      readonly input: number;
      readonly lateness?: Micros;
      readonly from?: Micros | null;
    }
  | { readonly step: 'close'; readonly input: number }
  | { readonly step: 'silence' | 'pass'; readonly time: Micros }
  /** Rows stand behind the steps. `source` is that of rows which name none; `raw`: the bytes they were read from are there too. */
  | {
      readonly step: 'rows';
      readonly input: number;
      readonly source: string | null;
      readonly raw?: true;
    };

/** A journal that is being written. */
export interface JournalWriter {
  take(step: Step): void;
  rows(input: number, batch: EventBatch, source: string | null): void;
  /** Rows so far. */
  events(): number;
  /** The bytes of its file. Nothing may be added afterwards. */
  finish(): Promise<Uint8Array>;
}

/** So many bytes are compressed at a time. */
const PIECE_BYTES = 4 * 2 ** 20;
/** A step is short; what is counted are rows. */
const STEP_BYTES = 64;

/** Begins a journal. */
export function journalWriter(): JournalWriter {
  const pieces: Promise<Uint8Array>[] = [];
  let events = 0;
  let steps: Step[] = [];
  let rows = snapshotWriter();
  let bytes = 0;

  function seal(): void {
    const head = snapshotWriter();
    head.json(steps);
    const piece = frameOf(Buffer.concat([head.bytes(), rows.bytes()]));
    piece.catch(() => {}); // whoever waits for it is told
    pieces.push(piece);
    steps = [];
    rows = snapshotWriter();
    bytes = 0;
  }

  function take(step: Step): void {
    steps.push(step);
    bytes += STEP_BYTES;
    if (bytes >= PIECE_BYTES) seal();
  }

  return {
    take,
    rows(input, batch, source) {
      events += batch.size;
      bytes += saveBatch(batch, rows);
      take({ step: 'rows', input, source, ...(batch.raw !== undefined && { raw: true }) });
    },
    events: () => events,
    async finish() {
      if (steps.length > 0) seal();
      return Buffer.concat(await Promise.all(pieces));
    },
  };
}

/** Does to an engine what a journal says. `defaultsOf` gives what rows were read with whose source is this. */
export function replay(
  journal: Uint8Array,
  engine: Engine,
  defaultsOf: (source: string | null) => Defaults,
): void {
  let isIdle = true; // who did nothing after it was restored has judged nothing
  for (const piece of framesIn(journal)) {
    const from = snapshotReader(piece);
    for (const step of from.json<Step[]>()) {
      isIdle &&= step.step === 'begin' || step.step === 'now';
      if (step.step !== 'rows') repeat(step, engine);
      else {
        engine.push(step.input, restoreBatch(from, defaultsOf(step.source), step.raw), step.source);
        engine.judge(); // not before all inputs are open again that hold others back
      }
    }
  }
  if (!isIdle) engine.judge();
}

function repeat(step: Exclude<Step, { step: 'rows' }>, engine: Engine): void {
  switch (step.step) {
    case 'begin':
      engine.setOpen(step.open);
      engine.setNow(step.now);
      break;
    case 'now':
      engine.setNow(step.now);
      break;
    case 'open':
      engine.open(step.input, boundsIn(step));
      break;
    case 'close':
      engine.close(step.input);
      break;
    case 'silence':
      engine.silence(step.time);
      break;
    case 'pass':
      engine.pass(step.time);
  }
}

/** How an input was opened, as a step. Infinity is no JSON. */
export function opened(input: number, bounds?: InputBounds): Step {
  if (bounds === undefined) return { step: 'open', input };
  const { lateness, from } = bounds;
  return { step: 'open', input, lateness, from: Number.isFinite(from) ? from : null };
}

function boundsIn({ lateness, from }: Extract<Step, { step: 'open' }>): InputBounds | undefined {
  return lateness === undefined ? undefined : { lateness, from: from ?? Number.NEGATIVE_INFINITY };
}
