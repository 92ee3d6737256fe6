/** What a question is: a declaration, fixed SQL with bound parameters, and an exact answer. */
import type { ParquetTable } from '../../schemas/lake-tables.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Problem } from '../core/problem.ts';
import type { Micros } from '../core/time.ts';
import type { RegisterName, Registers } from '../registers/registers.ts';
import type { Wanted } from '../store/parquet/footer.ts';
import type { Snapshot } from '../store/snapshot.ts';
import type { Column, Row, Value } from './columns.ts';
import type { Parameters } from './parameters.ts';
import type { People } from './people.ts';
import type { QuestionId } from './question-ids.ts';
import type { Searched } from './searched.ts';

/** An option of `metsuke ask` that a question reads. */
export type ParameterName =
  | 'subject'
  | 'subjects'
  | 'principal'
  | 'actor'
  | 'device'
  | 'item'
  | 'from'
  | 'to'
  | 'days'
  | 'base'
  | 'parts'
  | 'seed'
  | 'size';
/** What an answer tells of how it was asked. */
export type Told = ParameterName | 'raw';

/** A bound value. Times are numbers. */
export type Bound = string | number | readonly string[];

/** What may be asked of the tables: views of exactly the files and the period in question. */
export interface Tables {
  rows(sql: string, values?: readonly Bound[]): Promise<Row[]>;
  /** The same, a piece at a time; `names`: only these columns. */
  stream(sql: string, values?: readonly Bound[], names?: readonly string[]): AsyncIterable<readonly Row[]>;
}

/** Of some tables: the values of columns, one of which a row must have in each to matter. Null: all rows of the period matter. */
export type Wants = Readonly<Partial<Record<ParquetTable, Wanted | null>>>;

/** What a question has to answer with. */
export interface Inquiry {
  readonly parameters: Parameters;
  /** The period searched; the end is not part of it. */
  readonly from: Micros;
  readonly to: Micros;
  readonly tables: Tables;
  /** Shows other rows of tables from now on; before, no row of a table that {@link Question.tables} does not name can be seen. */
  see(wants: Wants): Promise<void>;
  /** The first and last text of a column by which rows of a table were chosen, in all of its files of the period; null where it was not looked at. */
  bounds(table: ParquetTable, column: string): readonly [first: string, last: string] | null;
  /** Read when they are first asked for, if not before: best while a statement is worked on. */
  readonly registers: Registers;
  /** Registers that the lake has not. */
  readonly missing: readonly RegisterName[];
  readonly people: People;
  readonly snapshot: Snapshot;
  readonly searched: Searched;
  /** Why any answer about this period may lack something. */
  readonly gaps: readonly Bilingual[];
}

/** A figure of the answer besides its count. */
export interface Figure {
  readonly name: string;
  readonly title: Bilingual;
  readonly value: Value;
  /** How a person reads it, where that is not the value itself: line by line. */
  readonly text?: readonly Bilingual[];
}

/** Rows that a statement gives: with all columns of the answer; what else it has is not shown. */
export interface Selected {
  readonly sql: string;
  readonly values: readonly Bound[];
}

/** An answer, before its head is written. */
export interface Answer {
  /** Exact, and known before the first row is. */
  readonly count: number;
  /** What is counted. */
  readonly counted: Bilingual;
  readonly figures?: readonly Figure[];
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly Row[]> | Selected;
  /** Why the answer may be wrong or lack something. */
  readonly gaps?: readonly Bilingual[];
  /** What the log cannot show of this question. */
  readonly cannotShow?: readonly Bilingual[];
}

/** A question. */
export interface Question {
  readonly id: QuestionId;
  readonly title: Bilingual;
  /** What it answers, in a sentence or two. */
  readonly about: Bilingual;
  /** One of each group must be given. */
  readonly needs: readonly (readonly ParameterName[])[];
  /** What may be given besides. */
  readonly takes: readonly ParameterName[];
  /** Tables it reads from the beginning. */
  readonly tables: readonly ParquetTable[];
  /** Rows it reads of them from the beginning, where that is not all of the period: row groups without any are neither checked nor read. */
  wants?(parameters: Parameters): Wants;
  /** Tables of which only one of its statements reads whole rows: they are not unpacked beforehand for several. */
  readonly readsOnce?: readonly ParquetTable[];
  /** Time before and after the period that it looks at too, for what belongs to events of the period. */
  readonly margin?: readonly [before: Micros, after: Micros];
  /** Its rows are events, each with its `ref`: the lines they were read from can be shown (`--raw`). */
  readonly ofEvents?: true;
  /** Registers that it asks, besides whom they protect; default: all. Others are as if they were empty: with a million cases they take seconds to read. */
  readonly registers?: readonly RegisterName[];
  /** An example of a command line, without `metsuke ask` and `--lake`. */
  readonly example: string;
  /** Where no period is asked for: another than all of the log. */
  period?(
    parameters: Parameters,
    people: People,
    searched: Searched,
  ): { readonly from: Micros | null; readonly to: Micros | null } | Problem;
  answer(inquiry: Inquiry): Promise<Answer | Problem>;
}

/** Declares a question. */
export function defineQuestion(question: Question): Question {
  return question;
}

/** Rows that are there already, as an answer gives them. */
export async function* given(rows: readonly Row[]): AsyncIterable<readonly Row[]> {
  if (rows.length > 0) yield rows;
}

/** Streamed rows, each made into another. */
export async function* mapped(
  pieces: AsyncIterable<readonly Row[]>,
  change: (row: Row) => Row,
): AsyncIterable<readonly Row[]> {
  for await (const piece of pieces) yield piece.map(change);
}

/** A number that a query counted. */
export function countIn(row: Row | undefined, name = 'n'): number {
  return Number(row?.[name] ?? 0);
}

/** A figure of the head. */
export function figure(name: string, ja: string, en: string, value: Value): Figure {
  return { name, title: { ja, en }, value };
}

/** {@link figure} of what a query counted under its name. */
export function figureIn(row: Row | undefined, name: string, ja: string, en: string): Figure {
  return figure(name, ja, en, countIn(row, name));
}
