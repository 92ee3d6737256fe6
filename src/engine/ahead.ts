/**
 * Judgements ahead of order: what needs no order is said of a row as it comes, while it still waits for its turn. The finding has the
 * id that it will have, and revision 0. Nothing of the engine is changed by it.
 *
 * What is said stands once the row has had its turn: the finding opens then. Where it does not, it is taken back: the row was a repeat of
 * another that came after it, an earlier row of the same key came later, what was settled of an earlier row opened a finding of that key
 * first, or the registers changed meanwhile. A row whose key has a finding open when it comes is left to order, though one that rests on settled
 * look-ups alone may yet be cleared before its turn.
 */
import type { EventBatch } from '../../schemas/event-columns.ts';
import { compareEventIds } from '../batch/event-order.ts';
import { type Key, pairKey } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { DetectorColumns } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import type { Duplicates } from './duplicates.ts';
import { contribute, draftOf, type FindingDraft, openEpisode } from './episode.ts';
import { type Contribution, combined, contributionsOf, type Episodes } from './episodes.ts';
import type { JudgedRows } from './judged-rows.ts';
import type { Parts, TunedDetector } from './run-parts.ts';
import { watcherOf } from './watchers.ts';

/** A finding that will open, and the `source/id` of its event. */
export interface Foretold {
  readonly draft: FindingDraft;
  readonly event: string;
}

/** What came of looking ahead. */
export interface Foresaid {
  readonly said: readonly Foretold[];
  /** Ids of findings that were said, and did not open when their row had its turn. */
  readonly takenBack: readonly string[];
}

/**
 * Findings said ahead that have not had their turn, by id, with the time by which their row is ordered. It belongs to whoever tells them: an engine may be made anew meanwhile.
 */
export type Unsettled = Map<string, Micros>;

/** Looks ahead. */
export interface Ahead {
  /** Rows that wait, in event order, with their derived columns. */
  look(batch: EventBatch, columns: DetectorColumns, rows: Int32Array, orderTime: Float64Array): void;
  /** Event time has come so far, and this was said of it in order. */
  settle(findings: readonly FindingDraft[], watermark: Micros): void;
  /** What is to be told since the last call. */
  take(): Foresaid;
}

/** What looking ahead rests on. */
export interface AheadOf {
  readonly detectors: readonly TunedDetector[];
  readonly registers: Registers;
  readonly parts: Parts;
  readonly episodes: Episodes;
  readonly seen: Duplicates;
  readonly unsettled: Unsettled;
}

/** So many findings may wait for their turn; more are said in order only. */
const UNSETTLED_MAX = 10_000;

/** The row that will open the episode of a key, as far as is known. */
interface Opening {
  readonly time: Micros;
  readonly event: string;
}

/** Makes it. */
export function lookingAhead({ detectors, registers, parts, episodes, seen, unsettled }: AheadOf): Ahead {
  const watchers = parts.arriving.flatMap((runner) => watcherOf(runner, registers) ?? []);
  const openings = new Map<Key, Opening>();
  let oldest: Micros = Number.POSITIVE_INFINITY;
  let said: Foretold[] = [];
  let takenBack: string[] = [];

  /** Whether no other row is known to open the episode before this one. */
  function isOpening({ detector, keys, time }: Contribution, event: string): boolean {
    if (episodes.isOpen(detector, keys, time)) return false;
    return keys.every((key) => {
      const known = openings.get(pairKey(detector + 1, key));
      return (
        known === undefined ||
        time < known.time ||
        (time === known.time && compareEventIds(event, known.event) <= 0)
      );
    });
  }

  function foretell(contribution: Contribution, batch: EventBatch): void {
    const { detector: index, keys, row, rows, time } = contribution;
    const { columns } = rows;
    const { detector } = detectors[index];
    const event = batch.eventId(row);
    if (!isOpening(contribution, event) || seen.isRepeat(columns.identity[row], columns.content[row], time))
      return;
    const signal = combined(detector, contribution);
    if (signal === null) return;
    for (const key of keys) openings.set(pairKey(index + 1, key), { time, event });
    oldest = Math.min(oldest, time);
    const episode = openEpisode(index, detector, keys[0], row, rows);
    if (unsettled.has(episode.id) || unsettled.size >= UNSETTLED_MAX) return;
    unsettled.set(episode.id, time);
    const { contributors: _, ...alone } = signal; // what came before is known in order only
    contribute(episode, alone, row, rows, detector.quiet);
    said.push({ draft: { ...draftOf(episode, detector, 'open', null), revision: 0 }, event });
  }

  return {
    look(batch, columns, rows, orderTime) {
      for (let i = 0; i < rows.length; i++) columns.ref[rows[i]] = i;
      const judged: JudgedRows = { batch, columns, orderTime, registers, isSettled: false };
      const signals = watchers.flatMap((watcher) => watcher.look(batch, columns, rows));
      if (signals.length === 0) return;
      const contributions = contributionsOf({ signals, rows: judged });
      contributions.sort((a, b) => a.ref - b.ref || a.detector - b.detector || a.keys[0] - b.keys[0]);
      for (const contribution of contributions) foretell(contribution, batch);
    },
    settle(findings, watermark) {
      if (unsettled.size > 0) {
        for (const { id } of findings) unsettled.delete(id);
        for (const [id, time] of unsettled) {
          if (time > watermark) continue;
          unsettled.delete(id);
          takenBack.push(id);
        }
      }
      for (const watcher of watchers) watcher.passed(watermark);
      if (watermark < oldest) return;
      oldest = Number.POSITIVE_INFINITY;
      for (const [key, { time }] of openings) {
        if (time <= watermark) openings.delete(key);
        else oldest = Math.min(oldest, time);
      }
    },
    take() {
      const all = { said, takenBack };
      said = [];
      takenBack = [];
      return all;
    },
  };
}
