/**
 * Joins signals into episodes. One episode is one finding: it opens when a detector first says something about a key, grows
 * with every further contribution, and ends after a quiet time, or when all it rests on has been explained. All episodes of a
 * detector live in one place, which alone numbers revisions.
 */

import { isGraver } from '../../schemas/finding.ts';
import { hashText, type Key, NONE, pairKey } from '../core/hash.ts';
import { heap } from '../core/heap.ts';
import type { Micros } from '../core/time.ts';
import type { Detector, Signal } from '../detector/define.ts';
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
import type { JudgedRows } from './judged-rows.ts';
import { endAt, inPlace, ordered, type Place, RANK } from './place.ts';
import type { PartSignal, TunedDetector } from './run-parts.ts';
import { type Share, WHOLE } from './share.ts';

/** Open episodes of one detector beyond this are counted, not kept. */
const OPEN_MAX = 50_000;
/** Keys under which one episode can be found. */
const ALIASES_MAX = 64;

/** A look-up that has been explained after it was settled, and the event that did. */
export interface Explained {
  readonly lookup: Key;
  readonly time: Micros;
  readonly ref: number;
}

/** Episodes in place of others. Revisions go on from those that the new ones carry. */
export interface EpisodeCorrection {
  /** Ids of episodes that do not go on: cleared, or replaced by one of `open`. */
  readonly gone: ReadonlySet<string>;
  readonly open: readonly Episode[];
}

/** What stands before the episodes that are saved. */
export interface SavedEpisodes {
  readonly episodes: number;
  readonly suppressed: readonly number[];
  readonly detectors: readonly string[];
}

type AnySignal = Signal<Record<string, unknown>>;

/** Signals and the rows they are about. */
export interface SaidOf {
  readonly signals: readonly PartSignal[];
  readonly rows: JudgedRows;
}

/** A revision, and where it stands among what is said at once. */
export interface SaidDraft extends FindingDraft {
  readonly place: Place;
}

/** All open episodes. */
export interface Episodes {
  /**
   * Joins signals, and takes back what was explained, in order of time; gives the revisions that follow. Ends what was quiet before
   * `passed`. What is said of a detector, and when, does not depend on the others.
   */
  apply(said: readonly SaidOf[], explained: readonly Explained[], passed: Micros): SaidDraft[];
  /** Ends the episodes whose quiet time was over before `time`. */
  advance(time: Micros): SaidDraft[];
  /** Ends everything: no more events will come. */
  finish(): SaidDraft[];
  /** Contributions not kept because too many episodes were open, by detector. */
  suppressed(): readonly number[];
  open(): number;
  /** Whether an episode of a detector is open under one of the keys, and still will be at a time. */
  isOpen(detector: number, keys: readonly Key[], time: Micros): boolean;
  /** The open episodes, by their end. */
  list(): readonly Episode[];
  correct(correction: EpisodeCorrection): void;
  save(out: SnapshotWriter): void;
  restore(from: SnapshotReader): void;
}

/** Signals of one detector on one row that belong to one episode. */
export interface Contribution extends Omit<Place, 'key'> {
  readonly keys: readonly Key[];
  readonly rows: JudgedRows;
  readonly row: number;
  readonly byPart: Record<string, AnySignal>;
}

/**
 * No episodes yet. A transaction explains look-ups up to `reach` before it: so long a finding waits for it. Those of detectors that it does not
 * own (by their place among all) are kept elsewhere.
 */
