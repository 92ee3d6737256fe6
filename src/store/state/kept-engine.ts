/**
 * An engine whose state is kept from commit to commit. Its whole state is too much to write every ten seconds (hundreds of
 * megabytes with a million keys), so a commit mostly keeps what was done to the engine since the last one, as a log-structured
 * file does: once the journals since the last whole state are as large as that state, the next commit keeps a whole one again. So
 * what is written in all is at most some twice the journals, and what a new process has to judge again is bounded.
 */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import type { Micros } from '../../core/time.ts';
import { DAY } from '../../core/time.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Saved } from '../../state/snapshot.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Stored } from '../store.ts';
import { type JournalWriter, journalWriter, opened, replay } from './journal.ts';
import { framesIn, packed } from './pieces.ts';

/** What a commit keeps of an engine: all of its state, or what was done to it since the last commit. */
export type Kept =
  | { readonly kind: 'state'; readonly file: Uint8Array }
  | { readonly kind: 'journal'; readonly file: Uint8Array; readonly events: number; readonly now: Micros };

/** An engine of which everything that is done to it is written down. */
export interface KeptEngine extends Engine {
  /** What the next commit is to keep; to be asked before {@link Engine.rest}. Nothing may be done to the engine meanwhile. */
  keep(): Promise<Kept>;
}

/** From when on a whole state is due, whatever the journals weigh: what a new process has to do then must take seconds. */
export interface KeepingLimits {
  /** Rows to be judged again. */
  readonly events: number;
  /** Journals to be opened. */
  readonly journals: number;
  /** Changes of the registers on the way. */
  readonly registers: number;
  /** What the journals may weigh beside the state: 1 is as much. */
  readonly weight: number;
}

const LIMITS: KeepingLimits = { events: 250_000, journals: 4_096, registers: 4, weight: 1 };
/** Rows of the log are not kept in journals for longer than this. */
const JOURNAL_DAYS_MAX = 30;

/** How an engine is kept. */
export interface Keeping {
  /** The lake as of its newest commit. */
  snapshot(): Snapshot;
  /** The start of this process, or the tick that stands for it. */
  readonly now: Micros;
  /** The source of rows of an input that name none; null: their kind of log. */
  sourceOf(input: number): string | null;
  readonly limits?: KeepingLimits;
}

/** Writes down what is done to an engine, which is as it was at the newest commit, from here on. */
export function keptEngine(engine: Engine, keeping: Keeping): KeptEngine {
  const { limits = LIMITS, sourceOf } = keeping;
  const sums = sumsOf(keeping.snapshot);
  const open = new Set<number>();
  let { now } = keeping;
  engine.setOpen([]);
  engine.setNow(now);
  let journal = begin();

  function begin(): JournalWriter {
    const started = journalWriter();
    started.take({ step: 'begin', now, open: [...open] });
    return started;
  }

  const { events, journals, registers, weight } = limits;

  /** Whether there is too much to be judged again by now to keep another journal, whatever it weighs. */
  function isDue(more: number): boolean {
    const before = sums();
    return (
      before.stateBytes === null ||
      before.events + more > events ||
      before.journals >= journals ||
      before.registers > registers ||
      (before.since !== null && now - before.since > JOURNAL_DAYS_MAX * DAY)
    );
  }

  async function keep(): Promise<Kept> {
    const done = journal;
    journal = begin();
    const isWhole = isDue(done.events());
    if (!isWhole) {
      const file = await done.finish();
      const { stateBytes, bytes } = sums();
      if (bytes + file.length <= (stateBytes ?? 0) * weight)
        return { kind: 'journal', file, now, events: done.events() };
    }
    return { kind: 'state', file: await packed(engine.save()) };
  }

  return {
    ...engine,
    open(input, bounds) {
      open.add(input);
      journal.take(opened(input, bounds));
      engine.open(input, bounds);
    },
    silence(time) {
      journal.take({ step: 'silence', time });
      engine.silence(time);
    },
    close(input) {
      open.delete(input);
      journal.take({ step: 'close', input });
      engine.close(input);
    },
    pass(time) {
      journal.take({ step: 'pass', time });
      return engine.pass(time);
    },
    setNow(time) {
      now = time;
      journal.take({ step: 'now', now });
      engine.setNow(time);
    },
    push(input, batch: EventBatch) {
      if (!isDue(journal.events())) journal.rows(input, batch, sourceOf(input));
      return engine.push(input, batch);
    },
    keep,
  };
}

/** What stands in the lake of journals since the last whole state; summed up again when there is a new commit. */
function sumsOf(snapshot: () => Snapshot) {
  const sum = (of: Snapshot) => ({
    of,
    stateBytes: of.state?.bytes ?? null,
    bytes: of.journals.reduce((all, { bytes }) => all + bytes, 0),
    events: of.journals.reduce((all, { events }) => all + events, 0),
    journals: of.journals.length,
    registers: changes([...of.journals.map(({ registers }) => registers), of.registers?.number ?? null]),
    since: of.journals[0]?.now ?? null,
  });
  let sums: ReturnType<typeof sum> | null = null;
  return () => {
    const now = snapshot();
    if (sums?.of !== now) sums = sum(now);
    return sums;
  };
}

function changes(values: readonly unknown[]): number {
  return values.filter((one, i) => i > 0 && one !== values[i - 1]).length;
}

/** What is needed to bring an engine to where a lake stands. */
export interface Restoring {
  readonly snapshot: Snapshot;
  /** The bytes of a file that a commit names, made sure of. */
  read(file: Stored): Uint8Array;
  /** An engine that says nothing, by the registers that a commit brought (null: by none). */
  past(registers: number | null): Engine;
  /** What rows were read with whose source is this. */
  defaultsOf(source: string | null): Defaults;
  /** Whether {@link past} and {@link defaultsOf} are of other settings than the engine. */
  readonly isOther?: boolean;
}

/**
 * Brings a new engine to where a lake stands. What it says meanwhile was said before. Journals were judged by the registers of their
 * time, by an engine made for them; where those are in force still, by this one.
 */
export function restoreEngine(engine: Engine, restoring: Restoring): void {
  const { snapshot, read, past, defaultsOf, isOther = false } = restoring;
  const { state, journals } = snapshot;
  const inForce = snapshot.registers?.number ?? null;
  let saved: Saved | null = state === null ? null : framesIn(read(state));
  for (let at = 0; at < journals.length; ) {
    const { registers } = journals[at];
    let end = at;
    while (journals[end]?.registers === registers) end++;
    const isLast = end === journals.length && registers === inForce && !isOther;
    const judging = isLast ? engine : past(registers);
    if (saved !== null) judging.restore(saved);
    for (const journal of journals.slice(at, end)) replay(read(journal), judging, defaultsOf);
    saved = isLast ? null : judging.save();
    at = end;
  }
  if (saved !== null) engine.restore(saved);
}
