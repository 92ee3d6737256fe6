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
import type { PartSignal, TunedDetector } from './run-parts.ts';

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

type AnySignal = Signal<Record<string, unknown>>;

/** Signals and the rows they are about. */
export interface SaidOf {
  readonly signals: readonly PartSignal[];
  readonly rows: JudgedRows;
}

/** All open episodes. */
export interface Episodes {
  /** Joins signals, and takes back what was explained, in order of time; gives the revisions that follow. */
  apply(said: readonly SaidOf[], explained: readonly Explained[]): FindingDraft[];
  /** Ends the episodes whose quiet time was over before `time`. */
  advance(time: Micros): FindingDraft[];
  /** Ends everything: no more events will come. */
  finish(): FindingDraft[];
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

/** Where something stands among all that is said. */
interface Placed {
  readonly time: Micros;
  readonly isSettled: boolean;
  readonly ref: number;
  /** What was explained stands before what is said of the event that explains it. */
  readonly detector: number;
  readonly keys: readonly Key[];
}

/** Signals of one detector on one row that belong to one episode. */
export interface Contribution extends Placed {
  readonly rows: JudgedRows;
  readonly row: number;
  readonly byPart: Record<string, AnySignal>;
}

/** No episodes yet. A transaction explains look-ups up to `reach` before it: so long a finding waits for it. */
export function episodesOf(detectors: readonly TunedDetector[], reach: Micros): Episodes {
  const byKey = detectors.map(() => new Map<Key, Episode>());
  const openCount = detectors.map(() => 0);
  const suppressed = detectors.map(() => 0);
  let deadlines = heap<{ deadline: Micros; episode: Episode }>(comesFirst);

  const close = (episode: Episode, reason: 'quiet' | 'end-of-input' | 'explained'): FindingDraft => {
    for (const key of episode.keys) byKey[episode.detector]?.delete(key);
    openCount[episode.detector] = (openCount[episode.detector] ?? 1) - 1;
    const status = reason === 'explained' ? 'cleared' : 'ended';
    return draftOf(episode, tuned(episode.detector).detector, status, reason);
  };

  /** Takes a look-up back: a finding that rests on nothing else is cleared. */
  const takeBack = ({ lookup }: Explained): FindingDraft[] =>
    byKey.flatMap((keys) => {
      const episode = keys.get(lookup);
      if (episode === undefined) return [];
      keys.delete(lookup);
      episode.keys.splice(episode.keys.indexOf(lookup), 1);
      episode.standing--;
      return episode.standing === 0 ? [close(episode, 'explained')] : [];
    });

  const advance = (time: Micros): FindingDraft[] => {
    const ended: FindingDraft[] = [];
    for (let next = deadlines.peek(); next !== undefined && next.deadline < time; next = deadlines.peek()) {
      deadlines.pop();
      if (next.episode.standing === 0) continue;
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

  /** What waits for its end, in that order. The cleared stay in the heap until their time comes. */
  const open = (): Episode[] =>
    deadlines
      .items()
      .flatMap(({ episode }) => (episode.standing > 0 ? [episode] : []))
      .sort((a, b) => a.deadline - b.deadline || (a.id < b.id ? -1 : 1));

  /** Exactly these are open. */
  const putAll = (episodes: readonly Episode[]): void => {
    deadlines = heap(comesFirst);
    for (const keys of byKey) keys.clear();
    openCount.fill(0);
    for (const episode of episodes) {
      deadlines.push({ deadline: episode.deadline, episode });
      for (const key of episode.keys) byKey[episode.detector]?.set(key, episode);
      openCount[episode.detector] = (openCount[episode.detector] ?? 0) + 1;
    }
  };

  const tuned = (index: number): TunedDetector => detectors[index];

  const add = (contribution: Contribution): FindingDraft | null => {
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
    if (isNew) deadlines.push({ deadline: episode.deadline, episode });
    return isNew || graver || hasGrown(episode) ? draftOf(episode, detector, 'open', null) : null;
  };

  return {
    apply(said, explained) {
      const drafts: FindingDraft[] = [];
      const back = explained.map((each) => ({
        ...each,
        isSettled: false,
        detector: -1,
        keys: [each.lookup],
      }));
      for (const each of [...said.flatMap(contributionsOf), ...back].sort(inOrder)) {
        drafts.push(...advance(each.time));
        if ('lookup' in each) drafts.push(...takeBack(each));
        else {
          const draft = add(each);
          if (draft !== null) drafts.push(draft);
        }
      }
      return drafts;
    },
    advance,
    finish() {
      const rest = open();
      deadlines = heap(comesFirst);
      return rest.map((episode) => close(episode, 'end-of-input'));
    },
    suppressed: () => suppressed,
    open: () => openCount.reduce((sum, count) => sum + count, 0),
    isOpen: (detector, keys, time) =>
      keys.some((key) => (byKey[detector].get(key)?.deadline ?? Number.NEGATIVE_INFINITY) >= time),
    list: open,
    correct(correction) {
      const kept = open().filter(({ id }) => !correction.gone.has(id));
      putAll([...kept, ...correction.open]);
    },
    save(out) {
      const episodes = open();
      const names = detectors.map(({ detector }) => detector.id);
      out.json({ episodes: episodes.length, suppressed, detectors: names });
      for (const episode of episodes) saveEpisode(episode, out);
    },
    restore(from) {
      const saved = from.json<{ episodes: number; suppressed: number[]; detectors: string[] }>();
      // whoever saved it may have had others
      const placeOf = saved.detectors.map((id) => detectors.findIndex(({ detector }) => detector.id === id));
      suppressed.fill(0);
      for (const [i, count] of saved.suppressed.entries())
        if (placeOf[i] >= 0) suppressed[placeOf[i]] = count;
      const episodes = Array.from({ length: saved.episodes }, () => restoreEpisode(from));
      putAll(
        episodes.flatMap((episode) => {
          const detector = placeOf[episode.detector];
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
      const place = { time: orderTime[row], isSettled, ref: columns.ref[row] };
      group = { ...place, rows, row, detector, keys: [], byPart: {} };
      groups.set(name, group);
    }
    group.keys.push(signal.key ?? pairKey(hashText(keyName), rows.columns[keyName][row]));
    group.byPart[part] = signal;
  }
  return [...groups.values()];
}

/** By time, settled look-ups last, then by place in event order, then by detector. */
function inOrder(a: Placed, b: Placed): number {
  if (a.time !== b.time) return a.time < b.time ? -1 : 1;
  if (a.isSettled !== b.isSettled) return a.isSettled ? 1 : -1;
  return a.ref - b.ref || a.detector - b.detector || a.keys[0] - b.keys[0];
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
