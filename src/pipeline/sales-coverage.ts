/** Logs of shops and customer relations that never tell of a sale: look-ups there cannot be held against sales. */
import { type EventBatch, IS_LOOKUP, OUTCOME, SYSTEM } from '../../schemas/event-columns.ts';
import type { Key } from '../core/hash.ts';
import { isIssue } from '../verdicts/issue.ts';

/** Fewer look-ups than this say nothing of a log. */
const LOOKUPS_MIN = 50;

/** What is noted of a run. */
export interface SalesCoverage {
  note(batch: EventBatch, row: number): void;
  /** Sources with look-ups of customers and without any sale, quote or ticket, by name. */
  withoutSales(): string[];
}

/** Nothing noted yet. */
export function salesCoverage(): SalesCoverage {
  const sources = new Map<Key, { readonly name: string; lookups: number; issues: number }>();

  return {
    note(batch, row) {
      const { columns } = batch;
      const system = columns.system[row];
      if (system !== SYSTEM.pos && system !== SYSTEM.crm) return;
      if (columns.outcome[row] !== OUTCOME.success) return;
      const isSale = isIssue(row, columns);
      if (!isSale && !IS_LOOKUP[columns.action[row]]) return;
      const key = columns.source[row];
      const known = sources.get(key) ?? { name: batch.event(row).source, lookups: 0, issues: 0 };
      sources.set(key, known);
      if (isSale) known.issues++;
      else known.lookups += columns.subjectStart[row + 1] - columns.subjectStart[row];
    },
    withoutSales: () =>
      [...sources.values()]
        .filter(({ lookups, issues }) => lookups >= LOOKUPS_MIN && issues === 0)
        .map(({ name }) => name)
        .sort(),
  };
}
