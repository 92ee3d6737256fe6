/**
 * What a re-examination changes: the findings of events judged by what was known then and by what is known now, and those
 * that stand in the lake. What both say is left alone; where a finding rests on more than was judged again, it is left and told.
 */
import type { Finding } from '../../../schemas/finding.ts';
import type { FindingDraft } from '../../engine/episode.ts';

/** A finding under the id it goes by, and the one under which the engine has it. */
export type NamedDraft = FindingDraft & { readonly original: string };

/** The last revision of each finding, by the id it goes by. */
export type Drafts = ReadonlyMap<string, NamedDraft>;

/** A finding that is gone: as it was judged then, and as it stands. */
interface Part {
  readonly old: NamedDraft;
  readonly held: Finding;
}

/** What becomes of one finding. */
export type Change =
  /** It is said for the first time, or again, under `id`, which may be that of a finding it is made of. */
  | {
      readonly kind: 'raised' | 'corrected';
      readonly id: string;
      readonly draft: FindingDraft;
      /** The id under which the engine has it. */
      readonly original: string;
      /** As it stands. */
      readonly standing: Finding | null;
      /** Findings that became part of it. */
      readonly supersedes: readonly Finding[];
    }
  /** Nothing of it is left. */
  | { readonly kind: 'cleared'; readonly id: string; readonly standing: Finding }
  /** What was judged again is not all it rests on. */
  | { readonly kind: 'undecided'; readonly id: string; readonly standing: Finding };

/**
 * What was said before, where events were judged as they came and examined since: of the two judgements the one that agrees with
 * what stands. (What could still come to something else when it was examined may have been said by either.)
 */
export function saidBefore(before: Drafts, again: Drafts, standing: ReadonlyMap<string, Finding>): Drafts {
  const merged = new Map(before);
  for (const id of new Set([...before.keys(), ...again.keys()])) {
    const [came, examined, held] = [before.get(id), again.get(id), standing.get(id)];
    if (agrees(came, held) || !agrees(examined, held)) continue;
    if (examined === undefined) merged.delete(id);
    else merged.set(id, examined);
  }
  return merged;
}

function agrees(draft: NamedDraft | undefined, held: Finding | undefined): boolean {
  if (draft === undefined || isCleared(draft)) return !isStanding(held);
  return isStanding(held) && says(draft) === says(held);
}

/** The changes from what was said by the knowledge of then to what is said by that of now, by id. */
export function changesOf(before: Drafts, now: Drafts, standing: ReadonlyMap<string, Finding>): Change[] {
  const gone = onlyIn(before, now).filter(({ id }) => isStanding(standing.get(id)));
  const taken = new Set<string>();
  /** Findings that are gone, and of which events are in this one now: oldest first. */
  const partsOf = (draft: NamedDraft): Part[] => {
    const parts = gone.filter((old) => !taken.has(old.id) && overlap(old, draft));
    for (const { id } of parts) taken.add(id);
    return parts.flatMap((old): Part[] => {
      const held = standing.get(old.id);
      return held === undefined ? [] : [{ old, held }];
    });
  };
  const fresh = onlyIn(now, before).flatMap((draft): Change[] => {
    const known = standing.get(draft.id) ?? null;
    const parts = partsOf(draft);
    // the live engine may have said it already, knowing the fact
    if (known !== null && isStanding(known))
      return parts.length > 0 || saysMore(draft, known) ? [said(draft, draft.id, known, parts)] : [];
    const [first, ...others] = parts;
    if (first === undefined) return [said(draft, draft.id, known, [])];
    const { old, held } = first;
    if (others.length === 0 && says(draft) === says(held)) return [];
    // it may rest on less now, if what was judged again is all that it rested on
    const isKnown = others.length > 0 || covers(draft, held) || covers(old, held);
    return [
      isKnown ? said(draft, held.id, held, others) : { kind: 'undecided', id: held.id, standing: held },
    ];
  });
  const changed = [...now].flatMap(([id, draft]): Change[] => {
    const old = before.get(id);
    const held = standing.get(id);
    if (old === undefined || !isStanding(held) || isCleared(old) || isCleared(draft)) return [];
    if (says(old) === says(draft) || says(held) === says(draft)) return [];
    if (!covers(old, held)) return [{ kind: 'undecided', id, standing: held }];
    return [said(draft, id, held, partsOf(draft))];
  });
  const left = gone.flatMap((old): Change[] => {
    const held = standing.get(old.id);
    if (taken.has(old.id) || held === undefined) return [];
    return [{ kind: covers(old, held) ? 'cleared' : 'undecided', id: old.id, standing: held }];
  });
  return [...fresh, ...changed, ...left].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function said(draft: NamedDraft, id: string, standing: Finding | null, parts: readonly Part[]): Change {
  return {
    kind: standing === null ? 'raised' : 'corrected',
    id,
    draft,
    original: draft.original,
    standing,
    supersedes: parts.map(({ held }) => held),
  };
}

/** Findings that hold in the one and not in the other, oldest first. */
function onlyIn(one: Drafts, other: Drafts): NamedDraft[] {
  return [...one.values()]
    .filter((draft) => !isCleared(draft) && isCleared(other.get(draft.id)))
    .sort((a, b) => a.time - b.time || (a.id < b.id ? -1 : 1));
}

function isCleared(draft: FindingDraft | undefined): boolean {
  return draft === undefined || draft.status === 'cleared';
}

/** Whether a finding holds as the lake has it. */
function isStanding(finding: Finding | undefined): finding is Finding {
  return finding !== undefined && finding.status !== 'cleared' && finding.status !== 'withdrawn';
}

/** Whether two findings of a detector share an event: not only of those that they cite, which are few. */
function overlap(one: FindingDraft, other: FindingDraft): boolean {
  if (one.detector.id !== other.detector.id) return false;
  const [few, many] = [eventsOf(one), eventsOf(other)].sort((a, b) => a.size - b.size);
  for (const ref of few) if (many.has(ref)) return true;
  return one.refs.some((ref) => other.refs.includes(ref));
}

function eventsOf({ counted, refs }: FindingDraft): ReadonlySet<number> {
  return counted ?? new Set(refs);
}

/** Whether what was judged again is all that the finding rests on. */
function covers({ counts }: FindingDraft, standing: Finding): boolean {
  return counts.events >= standing.counts.events;
}

/** Whether a finding rests on all that one as it stands does, and says something else. */
function saysMore(draft: FindingDraft, standing: Finding): boolean {
  return says(draft) !== says(standing) && covers(draft, standing);
}

/** What a finding says, apart from how often it was said. */
function says({ severity, score, counts }: FindingDraft | Finding): string {
  return JSON.stringify([severity, Math.round(score), counts]);
}
