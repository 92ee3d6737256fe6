/** What is said between a question and the process that runs its SQL. */
import type { ParquetTable } from '../../schemas/lake-tables.ts';
import type { Micros } from '../core/time.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import type { Bound } from './define.ts';

/** The period that the views show; the end is not part of it. `before` and `after` are added in the views `…_around`. */
export interface ViewPeriod {
  readonly from: Micros;
  readonly to: Micros;
  readonly before: Micros;
  readonly after: Micros;
}

/** What is to be seen of a table. */
export interface Sight {
  readonly paths: readonly string[];
  /** In their row groups. */
  readonly rows: number;
  /** When the first and the last row of their files happened: a bound of the period that all of them keep is not asked of each. */
  readonly first: Micros;
  readonly last: Micros;
  /** Only rows that have these values; null: all. */
  readonly wanted: Wanted | null;
  /** Whether several statements read whole rows of it: then they are unpacked once. */
  readonly isReadOften: boolean;
}

/** What is to be seen of some tables; another stays as it is, at first empty. */
export type Sights = Readonly<Partial<Record<ParquetTable, Sight>>>;

/** All that the process may ever touch. */
export interface Fence {
  /** Files it may read. */
  readonly paths: readonly string[];
  /** A folder of copies, which it removes if whoever started it dies. */
  readonly folder: string | null;
}

/** To the process. */
export type ToQueries =
  | { readonly kind: 'fence'; readonly fence: Fence; readonly period: ViewPeriod }
  | { readonly kind: 'see'; readonly sights: Sights; readonly period: ViewPeriod }
  | {
      readonly kind: 'query';
      readonly sql: string;
      readonly values: readonly Bound[];
      /** The columns of rows that are wanted as arrays; null: all columns, of rows that are objects. */
      readonly names: readonly string[] | null;
    }
  | { readonly kind: 'next' };

/** From it. `rows` are JSON (UTF-8); null is the end. */
export type FromQueries =
  | { readonly done: true }
  | { readonly rows: Uint8Array | null }
  | { readonly failed: string };
