/** What the members of a divided back have come to, as one would have come to it. What is saved does not tell how many there were. */
import type { DetectorId } from '../../schemas/finding.ts';
import { groupsIn, type SnapshotWriter, snapshotReader } from '../state/snapshot.ts';
import type { Sections } from './back.ts';
import type { MemberState } from './divided-back.ts';
import { type Episode, restoreEpisode, saveEpisode } from './episode.ts';
import type { SavedEpisodes } from './episodes.ts';
import type { PermitUse, SavedPermitUses } from './permit-use.ts';
import type { DetectorUsage, PartHead, TunedDetector } from './run-parts.ts';

/** In the order of the detectors; profiles last, as the member at `profiles` keeps them. */
export function joinUsage(
  detectors: readonly TunedDetector[],
  states: readonly MemberState[],
  profiles: number,
): DetectorUsage[] {
  const place = new Map<string, number>(detectors.map(({ detector }, at) => [detector.id, at]));
  const isProfiles = ({ detector }: DetectorUsage) => !place.has(detector);
  const own = states.flatMap(({ usage }) => usage.filter((one) => !isProfiles(one)));
  own.sort((a, b) => (place.get(a.detector) ?? 0) - (place.get(b.detector) ?? 0));
  return [...own, ...states[profiles].usage.filter(isProfiles)];
}

/** By detector; each is counted by one member. */
export function joinSuppressed(states: readonly MemberState[]): number[] {
  const [first, ...others] = states.map(({ suppressed }) => suppressed);
  return first.map((count, detector) => others.reduce((sum, own) => sum + own[detector], count));
}

/** What each permit did for each user: the first member knows all of them, each member what its detectors left out. */
export function joinPermitUses(
  detectors: readonly TunedDetector[],
  [first, ...others]: readonly MemberState[],
): PermitUse[] {
  const place = (id: DetectorId) => detectors.findIndex(({ detector }) => detector.id === id);
  return first.permits.map((use) => {
    const more = others.flatMap(({ permits }) =>
      permits.filter(({ permit, user }) => permit === use.permit && user === use.user),
    );
    const lifted = [use, ...more].flatMap((one) => one.lifted);
    return { ...use, lifted: lifted.sort((a, b) => place(a.detector) - place(b.detector)) };
  });
}

/** By their end. */
export function joinEpisodes(all: readonly (readonly Episode[])[]): Episode[] {
  return all.flat().sort((a, b) => a.deadline - b.deadline || (a.id < b.id ? -1 : 1));
}

/** Saves what members have saved; `profiles` says whose are taken. */
export function joinSections(
  out: SnapshotWriter,
  detectors: readonly TunedDetector[],
  all: readonly Sections[],
  profiles: number,
): void {
  const place = new Map<string, number>(detectors.map(({ detector }, at) => [detector.id, at]));
  const groups = all.flatMap(({ parts }) => groupsIn<PartHead>(parts));
  groups.sort((a, b) => (place.get(a.head.detector) ?? 0) - (place.get(b.head.detector) ?? 0));
  out.json(groups.length);
  for (const { saved } of groups) out.put(saved);
  saveEpisodes(
    all.map(({ episodes }) => episodes),
    out,
  );
  out.put(all[profiles].profiles);
  savePermits(
    all.map(({ permits }) => permits),
    out,
  );
}

function saveEpisodes(saved: readonly Uint8Array[], out: SnapshotWriter): void {
  const read = saved.map((bytes) => {
    const from = snapshotReader(bytes);
    const head = from.json<SavedEpisodes>();
    return { head, open: Array.from({ length: head.episodes }, () => restoreEpisode(from)) };
  });
  const open = joinEpisodes(read.map((one) => one.open));
  const [{ head }, ...others] = read;
  const suppressed = head.suppressed.map((count, detector) =>
    others.reduce((sum, other) => sum + other.head.suppressed[detector], count),
  );
  out.json({ ...head, episodes: open.length, suppressed });
  for (const episode of open) saveEpisode(episode, out);
}

function savePermits(saved: readonly Uint8Array[], out: SnapshotWriter): void {
  const [first, ...others] = saved.map((bytes) => snapshotReader(bytes).json<SavedPermitUses>());
  const sums = first.sums.map(([name, own]) => {
    const lifted = { ...own.lifted };
    for (const other of others)
      for (const [known, more] of other.sums) if (known === name) Object.assign(lifted, more.lifted);
    return [name, { ...own, lifted }];
  });
  out.json({ ...first, sums });
}
