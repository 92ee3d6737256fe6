/**
 * The back of the engine: from judged rows to findings. It keeps all state of detectors, profiles and episodes, and is told
 * everything in one order; so it may stand in the same thread as the front, or in another one, and says the same.
 */
import type { EventBatch, EventTexts } from '../../schemas/event-columns.ts';
import type { StateSettings } from '../../schemas/state-settings.ts';
import type { VerdictSettings } from '../../schemas/verdict-settings.ts';
import { DAY, type Day, type Micros } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';
import { createProfiles } from '../profiles/profiles.ts';
import type { Registers } from '../registers/registers.ts';
import {
  type SnapshotReader,
  type SnapshotWriter,
  snapshotReader,
  snapshotWriter,
} from '../state/snapshot.ts';
import { createJudge } from '../verdicts/judge.ts';
import { type Ahead, lookingAhead, type Unsettled } from './ahead.ts';
import type { Duplicates } from './duplicates.ts';
import type { Episode } from './episode.ts';
import {
  type EpisodeCorrection,
  type Explained,
  episodesOf,
  type SaidDraft,
  type SaidOf,
} from './episodes.ts';
import { type PermitUse, permitUses } from './permit-use.ts';
import { type DetectorUsage, partsOf, type TunedDetector } from './run-parts.ts';
import { type DatedLookup, settledRows } from './settled.ts';
import { type Share, WHOLE } from './share.ts';

/** What the back is made of. */
export interface BackSettings {
  readonly detectors: readonly TunedDetector[];
  readonly registers: Registers;
  readonly verdicts: VerdictSettings;
  /** How much it may hold. Default: that of the settings. */
  readonly state?: StateSettings;
  /** The detectors it works for. Default: all. */
  readonly share?: Share;
}

/** How far event time has come: every input has passed `time`, and the latest event so far is of `reached`. */
export interface Passed {
  readonly time: Micros;
  readonly reached: Micros;
}

/** Rows of one day, judged and in event order. */
export interface JudgedSlice<Batch extends EventTexts = EventTexts> {
  readonly batch: Batch;
  readonly columns: DetectorColumns;
  readonly rows: Int32Array;
  /** Per row of the batch: the time by which it is ordered. */
  readonly orderTime: Float64Array;
  /** The order time of the first and the last row that arrived, be it a duplicate. */
  readonly begin: Passed;
  readonly end: Passed;
}

const COUNTED_NUMBERS = 4;

/** What was settled since the back was told last. */
export interface Settled {
  /** Every look-up, once, for the profiles: who, device, site and verdict of each, side by side. */
  readonly counted: ArrayLike<number>;
  /** Look-ups that concern a detector. */
  readonly lookups: readonly DatedLookup[];
  /** Look-ups settled before that a transaction has explained since. */
  readonly explained: readonly Explained[];
}

/** What is saved of a back, in this order. */
export const SECTIONS = ['parts', 'episodes', 'profiles', 'permits'] as const;
/** Each by itself. */
export type Sections = Readonly<Record<(typeof SECTIONS)[number], Uint8Array>>;

