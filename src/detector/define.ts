/**
 * What a detector is: a declaration and a few small loops over columns.
 *
 * A detector is made of parts. Each part names the column by which its state is keyed; the engine hands every part, one key
 * shard at a time, the rows of that shard in event order. Parts emit signals. Signals of one detector on one row are one
 * contribution: they open an episode (a finding) or make an open one grow. Detectors do no I/O, ask no clock, keep no
 * state of their own outside the primitives of `src/state`.
 */
import type { z } from 'zod';
import type { Action, NormalEvent, Outcome } from '../../schemas/access-event.ts';
import type { EventColumns } from '../../schemas/event-columns.ts';
import type { DetectorId, FindingCounts, Severity } from '../../schemas/finding.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Key } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { Registers } from '../registers/registers.ts';
import type { Primitive } from '../state/primitive.ts';
import type { VerdictColumns } from '../verdicts/columns.ts';
import type { Presets } from './presets.ts';

/** Columns the engine derives before detectors run. */
export interface DerivedColumns extends VerdictColumns {
  /** Ordinal of the event in event order; findings cite it, {@link Contributors} carry it. */
  ref: Float64Array;
  /** The person: the log's word, else the account's owner as of then; NONE where nobody is known. */
  person: Float64Array;
  /** The person, or the account where the person is not known: one key for "who did it". */
  who: Float64Array;
  /** The account an administrator's act is about: its target, else its one subject; the acting account in every other row. */
  accountAbout: Float64Array;
}

/** Everything a detector may read. */
export type DetectorColumns = EventColumns & DerivedColumns;
export type ColumnName = keyof DetectorColumns;

/** A column by which state can be keyed. */
export type KeyName = {
  [N in ColumnName]: DetectorColumns[N] extends Float64Array ? N : never;
}[ColumnName];

/** The rows of one key shard, with only the columns the detector declared. */
export type View<Reads extends ColumnName> = Pick<DetectorColumns, Reads> & {
  /** Rows with a key of this shard, in event order: `rows[0 .. size)` are indices into the columns. */
  readonly rows: Int32Array;
  readonly size: number;
  /** Registers as of any instant; pass the row's `time`. */
  readonly registers: Registers;
  /** What is usual for people, as of the day of the rows: all rows of a view are of one day. */
  readonly profiles: Profiles;
  /** The row as an event with its texts. Slow: only for what is emitted. */
  event(row: number): NormalEvent;
  /** Notes that a permit keeps the row from counting: every report lists it. */
  lifted(row: number): void;
};

/** Fields of a finding that name one thing. */
export type AboutField = 'actor' | 'principal' | 'device' | 'ip' | 'subject' | 'tenant';

/** Earlier events that made a limit be crossed, in event order. Arrays are parallel where present. */
export interface Contributors {
  readonly refs: readonly number[];
  readonly times: readonly Micros[];
  /** What the window counted, where it counted subjects, accounts or tenants. */
  readonly subjects?: readonly Key[];
  readonly accounts?: readonly Key[];
  readonly tenants?: readonly Key[];
  /** Sum of records of these events, where the window summed them. Default: one a subject. */
  readonly records?: number;
}

/** What a part says about one row. */
export interface Signal<Evidence> {
  /** The episode this belongs to. Default: the part's own key. */
  readonly key?: Key;
  readonly severity: Severity;
  /** 0–100: harm and certainty together; orders findings of one severity. */
  readonly score: number;
  /** Facts of the declared evidence; merged over what the episode already knows. */
  readonly evidence: Partial<Evidence>;
  /**
   * What the finding is about: fields of this row that hold for the whole episode. The others stay null. Name `principal`
   * where the holder of the account did it; where the account was attacked its holder is the victim.
   */
  readonly about: readonly AboutField[];
  /** Subject the signal is about, as an index into the row's subjects; needed where `about` names `subject`. */
  readonly subjectIndex?: number;
  /** What came before, when this row crosses a limit. */
  readonly contributors?: Contributors;
  /** Keeps the episode open for so long after this row; the longest one asked for counts. Default: the detector's `quiet`. */
  readonly quiet?: Micros;
  /** When the entry of a register became known that makes earlier events say so; the first one given counts. */
  readonly knownOn?: Micros;
}

/** Says something about a row of the view. */
export type Emit<Evidence> = (row: number, signal: Signal<Evidence>) => void;

/** Something that did not happen in time: what a part says of it, and the earlier event it rests on. */
export interface Missed<Evidence> {
  /** When waiting for it was over: before the time given to {@link Part.onTime}. */
  readonly at: Micros;
  /** The event it rests on, and what a finding may tell of it; the column of the part's key among it. */
  readonly ref: number;
  readonly event: Pick<NormalEvent, 'system' | 'source'> & Partial<NormalEvent>;
  readonly signal: Signal<Evidence>;
}

/** State of a part in one key shard: named primitives, so that the engine can save, restore and measure it. */
export type PartState = Readonly<Record<string, Primitive>>;

/** Rows by what was done and how it ended; what is left out does not restrict. */
export interface Only {
  readonly actions?: readonly Action[];
  readonly outcome?: Outcome;
}

