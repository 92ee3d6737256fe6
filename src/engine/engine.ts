/**
 * The engine: (state, registers, batch) → (state, findings, verdicts). Pure: it does no I/O, asks no clock and no chance.
 * Here is its front: order, duplicates, persons, verdicts. What follows from them stands in back.ts.
 *
 * What it says depends on the events alone, never on how they were cut into batches, in which order they came within the
 * lateness, or whether the state was saved and restored in between.
 */

import { type EventBatch, MARK } from '../../schemas/event-columns.ts';
import type { Verdict, VerdictName } from '../../schemas/verdict.ts';
import { gatherer } from '../batch/gather.ts';
import type { Key } from '../core/hash.ts';
import { type Day, dayAt, MINUTE, type Micros, startOfDay } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';
import { type Saved, snapshotReader, snapshotWriter } from '../state/snapshot.ts';
import { REASON, VERDICT } from '../verdicts/columns.ts';
import { createJudge } from '../verdicts/judge.ts';
import { createSettler, type SettledLookup } from '../verdicts/settle.ts';
import type { Foresaid, Unsettled } from './ahead.ts';
import { type Back, type BackSettings, createBack, type Settled } from './back.ts';
import { countDay, countMarks, type EngineCounts, type SavedCounts } from './counts.ts';
import { derivePersons } from './derive.ts';
import { duplicates, SEEN } from './duplicates.ts';
import type { FindingDraft } from './episode.ts';
import type { EpisodeCorrection, Explained } from './episodes.ts';
import { EARLIEST, eventOrder, type InputBounds, isPlausible, type Slice } from './event-order.ts';
import { type ColumnsInOrder, judgedAhead } from './judged-ahead.ts';
import { needsVerdicts } from './needs-verdicts.ts';
import { endOfDay, judgeGathered, nextSlices, rowsOf } from './released.ts';
import type { DetectorUsage } from './run-parts.ts';
import type { JudgedLookup, Said } from './said.ts';
import { type DatedLookup, lookupKey, verdictOf } from './settled.ts';
import { type DefaultsOf, unknownDefaults } from './waiting-rows.ts';

export type { Said } from './said.ts';

/** Lateness of files: how far a row may come behind a later one and still be judged in order. */
export const FILE_LATENESS: Micros = 10 * MINUTE;
/** What an engine is made of. */
export interface EngineSettings extends BackSettings {
  readonly lateness: Micros;
  /** Start of the run, or the tick that stands for it: times more than 5 minutes after it are marked. */
  readonly now: Micros;
  /** Whether settled verdicts are given in words. */
  readonly wantVerdicts: boolean;
  /** Told of every event that counts, in event order: its ref is the number of those before it. */
  onEvent?(batch: EventBatch, row: number): void;
  /** Told of the events of a batch once they are judged, in event order. The columns are good until it returns. */
  onJudged?(batch: EventBatch, rows: Int32Array, columns: DetectorColumns): void;
  /** Where findings are to be said ahead of order: those that were and have not had their turn. Absent: nothing is looked at ahead, at no cost. */
  readonly unsettled?: Unsettled | undefined;
  /** The back of the engine, where it stands elsewhere: what it finds is then told elsewhere too. */
  readonly back?: Back;
  /** More inputs will come when these have ended: what they could still precede waits. */
  readonly isOngoing?: boolean;
  /** What rows were read with whose source is this; for what was pushed with its source and saved. */
  readonly defaultsOf?: DefaultsOf;
  /** The place of an event of a lake that is judged again. Default: the number of those before it. */
  refOf?(batch: EventBatch, row: number): number;
}

/** What a re-examination has found to be otherwise than this engine said. */
export interface Correction extends EpisodeCorrection {
  /** Look-ups more or less of each verdict. */
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  /** Refs of events whose look-ups have new verdicts, which a transaction changes no more. */
  readonly settled: ReadonlySet<number>;
}