export function episodesOf(
  detectors: readonly TunedDetector[],
  reach: Micros,
  { owns }: Share = WHOLE,
): Episodes {
  const byKey = detectors.map(() => new Map<Key, Episode>());
  const openCount = detectors.map(() => 0);
  const suppressed = detectors.map(() => 0);
  const deadlines = detectors.map(() => heap<{ deadline: Micros; episode: Episode }>(comesFirst));

  const close = (
    episode: Episode,
    reason: 'quiet' | 'end-of-input' | 'explained',
    place: Place = endAt(episode.deadline),
  ): SaidDraft => {
    for (const key of episode.keys) byKey[episode.detector]?.delete(key);
    openCount[episode.detector] = (openCount[episode.detector] ?? 1) - 1;
    const status = reason === 'explained' ? 'cleared' : 'ended';
    return { ...draftOf(episode, tuned(episode.detector).detector, status, reason), place };
  };

  /** Takes a look-up back: a finding that rests on nothing else is cleared. */
  const takeBack = (lookup: Key, place: Place): SaidDraft[] =>
    byKey.flatMap((keys, detector) => {
      if (!keys.has(lookup)) return [];
      const ended = endQuiet(detector, place.time);
      const episode = keys.get(lookup);
      if (episode === undefined) return ended;
      keys.delete(lookup);
      episode.keys.splice(episode.keys.indexOf(lookup), 1);
      episode.standing--;
      if (episode.standing > 0) return ended;
      return [...ended, close(episode, 'explained', { ...place, detector: detector - detectors.length })];
    });

  /** Ends those of a detector whose quiet time was over before `time`. */
  const endQuiet = (detector: number, time: Micros): SaidDraft[] => {
    const ended: SaidDraft[] = [];
    const own = deadlines[detector];
    for (let next = own.peek(); next !== undefined && next.deadline < time; next = own.peek()) {
      own.pop();
      if (next.episode.standing === 0) continue;
      if (next.episode.deadline > next.deadline)
        own.push({ deadline: next.episode.deadline, episode: next.episode });
      else ended.push(close(next.episode, 'quiet'));
    }
    return ended;
  };
  const advance = (time: Micros): SaidDraft[] =>
    ordered(detectors.flatMap((_, detector) => endQuiet(detector, time)));

  const find = ({ detector, keys }: Contribution): Episode | undefined => {
    let oldest: Episode | undefined;
    for (const key of keys) {
      const episode = byKey[detector]?.get(key);
      if (episode !== undefined && (oldest === undefined || episode.openRef < oldest.openRef))
        oldest = episode;
    }
    return oldest;
  };

  /** What waits for its end, in that order. The cleared stay in the heap until their time comes. */
  const open = (): Episode[] =>
    deadlines
      .flatMap((own) => own.items())
      .flatMap(({ episode }) => (episode.standing > 0 ? [episode] : []))
      .sort((a, b) => a.deadline - b.deadline || (a.id < b.id ? -1 : 1));

  const emptyHeaps = (): void => {
    for (const detector of deadlines.keys()) deadlines[detector] = heap(comesFirst);
  };

  /** Exactly these are open. */
  const putAll = (episodes: readonly Episode[]): void => {
    emptyHeaps();
    for (const keys of byKey) keys.clear();
    openCount.fill(0);
    for (const episode of episodes) {
      deadlines[episode.detector].push({ deadline: episode.deadline, episode });
      for (const key of episode.keys) byKey[episode.detector]?.set(key, episode);
      openCount[episode.detector] = (openCount[episode.detector] ?? 0) + 1;
    }
  };

  const tuned = (index: number): TunedDetector => detectors[index];

  const add = (contribution: Contribution, place: Place): SaidDraft | null => {
    const { rows } = contribution;
    const { detector } = tuned(contribution.detector);
    const signal = combined(detector, contribution);
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
    const lookup = rows.lookupKeys?.[contribution.row] ?? NONE;
    const isRevisable = lookup !== NONE && episode.keys.length < ALIASES_MAX;
    if (isRevisable) {
      byKey[contribution.detector]?.set(lookup, episode);
      episode.keys.push(lookup);
    }
    episode.standing++;
    const quiet = isRevisable ? Math.max(detector.quiet, reach) : detector.quiet;
    const graver = contribute(episode, signal, contribution.row, rows, quiet);
    if (isNew) deadlines[contribution.detector].push({ deadline: episode.deadline, episode });
    return isNew || graver || hasGrown(episode)
      ? { ...draftOf(episode, detector, 'open', null), place }
      : null;
  };

  return {
    apply(said, explained, passed) {
      const drafts: SaidDraft[] = [];
      const placed = [
        ...said.flatMap(contributionsOf).map((each) => ({ place: placeOf(each), each })),
        ...explained.map(({ lookup, time, ref }) => ({
          place: { time, rank: RANK.row, ref, detector: -1, key: lookup },
          each: null,
        })),
      ];
      for (const { place, each } of placed.sort((a, b) => inPlace(a.place, b.place))) {
        if (each === null) {
          drafts.push(...takeBack(place.key, place));
          continue;
        }
        drafts.push(...endQuiet(each.detector, place.time));
        const draft = add(each, place);
        if (draft !== null) drafts.push(draft);
      }
      drafts.push(...advance(passed));
      return ordered(drafts);
    },
    advance,
    finish() {
      const rest = open();
      emptyHeaps();
      return rest.map((episode) => close(episode, 'end-of-input'));
    },
    suppressed: () => suppressed,
    open: () => openCount.reduce((sum, count) => sum + count, 0),
    isOpen: (detector, keys, time) =>
      keys.some((key) => (byKey[detector].get(key)?.deadline ?? Number.NEGATIVE_INFINITY) >= time),
    list: open,
    correct(correction) {
      const kept = open().filter(({ id }) => !correction.gone.has(id));
      putAll([...kept, ...correction.open.filter(({ detector }) => owns(detector))]);
    },
    save(out) {
      const episodes = open();
      const names = detectors.map(({ detector }) => detector.id);
      out.json({ episodes: episodes.length, suppressed, detectors: names } satisfies SavedEpisodes);
      for (const episode of episodes) saveEpisode(episode, out);
    },
    restore(from) {
      const saved = from.json<SavedEpisodes>();
      // whoever saved it may have had others
      const ownAt = saved.detectors.map((id) =>
        detectors.findIndex(({ detector }, index) => detector.id === id && owns(index)),
      );
      suppressed.fill(0);
      for (const [i, count] of saved.suppressed.entries()) if (ownAt[i] >= 0) suppressed[ownAt[i]] = count;
      const episodes = Array.from({ length: saved.episodes }, () => restoreEpisode(from));
      putAll(
        episodes.flatMap((episode) => {
          const detector = ownAt[episode.detector];
          return detector < 0 ? [] : [{ ...episode, detector }];
        }),
      );
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
export function contributionsOf({ signals, rows }: SaidOf): Contribution[] {
  const groups = new Map<string, Contribution & { keys: Key[] }>();
  for (const { row, detector, part, keyName, signal } of signals) {
    const name = `${row}/${detector}/${signal.key ?? ''}`;
    let group = groups.get(name);
    if (group === undefined) {
      const { orderTime, columns, isSettled } = rows;
      const rank = isSettled ? RANK.settled : RANK.row;
      const place = { time: orderTime[row], rank, ref: columns.ref[row] };
      group = { ...place, rows, row, detector, keys: [], byPart: {} };
      groups.set(name, group);
    }
    group.keys.push(signal.key ?? pairKey(hashText(keyName), rows.columns[keyName][row]));
    group.byPart[part] = signal;
  }
  return [...groups.values()];
}

function placeOf({ time, rank, ref, detector, keys }: Contribution): Place {
  return { time, rank, ref, detector, key: keys[0] };
}

/** What the signals of a contribution say together. */
export function combined({ combine }: Detector, { byPart }: Contribution): AnySignal | null {
  return (combine ?? joinSignals)(byPart);
}

/** The default of `combine`: the gravest severity and score, evidence and `about` joined in the order of the parts. */
function joinSignals(byPart: Readonly<Record<string, AnySignal>>): AnySignal {
  const [first, ...others] = Object.values(byPart) as [AnySignal, ...AnySignal[]];
  let joined: AnySignal = first;
  for (const signal of others) {
    const graver = isGraver(signal.severity, joined.severity) ? signal : joined;
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