/** The back with its state. */
export interface Back<Batch extends EventTexts = EventBatch> {
  /** A new day begins, after everything due before it was told. */
  turnTo(day: Day): void;
  /** Takes rows, and what was settled by them. */
  show(slice: JudgedSlice<Batch>, settled: Settled): SaidDraft[];
  /** Event time has come so far, and this was settled by it. */
  settle(passed: Passed, settled: Settled): SaidDraft[];
  /** Ends the episodes whose quiet time was over before `time`. */
  advance(time: Micros): SaidDraft[];
  /** Ends every episode: no more events will come. */
  finish(): SaidDraft[];
  usage(): DetectorUsage[];
  /** What permits covered and lifted so far. */
  permitUses(): readonly PermitUse[];
  /** Contributions given up because too many findings of a detector were open, by detector. */
  suppressed(): readonly number[];
  /** Findings that may still grow. */
  openEpisodes(): readonly Episode[];
  /** What was found by now of what was told before, where it is found elsewhere. */
  found?(): SaidDraft[];
  /** Looks ahead of what this back has seen; a back that stands elsewhere does not. */
  ahead?(seen: Duplicates, unsettled: Unsettled): Ahead;
  /** Puts episodes in place of others, as a re-examination has found them. */
  correct(correction: EpisodeCorrection): void;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** A back that works here. */
export interface OwnBack extends Back<EventTexts> {
  /** Whether it counts what people do. */
  readonly hasProfiles: boolean;
  /** Takes the state of detectors from one that has only some of them, and has seen what this one has not; episodes are not taken. */
  adopt(other: OwnBack): void;
  sections(): Sections;
}

/** Makes a back with empty state. */
export function createBack({ detectors, registers, verdicts, state, share = WHOLE }: BackSettings): OwnBack {
  const permits = permitUses(
    registers,
    detectors.map(({ detector }) => detector.id),
    share,
  );
  const profiles = createProfiles(registers);
  const isCounting = detectors.some(({ detector }, index) => share.owns(index) && detector.profiles === true);
  const parts = partsOf(detectors, registers, profiles, permits.lift, share, state);
  const episodes = episodesOf(detectors, verdicts.transactionDays * DAY, share);
  const keepers: Readonly<Record<(typeof SECTIONS)[number], Keeper>> = { parts, episodes, profiles, permits };
  const judge = createJudge(registers, verdicts);

  /** What had not happened before a time; nothing is missed at the end of the input, or while the whole log pauses. */
  const missedBefore = ({ time, reached }: Passed): SaidOf[] => {
    const missed = Number.isFinite(time) ? parts.pass(time, reached) : null;
    return missed === null ? [] : [missed];
  };

  const count = (counted: ArrayLike<number>): void => {
    if (!isCounting) return;
    for (let at = 0; at < counted.length; at += COUNTED_NUMBERS)
      profiles.settled(counted[at], counted[at + 1], counted[at + 2], counted[at + 3]);
  };

  const saidOf = (settled: readonly DatedLookup[]): SaidOf[] => {
    if (!parts.hasSettling) return [];
    const groups = [settled.filter(({ isTimely }) => isTimely), settled.filter(({ isTimely }) => !isTimely)];
    return groups.flatMap((lookups) => {
      if (lookups.length === 0) return [];
      const rows = settledRows(lookups, registers, judge);
      return [{ signals: parts.observeSettled(rows.batch, rows.columns, rows.order), rows }];
    });
  };

  return {
    hasProfiles: isCounting,
    turnTo: profiles.turnTo,
    show({ batch, columns, rows, orderTime, begin, end }, { counted, lookups, explained }) {
      const missed = missedBefore(begin);
      permits.observe(rows, columns, batch);
      count(counted);
      if (isCounting) profiles.observe(rows, columns);
      const arriving = {
        signals: parts.observe(batch, columns, rows),
        rows: { batch, columns, orderTime, registers, isSettled: false },
      };
      missed.push(...missedBefore(end));
      return episodes.apply([...saidOf(lookups), ...missed, arriving], explained, end.time);
    },
    settle(passed, { counted, lookups, explained }) {
      count(counted);
      const until = Number.isFinite(passed.time) ? passed.time : Number.NEGATIVE_INFINITY;
      return episodes.apply([...saidOf(lookups), ...missedBefore(passed)], explained, until);
    },
    advance: episodes.advance,
    finish: episodes.finish,
    usage: () => [...parts.usage(), { detector: 'profiles', ...profiles.usage() }],
    permitUses: permits.list,
    suppressed: episodes.suppressed,
    openEpisodes: episodes.list,
    ahead: (seen, unsettled) => lookingAhead({ detectors, registers, parts, episodes, seen, unsettled }),
    correct: episodes.correct,
    adopt: (other) => parts.adopt(snapshotReader(other.sections().parts)),
    sections() {
      const saved = SECTIONS.map((section) => {
        const out = snapshotWriter();
        keepers[section].save(out);
        return [section, out.bytes()];
      });
      return Object.fromEntries(saved) as Sections;
    },
    save(out) {
      for (const section of SECTIONS) keepers[section].save(out);
    },
    restore(from) {
      for (const section of SECTIONS) keepers[section].restore(from);
    },
  };
}

interface Keeper {
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}