/** An engine with its state. */
export interface Engine {
  /** Announces an input; nothing is judged that it could still precede. */
  open(input: number, bounds?: InputBounds): void;
  /** The input has no more rows. */
  close(input: number): void;
  /** Nothing before `time` comes in time any more, of any input: said while none is open. */
  silence(time: Micros): void;
  /** Up to where everything has been judged, or may be at once. */
  watermark(): Micros;
  /** As if restored here by a process that has these inputs open: it knows of no others. */
  setOpen(inputs: readonly number[]): void;
  /** A later tick that stands for now: by it the clocks of the rows to come are judged. */
  setNow(now: Micros): void;
  /**
   * Takes rows of an input, in arrival order. The batch must stay as it is afterwards. Returns how many came too late. `source`: of rows that name none; where it
   * is said, rows are saved as their lines (see {@link EngineSettings.defaultsOf}).
   */
  push(input: number, batch: EventBatch, source?: string | null): number;
  /** Judges everything that no open input can precede any more. */
  judge(): Said;
  /** Judges by what needs no order the rows that came since the last call and wait; changes nothing of the engine. */
  lookAhead(): Foresaid;
  /** What was found by now of what was judged before, where the back works elsewhere. */
  hear(): Said;
  /** Says that every input has passed a time: what waited for it is settled, and quiet episodes end. */
  pass(time: Micros): Said;
  /** Settles every verdict and ends every episode: no more events will come. */
  finish(): Said;
  /**
   * Judges what waits, and settles every verdict, as if nothing more came, but ends no episode for that. To be saved before:
   * afterwards this engine cannot go on.
   */
  rest(): Said;
  /** Rows that an input may still precede. */
  waiting(): number;
  /** Look-ups by settled verdict. */
  verdictTotals(): Readonly<Record<VerdictName, number>>;
  counts(): Readonly<EngineCounts>;
  /** Events by day (JST) and kind of log, ascending. */
  days(): { day: Day; events: readonly number[] }[];
  usage(): DetectorUsage[];
  permitUses: Back['permitUses'];
  suppressed: Back['suppressed'];
  /** Findings that may still grow. */
  openEpisodes: Back['openEpisodes'];
  /** Takes over what a re-examination has found; between two epochs, since it changes what is saved. */
  correct(correction: Correction): void;
  /** `isInWords`: also for an engine that knows other defaults of rows. */
  save(isInWords?: boolean): Uint8Array;
  /** The same as of now, in pieces. */
  pieces(): Iterable<Uint8Array>;
  restore(snapshot: Saved): void;
}

