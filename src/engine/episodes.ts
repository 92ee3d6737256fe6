/**
 * Joins signals into episodes. One episode is one finding: it opens when a detector first says something about a key, grows
 * with every further contribution, and ends after a quiet time. All episodes of a detector live in one place, which
 * alone numbers revisions.
 */

import type { EventBatch } from '../../schemas/event-columns.ts';
import { hashText, type Key, pairKey } from '../core/hash.ts';
import { heap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { DetectorColumns, Signal } from '../detector/define.ts';
import type { Registers } from '../registers/registers.ts';
import type { SnapshotReader, SnapshotWriter } from '../state/snapshot.ts';
import {
  contribute,
  draftOf,
  type Episode,
  type FindingDraft,
  hasGrown,
  openEpisode,
  restoreEpisode,
  saveEpisode,
} from './episode.ts';
import type { PartSignal, TunedDetector } from './run-parts.ts';

/** Open episodes of one detector beyond this are counted, not kept. */
const OPEN_MAX = 50_000;
/** Keys under which one episode can be found. */
const ALIASES_MAX = 64;

/** What episodes need to know of the batch whose signals they join. */
export interface JudgedRows {
  readonly batch: EventBatch;
  readonly columns: DetectorColumns;
  /** Time by which a row was ordered. */
  readonly orderTime: Float64Array;
  readonly registers: Registers;
  /** Look-ups that were settled at a time come after the rows of that time. */
  readonly isSettled: boolean;
}

type AnySignal = Signal<Record<string, unknown>>;

/** Signals and the rows they are about. */
export interface SaidOf {
  readonly signals: readonly PartSignal[];
  readonly rows: JudgedRows;
}

/** All open episodes. */
export interface Episodes {
  /** Joins signals in order of their time, and gives the revisions that follow. */
  apply(said: readonly SaidOf[]): FindingDraft[];
  /** Ends the episodes whose quiet time was over before `time`. */
  advance(time: Micros): FindingDraft[];
  /** Ends everything: no more events will come. */
  finish(): FindingDraft[];
  /** Contributions not kept because too many episodes were open, by detector. */
  suppressed(): readonly number[];
  open(): number;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Signals of one detector on one row that belong to one episode. */
interface Contribution {
  readonly rows: JudgedRows;
  readonly row: number;
  readonly detector: number;
  readonly keys: readonly Key[];
  readonly byPart: Record<string, AnySignal>;
}

/** No episodes yet. */
export function episodesOf(detectors: readonly TunedDetector[]): Episodes {
  const byKey = detectors.map(() => new Map<Key, Episode>());
  const openCount = detectors.map(() => 0);
  const suppressed = detectors.map(() => 0);
  let deadlines = heap<{ deadline: Micros; episode: Episode }>(comesFirst);

  const close = (episode: Episode, reason: 'quiet' | 'end-of-input'): FindingDraft => {
    for (const key of episode.keys) byKey[episode.detector]?.delete(key);
    openCount[episode.detector] = (openCount[episode.detector] ?? 1) - 1;
    return draftOf(episode, tuned(episode.detector).detector, 'ended', reason);
  };

  const advance = (time: Micros): FindingDraft[] => {
    const ended: FindingDraft[] = [];
    for (let next = deadlines.peek(); next !== undefined && next.deadline < time; next = deadlines.peek()) {
      deadlines.pop();
      if (next.episode.deadline > next.deadline)
        deadlines.push({ deadline: next.episode.deadline, episode: next.episode });
      else ended.push(close(next.episode, 'quiet'));
    }
    return ended;
  };

  const find = ({ detector, keys }: Contribution): Episode | undefined => {
    let oldest: Episode | undefined;
    for (const key of keys) {
      const episode = byKey[detector]?.get(key);
      if (episode !== undefined && (oldest === undefined || episode.openRef < oldest.openRef))
        oldest = episode;
    }
    return oldest;
  };

  const tuned = (index: number): TunedDetector => detectors[index];

  const add = (contribution: Contribution): FindingDraft | null => {
    const { rows } = contribution;
    const { detector } = tuned(contribution.detector);
    const signal = (detector.combine ?? joinSignals)(contribution.byPart);
    if (signal === null) return null;
    let episode = find(contribution);
    const isNew = episode === undefined;
    if (episode === undefined) {
      if ((openCount[contribution.detector] ?? 0) >= OPEN_MAX) {
        suppressed[contribution.detector] = (suppressed[contribution.detector] ?? 0) + 1;
        return null;
      }
      openCount[contribution.detector] = (openCount[contribution.detector] ?? 0) + 1;
      episode = openEpisode(contribution.detector, detector, contribution.keys[0], contribution.row, rows);
    }
    for (const key of contribution.keys) {
      if (episode.keys.length >= ALIASES_MAX || byKey[contribution.detector]?.has(key)) continue;
      byKey[contribution.detector]?.set(key, episode);
      episode.keys.push(key);
    }
    const graver = contribute(episode, signal, contribution.row, rows, detector.quiet);
    if (isNew) deadlines.push({ deadline: episode.deadline, episode });
    return isNew || graver || hasGrown(episode) ? draftOf(episode, detector, 'open', null) : null;
  };

  return {
    apply(said) {
      const drafts: FindingDraft[] = [];
      for (const contribution of said.flatMap(contributionsOf).sort(inOrder)) {
        drafts.push(...advance(timeOf(contribution)));
        const draft = add(contribution);
        if (draft !== null) drafts.push(draft);
      }
      return drafts;
    },
    advance,
    finish() {
      const rest = deadlines.items().map(({ episode }) => episode);
      deadlines = heap(comesFirst);
      rest.sort((a, b) => a.deadline - b.deadline || (a.id < b.id ? -1 : 1));
      return rest.map((episode) => close(episode, 'end-of-input'));
    },
    suppressed: () => suppressed,
    open: () => openCount.reduce((sum, count) => sum + count, 0),
    save(out) {
      const items = deadlines.items();
      out.json({ deadlines: items.map(({ deadline }) => deadline), suppressed });
      for (const { episode } of items) saveEpisode(episode, out);
    },
    restore(from) {
      const saved = from.json<{ deadlines: Micros[]; suppressed: number[] }>();
      suppressed.splice(0, suppressed.length, ...saved.suppressed);
      deadlines = heap(comesFirst);
      for (const keys of byKey) keys.clear();
      openCount.fill(0);
      for (const deadline of saved.deadlines) {
        const episode = restoreEpisode(from);
        deadlines.push({ deadline, episode });
        for (const key of episode.keys) byKey[episode.detector]?.set(key, episode);
        openCount[episode.detector] = (openCount[episode.detector] ?? 0) + 1;
      }
    },
  };
}

function comesFirst(
  a: { deadline: Micros; episode: Episode },
  b: { deadline: Micros; episode: Episode },
): boolean {
  return a.deadline < b.deadline || (a.deadline === b.deadline && a.episode.id < b.episode.id);
}

/** Groups signals by (row, detector, explicit key). */
function contributionsOf({ signals, rows }: SaidOf): Contribution[] {
  const groups = new Map<string, Contribution & { keys: Key[] }>();
  for (const { row, detector, part, keyName, signal } of signals) {
    const name = `${row}/${detector}/${signal.key ?? ''}`;
    let group = groups.get(name);
    if (group === undefined) {
      group = { rows, row, detector, keys: [], byPart: {} };
      groups.set(name, group);
    }
    group.keys.push(signal.key ?? pairKey(hashText(keyName), rows.columns[keyName][row]));
    group.byPart[part] = signal;
  }
  return [...groups.values()];
}

function timeOf({ rows, row }: Contribution): Micros {
  return rows.orderTime[row];
}

/** By time, settled look-ups last, then by place in event order, then by detector. */
function inOrder(a: Contribution, b: Contribution): number {
  const [timeA, timeB] = [timeOf(a), timeOf(b)];
  if (timeA !== timeB) return timeA < timeB ? -1 : 1;
  if (a.rows.isSettled !== b.rows.isSettled) return a.rows.isSettled ? 1 : -1;
  const [refA, refB] = [a.rows.columns.ref[a.row], b.rows.columns.ref[b.row]];
  return refA - refB || a.detector - b.detector || a.keys[0] - b.keys[0];
}

const SEVERITY_RANK = { low: 0, medium: 1, high: 2, critical: 3 } as const;

/** The default of `combine`: the gravest severity and score, evidence and `about` joined in the order of the parts. */
function joinSignals(byPart: Readonly<Record<string, AnySignal>>): AnySignal {
  const [first, ...others] = Object.values(byPart) as [AnySignal, ...AnySignal[]];
  let joined: AnySignal = first;
  for (const signal of others) {
    const graver = SEVERITY_RANK[signal.severity] > SEVERITY_RANK[joined.severity] ? signal : joined;
    joined = Object.assign({}, signal, joined, {
      severity: graver.severity,
      score: Math.max(joined.score, signal.score),
      evidence: { ...joined.evidence, ...signal.evidence },
      about: [...new Set([...joined.about, ...signal.about])],
      quiet: Math.max(joined.quiet ?? 0, signal.quiet ?? 0),
    });
  }
  return joined;
}
