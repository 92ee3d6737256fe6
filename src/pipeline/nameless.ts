/** Look-ups of which the log names neither person nor account nor device: an address is nobody, so they count under nobody. */
import { type EventBatch, IS_LOOKUP, OUTCOME } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../core/hash.ts';

/** Look-ups of a source that nobody's counts hold. */
export interface Nameless {
  readonly source: string;
  readonly lookups: number;
}

/** What is noted of a run. */
export interface NamelessLookups {
  note(batch: EventBatch, row: number): void;
  /** Sources with such look-ups, by name. */
  sources(): Nameless[];
}

/** Nothing noted yet. */
export function namelessLookups(): NamelessLookups {
  const sources = new Map<Key, { readonly source: string; lookups: number }>();
  return {
    note(batch, row) {
      const { actor, principal, device, action, outcome, source } = batch.columns;
      if (actor[row] !== NONE || device[row] !== NONE || principal[row] !== NONE) return;
      if (!IS_LOOKUP[action[row]] || outcome[row] !== OUTCOME.success) return;
      const known = sources.get(source[row]) ?? { source: batch.event(row).source, lookups: 0 };
      sources.set(source[row], known);
      known.lookups++;
    },
    sources: () => [...sources.values()].sort((a, b) => (a.source < b.source ? -1 : 1)),
  };
}
