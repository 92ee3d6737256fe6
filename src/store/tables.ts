/** The tables of the lake (docs/store.md): their columns, and how their rows are sorted. */
import type { ParquetTable } from '../../schemas/commit.ts';
import type { ColumnValues } from './parquet/column-chunk.ts';
import type { ColumnKind, WrittenColumn } from './parquet/file-writer.ts';

/** A column: its name, and what it holds. */
interface LakeColumn {
  readonly name: string;
  readonly kind: ColumnKind;
}

/** What its files look like. */
interface LakeTable {
  readonly columns: readonly LakeColumn[];
  readonly order: string;
  /** Whether its files have Bloom filters: rows are looked for by columns by which they are not sorted. */
  readonly hasFilters: boolean;
}

const of = (kind: ColumnKind, ...names: readonly string[]): LakeColumn[] =>
  names.map((name) => ({ name, kind }));

const PLACE = [...of('int32', 'input'), ...of('int64', 'byte')];
const VERDICT_COLUMNS: readonly LakeColumn[] = [
  ...of('text', 'subject'),
  ...of('int64', 'ref'),
  ...of('time', 'time'),
  ...of('text', 'event', 'verdict', 'by'),
  ...of('int32', 'revision'),
];

/** Every Parquet table. */
export const LAKE_TABLES: Readonly<Record<ParquetTable, LakeTable>> = {
  events: {
    order: 'actor NULLS LAST, "time", ref',
    hasFilters: true,
    columns: [
      ...of('int64', 'ref'),
      ...of('time', 'time'),
      ...of('text', 'system', 'source', 'id', 'actor', 'principal', 'person', 'action', 'outcome', 'reason'),
      ...of('text', 'device', 'ip', 'site', 'session', 'tenant'),
      ...of('texts', 'subjects'),
      ...of('text', 'resource', 'data_class'),
      ...of('date', 'record_date'),
      ...of('int64', 'records', 'bytes'),
      ...of('text', 'case_id', 'purpose', 'transaction_id', 'destination', 'target', 'extra'),
      ...of('texts', 'verdicts', 'causes'),
      ...of('text', 'off_duty'),
      ...of('flag', 'late', 'clock', 'reused_id'),
      ...PLACE,
      ...of('int64', 'content'),
    ],
  },
  subjects: {
    order: 'subject, "time", ref',
    hasFilters: false,
    columns: [
      ...of('text', 'subject'),
      ...of('int64', 'ref'),
      ...of('time', 'time'),
      ...of('text', 'system', 'source', 'id', 'actor', 'principal', 'person', 'action', 'outcome'),
      ...of('text', 'device', 'ip', 'site', 'session', 'tenant', 'resource', 'data_class'),
      ...of('date', 'record_date'),
      ...of('int64', 'records'),
      ...of('text', 'case_id', 'purpose', 'transaction_id', 'destination', 'verdict', 'cause', 'off_duty'),
      ...of('flag', 'late', 'clock'),
      ...PLACE,
    ],
  },
  verdicts: { order: 'subject, "time", ref, revision', hasFilters: false, columns: VERDICT_COLUMNS },
  changes: {
    order: 'who, "time", ref, subject, revision',
    hasFilters: false,
    columns: [...of('int64', 'who'), ...VERDICT_COLUMNS],
  },
  raw: {
    order: 'ref',
    hasFilters: false,
    columns: [...of('int64', 'ref'), ...of('time', 'time'), ...of('text', 'system'), ...of('bytes', 'raw')],
  },
};

/** Rows of a table, in the order in which its file has them. */
export interface TableRows {
  readonly table: ParquetTable;
  readonly size: number;
  readonly columns: readonly WrittenColumn[];
}

/** Rows from the values of the columns of a table; `rowsOf` says in which order those of a column are taken. */
export function tableRows(
  table: ParquetTable,
  values: Readonly<Record<string, ColumnValues>>,
  rowsOf: (column: string) => Uint32Array,
  size: number,
): TableRows {
  const { columns, hasFilters } = LAKE_TABLES[table];
  return {
    table,
    size,
    columns: columns.map(({ name, kind }) => ({
      name,
      kind,
      values: values[name],
      rows: rowsOf(name),
      hasFilters,
    })),
  };
}

const SQL_TYPE: Readonly<Record<ColumnKind, string>> = {
  text: 'VARCHAR',
  bytes: 'BLOB',
  texts: 'VARCHAR[]',
  int64: 'BIGINT',
  int32: 'INTEGER',
  time: 'TIMESTAMPTZ',
  date: 'DATE',
  flag: 'BOOLEAN',
};

/** The columns of a table and their types in SQL. */
export function columnsOf(table: ParquetTable): { readonly name: string; readonly staged: string }[] {
  return LAKE_TABLES[table].columns.map(({ name, kind }) => ({ name, staged: SQL_TYPE[kind] }));
}
