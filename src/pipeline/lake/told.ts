/** Puts into words what the engine of a lake says: findings may cite events of earlier runs, whose ids stand in the lake. */
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { FindingDraft } from '../../engine/episode.ts';
import { eventIds } from '../../findings/event-ids.ts';
import { renderFinding } from '../../findings/render.ts';

/** Asks the lake for `source/id` of events by their refs. */
export type AskIds = (refs: readonly number[]) => Promise<ReadonlyMap<number, string>>;

/** Findings on their way into words, in the order in which they were said. */
export interface Told {
  /** Notes the next event of this run. */
  note(batch: EventBatch, row: number): void;
  /** Takes drafts; those that cite only events of this run are rendered at once, as long as none waits before them. */
  take(drafts: readonly FindingDraft[]): void;
  /** Renders what waits. */
  settle(): Promise<void>;
  close(): void;
}

/** `firstRef`: the ref of the first event of this run. `tell` gets each finding in turn. */
export function toldFindings(firstRef: number, ask: AskIds, tell: (finding: Finding) => void): Told {
  const ids = eventIds();
  let waiting: FindingDraft[] = [];
  const known = new Map<number, string>();
  const idOf = (ref: number): string =>
    ref < firstRef ? (known.get(ref) ?? `?/${ref}`) : ids.get(ref - firstRef);
  const isOld = ({ refs }: FindingDraft) => refs.some((ref) => ref < firstRef && !known.has(ref));
  return {
    note: (batch, row) => ids.add(batch, row),
    take(drafts) {
      for (const draft of drafts) {
        if (waiting.length > 0 || isOld(draft)) waiting.push(draft);
        else tell(renderFinding(draft, idOf));
      }
    },
    async settle() {
      const wanted = new Set(
        waiting.flatMap(({ refs }) => refs).filter((ref) => ref < firstRef && !known.has(ref)),
      );
      if (wanted.size > 0) for (const [ref, id] of await ask([...wanted])) known.set(ref, id);
      for (const draft of waiting) tell(renderFinding(draft, idOf));
      waiting = [];
    },
    close: () => ids.close(),
  };
}
