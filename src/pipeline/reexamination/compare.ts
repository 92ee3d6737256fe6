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

/** The changes from what was said by the knowledge of then to what is said by that of now, by id. */
export function changesOf(before: Drafts, now: Drafts, standing: ReadonlyMap<string, Finding>): Change[] {
  const gone = onlyIn(before, now).filter(({ id }) => isStanding(standing.get(id)));
  const moved = new Set<string>();
  const changes: Change[] = [];
  for (const draft of onlyIn(now, before)) {
    const known = standing.get(draft.id) ?? null;
    const parts = gone.filter((old) => !moved.has(old.id) && overlap(old, draft));
    for (const { id } of parts) moved.add(id);
    const [first, ...others] = parts.flatMap(({ id }) => standing.get(id) ?? []);
    if (first !== undefined && isStanding(known ?? undefined)) {
      // the live engine has said it, knowing the fact: it takes the place of all
      changes.push(raised(draft, draft.id, known, [first, ...others]));
    } else if (first !== undefined) {
      const saysMore = draft.severity !== first.severity || draft.counts.events > first.counts.events;
      if (saysMore || others.length > 0) changes.push(raised(draft, first.id, first, others));
    } else if (known === null || !isStanding(known)) changes.push(raised(draft, draft.id, known, []));
  }
  for (const old of gone) {
    const held = standing.get(old.id);
    if (moved.has(old.id) || held === undefined) continue;
    changes.push({ kind: covers(old, held) ? 'cleared' : 'undecided', id: old.id, standing: held });
  }
  for (const [id, draft] of now) {
    const old = before.get(id);
    const held = standing.get(id);
    if (old === undefined || !isStanding(held) || isCleared(old) || isCleared(draft)) continue;
    if (says(old) === says(draft) || says(held) === says(draft)) continue;
    changes.push(covers(old, held) ? raised(draft, id, held, []) : { kind: 'undecided', id, standing: held });
  }
  return changes.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function raised(
  draft: NamedDraft,
  id: string,
  standing: Finding | null,
  supersedes: readonly Finding[],
): Change {
  return {
    kind: standing === null ? 'raised' : 'corrected',
    id,
    draft,
    original: draft.original,
    standing,
    supersedes,
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
export function isStanding(finding: Finding | undefined): finding is Finding {
  return finding !== undefined && finding.status !== 'cleared' && finding.status !== 'withdrawn';
}

function overlap(one: FindingDraft, other: FindingDraft): boolean {
  return one.detector.id === other.detector.id && one.refs.some((ref) => other.refs.includes(ref));
}

/** Whether what was judged again is all that the finding rests on. */
function covers({ counts }: FindingDraft, standing: Finding): boolean {
  return counts.events >= standing.counts.events;
}

/** What a finding says, apart from how often it was said. */
function says({ severity, score, counts }: FindingDraft | Finding): string {
  return JSON.stringify([severity, Math.round(score), counts]);
}
