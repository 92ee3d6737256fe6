/** An opened log: what the ways of reading one (as it comes, or sorted first) have in common. */
import type { EventBatch } from '../../schemas/event-columns.ts';
import type { Problem } from '../core/problem.ts';
import type { RowCounts } from './decoder.ts';
import type { InputKind } from './recognise.ts';

export type { Quarantine, Quarantined } from './quarantined.ts';

/** An opened log. */
export interface Input {
  readonly name: string;
  readonly kind: InputKind;
  /** Whether it can be opened and read again from its beginning. */
  readonly rereadable: boolean;
  /** The next batch in the order of the input; null at its end, or where it can be read no further. */
  next(): Promise<EventBatch | null>;
  /** How far the file itself, compressed or not, has been read; the total is null where nobody knows it. */
  readonly position: { readonly bytesRead: number; readonly bytesTotal: number | null };
  readonly counts: Readonly<RowCounts>;
  /** Why it could not be read to its end: what came before stands. Known once {@link next} has given null. */
  readonly problem: Problem | null;
  /** Whether nothing at all was in it. */
  readonly isEmpty: boolean;
  close(): Promise<void>;
}