/** Makes an engine with empty state. */
export function createEngine(settings: EngineSettings): Engine {
  const { registers, lateness, onEvent } = settings;
  let { now } = settings;
  const order = eventOrder(lateness, now, settings.isOngoing);
  const gather = gatherer();
  const derived = judgedAhead();
  const seen = duplicates();
  const back = settings.back ?? createBack(settings);
  const judge = createJudge(registers, settings.verdicts);
  const settler = createSettler({
    registers,
    judge,
    settings: settings.verdicts,
    wantWords: settings.wantVerdicts,
  });
  const isJudging = needsVerdicts(settings);
  const ahead = settings.unsettled === undefined ? null : (back.ahead?.(seen, settings.unsettled) ?? null);
  const saved = (isInWords?: boolean) => {
    const out = snapshotWriter();
    out.json({ counts, reached, days: [...days], day: Number.isFinite(day) ? day : null });
    order.save(out, isInWords);
    for (const part of [seen, settler, back]) part.save(out);
    return out;
  };
  let counts: EngineCounts = { accepted: 0, duplicates: 0, late: 0, clockMarked: 0, reusedIds: 0 };
  let days = new Map<Day, number[]>();
  /** The day that the back has been turned to. */
  let day: Day = -Infinity;
  /** The latest time judged. */
  let reached: Micros = EARLIEST;

  /** Leaves duplicates out, numbers the rest and counts it. */
  const accept = (
    batch: EventBatch,
    columns: DetectorColumns,
    rows: Int32Array,
    orderTime: Float64Array,
  ): Int32Array => {
    const kept = new Int32Array(rows.length);
    let size = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i];
      const said = seen.note(columns.identity[row], columns.content[row], orderTime[row]);
      if (said === SEEN.duplicate) {
        counts.duplicates++;
        continue;
      }
      if (said === SEEN.reused) columns.marks[row] |= MARK.reusedId;
      columns.ref[row] = settings.refOf?.(batch, row) ?? counts.accepted;
      counts.accepted++;
      reached = Math.max(reached, orderTime[row]);
      kept[size++] = row;
      countMarks(counts, columns.marks[row]);
      countDay(days, columns, row);
      onEvent?.(batch, row);
    }
    return kept.subarray(0, size);
  };

  let findings: FindingDraft[] = [];
  let verdicts: Verdict[] = [];
  let lookups: JudgedLookup[] = [];
  /** What was settled, until the back is told. */
  let counted: number[] = [];
  let settled: DatedLookup[] = [];
  /** Look-ups settled before that a transaction has explained since: by key, and the row of the transaction. */
  let explained: { lookup: Key; row: number }[] = [];

  /** `arrivedAt` gives the time by which an event is ordered whose own clock cannot be right: it was settled as it came. */
  const teller =
    (arrivedAt: (ref: number) => Micros) =>
    (lookup: SettledLookup): void => {
      const { event, words, time, ref, subjectIndex, explainedBy, settledAt } = lookup;
      // what a permit covers is no usual work
      if (
        lookup.revision === 1 &&
        !(lookup.verdict === VERDICT.explained && lookup.cause === REASON.permit)
      ) {
        const { who, device, site, verdict } = lookup;
        counted.push(who, device, site, verdict);
      }
      if (explainedBy !== -1) explained.push({ lookup: lookupKey(ref, subjectIndex), row: explainedBy });
      const isTimely = isPlausible(time, now);
      if (event !== null)
        settled.push({ ...lookup, isTimely, settledAt: isTimely ? settledAt : arrivedAt(ref) });
      if (words === null) return;
      verdicts.push(verdictOf(lookup));
      lookups.push({ ref, time, who: lookup.who, isChanged: lookup.isChanged });
    };

  /** Closes the days before that of `time`, each after everything due in it was settled. */
  const turnTo = (time: Micros): void => {
    const next = dayAt(time);
    if (day === -Infinity) turn(next);
    while (day < next) {
      settleUntil(startOfDay(day + 1));
      turn(day + 1);
    }
  };

  const turn = (next: Day): void => {
    day = next;
    back.turnTo(day);
  };

  /** Judges rows in event order, those of one day at a time: so one version of the profiles holds for all. */
  const judgeRows = (
    batch: EventBatch,
    inOrder: Int32Array,
    orderTime: Float64Array,
    slices: readonly Slice[],
  ): void => {
    const columns = derived.inOrder(batch, slices);
    for (let from = 0; from < inOrder.length; ) {
      const to = endOfDay(inOrder, orderTime, from);
      turnTo(orderTime[inOrder[from]]);
      judgeDay(batch, inOrder.subarray(from, to), orderTime, columns);
      from = to;
    }
  };

  const judgeDay = (
    batch: EventBatch,
    inOrder: Int32Array,
    orderTime: Float64Array,
    { columns, known }: ColumnsInOrder,
  ): void => {
    const before = reached;
    const rows = accept(batch, columns, inOrder, orderTime);
    const unknown = known === null ? rows : rows.filter((row) => known[row] === 0);
    derivePersons(unknown, columns, registers);
    if (isJudging) {
      judge.judge(unknown, columns);
      settings.onJudged?.(batch, rows, columns);
      settler.observe(
        rows,
        columns,
        batch,
        orderTime,
        teller((ref) =>
          Math.max(orderTime[rows.find((row) => columns.ref[row] === ref) ?? rows[0]], EARLIEST),
        ),
      );
    }
    const told = toldSettled(({ lookup, row }) => ({ lookup, time: orderTime[row], ref: columns.ref[row] }));
    const begin = { time: orderTime[inOrder[0]], reached: before };
    const end = { time: orderTime[inOrder[inOrder.length - 1]], reached };
    findings.push(...back.show({ batch, columns, rows, orderTime, begin, end }, told));
  };

  /** What was settled since the back was told last. */
  const toldSettled = (place: (each: { lookup: Key; row: number }) => Explained): Settled => {
    const told = { counted, lookups: settled, explained: explained.map(place) };
    counted = [];
    settled = [];
    explained = [];
    return told;
  };

  const settleUntil = (time: Micros): void => {
    settler.advance(
      time,
      teller(() => time),
    );
    findings.push(...back.settle({ time, reached }, toldSettled(unplaced)));
  };

  const advance = (time: Micros): void => {
    if (Number.isFinite(time) && day !== -Infinity) turnTo(time);
    settleUntil(time);
  };

  const said = (): Said => {
    const all = { findings, verdicts, lookups };
    findings = [];
    verdicts = [];
    lookups = [];
    return all;
  };

  const judgeReleased = (): void => {
    for (let slices = nextSlices(order.next); slices.length > 0; slices = nextSlices(order.next)) {
      const [only] = slices;
      if (slices.length === 1 && only !== undefined)
        judgeRows(only.batch, rowsOf(only), only.orderTime, slices);
      else judgeGathered(slices, gather, judgeRows);
      for (const { batch, isLast } of slices) if (isLast) batch.release?.();
    }
    const watermark = order.watermark();
    const time = watermark === Number.POSITIVE_INFINITY ? reached : watermark;
    advance(time);
    findings.push(...back.advance(time));
    ahead?.settle(findings, watermark);
  };

  return {
    open: order.open,
    close: order.close,
    silence: order.silence,
    watermark: order.watermark,
    setOpen: order.setOpen,
    setNow(time) {
      now = time;
      order.setNow(time);
    },
    push: order.push,
    waiting: order.waiting,
    judge() {
      judgeReleased();
      return said();
    },
    lookAhead() {
      if (ahead === null) return { said: [], takenBack: [] };
      for (const slice of order.fresh()) {
        if (slice.from === slice.to) continue;
        const rows = rowsOf(slice);
        const columns = derived.ahead(slice.batch);
        derivePersons(rows, columns, registers);
        judge.judge(rows, columns);
        ahead.look(slice.batch, columns, rows, slice.orderTime);
      }
      return ahead.take();
    },
    hear() {
      findings.push(...(back.found?.() ?? []));
      return said();
    },
    pass(time) {
      advance(time);
      findings.push(...back.advance(time));
      return said();
    },
    rest() {
      order.rest();
      judgeReleased();
      advance(Number.POSITIVE_INFINITY);
      return said();
    },
    finish() {
      advance(Number.POSITIVE_INFINITY);
      findings.push(...back.finish());
      return said();
    },
    verdictTotals: settler.totals,
    counts: () => counts,
    days: () => [...days].sort(([a], [b]) => a - b).map(([day, events]) => ({ day, events })),
    usage: () => [...back.usage(), { detector: 'verdicts', ...settler.usage() }],
    permitUses: back.permitUses,
    suppressed: back.suppressed,
    openEpisodes: back.openEpisodes,
    correct(correction) {
      settler.correct(correction.verdicts, correction.settled);
      back.correct(correction);
    },
    save: (isInWords) => saved(isInWords).bytes(),
    pieces: () => saved().pieces(),
    restore(snapshot) {
      const from = snapshotReader(snapshot);
      const head = from.json<SavedCounts>();
      ({ counts, reached } = head);
      days = new Map(head.days);
      day = head.day ?? -Infinity;
      order.restore(from, settings.defaultsOf ?? unknownDefaults);
      seen.restore(from);
      settler.restore(from);
      back.restore(from);
    },
  };
}

/** What a watermark settles was explained by no row. */
function unplaced(): never {
  throw new Error('a look-up is explained by a row, never by the time');
}
