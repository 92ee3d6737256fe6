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
  /**
   * What the next commit is to keep: of the engine as it is when this is called, whatever is done to it before that is ready. To be asked before
   * {@link Engine.rest}, once a commit, and when the commit before is durable.
   */
  keep(): Promise<Kept>;
  /** What was done since the last commit is kept by nobody: it stands in commits already. */
  forget(): void;
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
  /** Whether rows were left out of the journal, since a whole state was due. */
  let isWanting = false;
  /** What was kept and is in no commit that is durable. */
  let pending: { readonly before: Snapshot; readonly isWhole: boolean; readonly events: number } | null =
    null;

  /** What stands between the last whole state and what is done now. */
  function before(): Sums {
    const known = sums();
    if (pending === null || pending.before !== keeping.snapshot()) return known;
    if (pending.isWhole) return { ...NOTHING_SINCE, stateBytes: Number.POSITIVE_INFINITY };
    return { ...known, events: known.events + pending.events, journals: known.journals + 1 };
  }

  /** Whether there is too much to be judged again by now to keep another journal. */
  function isDue(more: number): boolean {
    const since = before();
    return (
      since.stateBytes === null ||
      since.bytes >= since.stateBytes * weight ||
      since.events + more > events ||
      since.journals >= journals ||
      since.registers > registers ||
      (since.since !== null && now - since.since > JOURNAL_DAYS_MAX * DAY)
    );
  }

  async function keep(): Promise<Kept> {
    const done = journal;
    const isWhole = isWanting || isDue(done.events());
    journal = begin();
    isWanting = false;
    pending = { before: keeping.snapshot(), isWhole, events: done.events() };
    if (isWhole) return { kind: 'state', file: await packed(engine.pieces()) };
    return { kind: 'journal', now, events: done.events(), file: await done.finish() };
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
      isWanting ||= isDue(journal.events());
      if (!isWanting) journal.rows(input, batch, sourceOf(input));
      return engine.push(input, batch, sourceOf(input));
    },
    keep,
    forget() {
      journal = begin();
    },
  };
}

/** What stands in the lake of journals since the last whole state. */
interface Sums {
  readonly stateBytes: number | null;
  readonly bytes: number;
  readonly events: number;
  readonly journals: number;
  readonly registers: number;
  readonly since: Micros | null;
}

const NOTHING_SINCE = { bytes: 0, events: 0, journals: 0, registers: 0, since: null };

/** They are summed up again when there is a new commit. */
function sumsOf(snapshot: () => Snapshot): () => Sums {
  const sum = (of: Snapshot): Sums & { readonly of: Snapshot } => ({
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
    saved = isLast ? null : judging.save(isOther);
    at = end;
  }
  if (saved !== null && isOther && journals.length === 0) {
    const then = past(inForce); // who knows what lines that wait were read with
    then.restore(saved);
    saved = then.save(true);
  }
  if (saved !== null) engine.restore(saved);
}
