/** What is said between a question and the process that runs its SQL. */
import type { ParquetTable } from '../../schemas/commit.ts';
import type { Micros } from '../core/time.ts';
import type { Bound } from './define.ts';

/** Paths of the files of each table. */
export type TableFiles = Readonly<Record<ParquetTable, readonly string[]>>;

/** The period that the views show; the end is not part of it. `margin` is added on both sides in the views `…_around`. */
export interface ViewPeriod {
  readonly from: Micros;
  readonly to: Micros;
  readonly margin: Micros;
}

/** To the process. */
export type ToQueries =
  | { readonly kind: 'open'; readonly files: TableFiles; readonly period: ViewPeriod }
  | { readonly kind: 'query'; readonly sql: string; readonly values: readonly Bound[] }
  | { readonly kind: 'next' };

/** From it. `rows: null` is the end. */
export type FromQueries =
  | { readonly opened: true }
  | { readonly rows: Record<string, unknown>[] | null }
  | { readonly failed: string };
