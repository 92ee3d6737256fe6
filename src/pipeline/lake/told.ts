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
  /** All events that were noted are in the lake: where there are many, the older ones are asked of it from now on. */
  committed(): void;
  close(): void;
}

/** Ids held in one piece: a run that never ends holds two pieces at most. */
const PIECE_IDS = 4_000_000;

/** `firstRef`: the ref of the first event of this run. `tell` gets each finding in turn. */
export function toldFindings(
  firstRef: number,
  ask: AskIds,
  tell: (finding: Finding) => void,
  pieceIds = PIECE_IDS,
): Told {
  let pieces = [{ first: firstRef, ids: eventIds() }];
  let waiting: FindingDraft[] = [];
  const known = new Map<number, string>();
  const isHeld = (ref: number) => ref >= pieces[0].first;
  const idOf = (ref: number): string => {
    const piece = pieces.findLast(({ first }) => ref >= first);
    return piece === undefined ? (known.get(ref) ?? `?/${ref}`) : piece.ids.get(ref - piece.first);
  };
  const isOld = ({ refs }: FindingDraft) => refs.some((ref) => !isHeld(ref) && !known.has(ref));
  return {
    note: (batch, row) => pieces[pieces.length - 1].ids.add(batch, row),
    take(drafts) {
      for (const draft of drafts) {
        if (waiting.length > 0 || isOld(draft)) waiting.push(draft);
        else tell(renderFinding(draft, idOf));
      }
    },
    async settle() {
      const wanted = new Set(
        waiting.flatMap(({ refs }) => refs).filter((ref) => !isHeld(ref) && !known.has(ref)),
      );
      if (wanted.size > 0) for (const [ref, id] of await ask([...wanted])) known.set(ref, id);
      for (const draft of waiting) tell(renderFinding(draft, idOf));
      waiting = [];
    },
    committed() {
      const { first, ids } = pieces[pieces.length - 1];
      if (ids.size < pieceIds || waiting.length > 0) return;
      for (const gone of pieces.slice(0, -1)) gone.ids.close();
      pieces = [pieces[pieces.length - 1], { first: first + ids.size, ids: eventIds() }];
      known.clear();
    },
    close() {
      for (const { ids } of pieces) ids.close();
    },
  };
}