/** One keyed part of a detector. */
export interface Part<Reads extends ColumnName, Thresholds, Evidence, State extends PartState> {
  /** The column whose value routes a row to its shard. Rows with NONE there are not given to this part. */
  readonly key: KeyName;
  /** The rows the part is shown; the others cost it nothing. Default: all. Settled look-ups are always shown. */
  readonly only?: Only;
  /** How much of the memory for state its primitives may fill, against those of other parts. Default: 1. */
  readonly memoryShares?: number;
  /** Judges by registers alone, so that rows whose clock cannot be right are shown to it too. They move no window. */
  readonly anyClock?: true;
  /**
   * Sees look-ups when their verdict is settled, instead of rows as they come: one row a look-up and subject, its `verdict`
   * and `cause` as settled. Only look-ups that concern a detector are shown: contradicted ones for which an
   * explanation was awaited in vain, and unexplained ones where the system requires a case.
   */
  readonly onSettled?: true;
  /**
   * Needs no order: what it says of a row rests on the row and the registers, and on its state only in how grave it is and whose finding
   * it belongs to. Such a part is also shown rows as they come, ahead of their turn, with its state seen ahead of order (`src/state/ahead.ts`). Tells, by
   * cheap columns, which rows may say something. Its signals have keys of their own, or share them with what is settled of look-ups (what was said
   * ahead may then be taken back), or it is the only part that speaks of such rows.
   */
  onArrival?(view: View<Reads>, row: number, limit: Thresholds): boolean;
  state(limit: Thresholds): State;
  observe(view: View<Reads>, state: State, limit: Thresholds, emit: Emit<Evidence>): void;
  /**
   * Tells what had not happened before `time`: every row of the shard up to then has been observed, later ones have not. Called when
   * time passes by events, never at the end of the input; what comes due while the whole log pauses is dropped. How often depends on batches: what is told, and its `at`, must
   * depend on the rows alone; once told, it is not told again.
   */
  onTime?(
    time: Micros,
    state: State,
    limit: Thresholds,
    tell: (missed: Missed<Evidence>) => void,
    registers: Registers,
    profiles: Profiles,
  ): void;
}

/** A finding as its detector may see it when it puts it into words. */
export interface Facts {
  readonly actor: string | null;
  readonly principal: string | null;
  readonly device: string | null;
  readonly ip: string | null;
  readonly subject: string | null;
  readonly tenant: string | null;
  readonly systems: readonly string[];
  readonly counts: FindingCounts;
  readonly firstTime: Micros;
  readonly lastTime: Micros;
  readonly severity: Severity;
}

/** What every threshold and every fact of the evidence means, in both languages. */
export interface DetectorDocs<Thresholds, Evidence> {
  readonly thresholds: Readonly<Record<keyof Thresholds, Bilingual>>;
  readonly evidence: Readonly<Record<keyof Evidence, Bilingual>>;
}

/** A detector, as `detectors/*.ts` declares it. */
export interface Detector<
  Reads extends ColumnName = ColumnName,
  Thresholds extends z.ZodObject = z.ZodObject,
  Evidence extends z.ZodObject = z.ZodObject,
> {
  readonly id: DetectorId;
  /** Rises when the same input may give other findings. */
  readonly version: string;
  readonly title: Bilingual;
  /** One sentence for the reference page. */
  readonly about: Bilingual;
  readonly reads: readonly Reads[];
  /** Whether it asks what is usual; without this, {@link View.profiles} refuses to answer. */
  readonly profiles?: true;
  /** Whether it remembers longer than 400 days: its state is rebuilt from all that the lake holds, not from the last 500 days. */
  readonly remembersAll?: true;
  /** What a site may tune; every threshold has a default, a meaning and a unit. */
  readonly thresholds: Thresholds;
  /** Thresholds for a site that wants only what is grave, and for one that wants to hear more; the detectors of this house have them. */
  readonly presets?: Presets<Thresholds>;
  readonly evidence: Evidence;
  /** For the reference and the sample configuration; the detectors of this house have them. */
  readonly docs?: DetectorDocs<z.infer<Thresholds>, z.infer<Evidence>>;
  /** MITRE ATT&CK technique ids. */
  readonly attack: readonly string[];
  /** Incidents it detects (ids of incidents.md); a replay must show each. */
  readonly answers: readonly string[];
  /** An episode ends when nothing was added to it for so long. */
  readonly quiet: Micros;
  // biome-ignore lint/suspicious/noExplicitAny: each part has a state type of its own
  readonly parts: Readonly<Record<string, Part<Reads, z.infer<Thresholds>, z.infer<Evidence>, any>>>;
  /**
   * Joins the signals of several parts on one row into one, or decides that they say nothing.
   * Default: highest severity and score, evidence and `about` joined.
   */
  combine?(signals: Readonly<Record<string, Signal<z.infer<Evidence>>>>): Signal<z.infer<Evidence>> | null;
  /** Who, what, when, why odd. Identifiers, not names. */
  explain(evidence: Partial<z.infer<Evidence>>, facts: Facts): Bilingual;
  /** What would make it harmless. */
  clearsIf(evidence: Partial<z.infer<Evidence>>, facts: Facts): Bilingual;
  /** Which of `answers` this finding is like. Default: all. */
  resembles?(evidence: Partial<z.infer<Evidence>>, facts: Facts): readonly string[];
}

/** Declares a detector; gives back what it got, with its types joined. */
export function defineDetector<
  Reads extends ColumnName,
  Thresholds extends z.ZodObject,
  Evidence extends z.ZodObject,
>(detector: Detector<Reads, Thresholds, Evidence>): Detector<Reads, Thresholds, Evidence> {
  return detector;
}
