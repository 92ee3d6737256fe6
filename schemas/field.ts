/** How a field is declared: once, here, for validation, types, core columns, Parquet, JSON Schema and the reference page. */
import type { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/**
 * How a field lives in the core:
 * `instant` microseconds since the epoch · `code` position in a closed list · `key` 53-bit hash of the text ·
 * `keys` a list of keys per row · `count` integer ≥ 0 · `day` days since the epoch · `none` kept in the raw row only.
 */
export type ColumnKind = 'instant' | 'code' | 'key' | 'keys' | 'count' | 'day' | 'none';

/** What the reference page says of a field. */
export interface FieldDoc {
  readonly about: Bilingual;
  readonly unit?: string;
  readonly example: string | number | readonly string[] | Readonly<Record<string, unknown>>;
}

/** One declared field: its column kind, its schema and its documentation. */
export interface Field<K extends ColumnKind = ColumnKind, S extends z.ZodType = z.ZodType> extends FieldDoc {
  readonly column: K;
  readonly schema: S;
}

/** Declares a field. The schema says what is valid outside; the column says how it is held inside. */
export function field<K extends ColumnKind, S extends z.ZodType>(
  column: K,
  schema: S,
  doc: FieldDoc,
): Field<K, S> {
  return { column, schema, ...doc };
}

/** The schemas of a table of fields, in the shape `z.object` takes. */
export function shapeOf<T extends Readonly<Record<string, Field>>>(
  fields: T,
): { [N in keyof T]: T[N]['schema'] } {
  return Object.fromEntries(Object.entries(fields).map(([name, { schema }]) => [name, schema])) as {
    [N in keyof T]: T[N]['schema'];
  };
}

/** `data_class` → `dataClass`: names are snake_case outside and camelCase in code, mapped here and nowhere else. */
export type Camel<S extends string> = S extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<Camel<Tail>>}`
  : S;

/** {@link Camel} for values. */
export function camel<S extends string>(name: S): Camel<S> {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) as Camel<S>;
}

/** `dataClass` → `data_class`: {@link camel} undone. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
