/** The tables of the lake (docs/store.md): their columns, how they are staged as JSON, and how their rows are sorted. */
import type { ParquetTable } from '../../schemas/commit.ts';

/** A column: how it is staged, and what becomes of it. */
interface LakeColumn {
  readonly name: string;
  readonly staged: 'VARCHAR' | 'VARCHAR[]' | 'BIGINT' | 'INTEGER' | 'BOOLEAN';
  /** What it is in the files, where that is not how it is staged. */
  readonly type?: 'BLOB';
  /** SQL over the staged columns; default: the column itself. */
  readonly sql?: string;
  /** Of the staged rows only. */
  readonly isStagedOnly?: boolean;
}

/** Where rows are staged, and what a table makes of them. */
export interface LakeTable {
  readonly columns: readonly LakeColumn[];
  /** The staged rows it is made from: its own, or those of another table. */
  readonly from: 'events' | 'verdicts' | 'raw';
  /** SQL over the staged columns: which of them; default: all. */
  readonly where?: string;
  readonly order: string;
  /** Whether its files have Bloom filters: rows are looked for by columns by which they are not sorted. */
  readonly hasFilters: boolean;
}

const text = (name: string, sql?: string): LakeColumn => ({ name, staged: 'VARCHAR', ...(sql && { sql }) });
const texts = (name: string): LakeColumn => ({ name, staged: 'VARCHAR[]' });
const whole = (name: string): LakeColumn => ({ name, staged: 'BIGINT' });
const flag = (name: string): LakeColumn => ({ name, staged: 'BOOLEAN', sql: `coalesce("${name}", false)` });
const one = (name: string, list: string): LakeColumn => ({ ...text(name), sql: `unnest(${list})` });

const TIME: LakeColumn = { name: 'time', staged: 'BIGINT', sql: 'make_timestamp("time")::TIMESTAMPTZ' };
const RECORD_DATE = text('record_date', 'record_date::DATE');
const INPUT: LakeColumn = { name: 'input', staged: 'INTEGER' };

const VERDICT_COLUMNS: readonly LakeColumn[] = [
  text('subject'),
  whole('ref'),
  TIME,
  ...['event', 'verdict', 'by'].map((n) => text(n)),
  { name: 'revision', staged: 'INTEGER' },
];

/** Every Parquet table. */
export const LAKE_TABLES: Readonly<Record<ParquetTable, LakeTable>> = {
  events: {
    from: 'events',
    order: 'actor NULLS LAST, "time", ref',
    hasFilters: true,
    columns: [
      whole('ref'),
      TIME,
      ...['system', 'source', 'id', 'actor', 'principal', 'person', 'action', 'outcome', 'reason'].map((n) =>
        text(n),
      ),
      ...['device', 'ip', 'site', 'session', 'tenant'].map((n) => text(n)),
      { ...texts('subjects'), sql: 'coalesce(subjects, [])' },
      ...['resource', 'data_class'].map((n) => text(n)),
      RECORD_DATE,
      whole('records'),
      whole('bytes'),
      ...['case_id', 'purpose', 'transaction_id', 'destination', 'target', 'extra'].map((n) => text(n)),
      texts('verdicts'),
      texts('causes'),
      text('off_duty'),
      ...['late', 'clock', 'reused_id'].map(flag),
      INPUT,
      whole('byte'),
      whole('content'),
    ],
  },
  subjects: {
    from: 'events',
    order: 'subject, "time", ref',
    hasFilters: false,
    columns: [
      one('subject', 'subjects'),
      whole('ref'),
      TIME,
      ...['system', 'source', 'id', 'actor', 'principal', 'person', 'action', 'outcome'].map((n) => text(n)),
      ...['device', 'ip', 'site', 'session', 'tenant', 'resource', 'data_class'].map((n) => text(n)),
      RECORD_DATE,
      whole('records'),
      ...['case_id', 'purpose', 'transaction_id', 'destination'].map((n) => text(n)),
      one('verdict', 'verdicts'),
      one('cause', 'causes'),
      text('off_duty'),
      ...['late', 'clock'].map(flag),
      INPUT,
      whole('byte'),
    ],
  },
  verdicts: {
    from: 'verdicts',
    order: 'subject, "time", ref, revision',
    hasFilters: false,
    columns: [
      ...VERDICT_COLUMNS,
      { ...whole('who'), isStagedOnly: true },
      { name: 'changed', staged: 'BOOLEAN', isStagedOnly: true },
    ],
  },
  changes: {
    from: 'verdicts',
    where: 'changed',
    order: 'who, "time", ref, subject, revision',
    hasFilters: false,
    columns: [whole('who'), ...VERDICT_COLUMNS],
  },
  raw: {
    from: 'raw',
    order: 'ref',
    hasFilters: false,
    columns: [whole('ref'), TIME, text('system'), { ...text('raw', 'from_base64(raw)'), type: 'BLOB' }],
  },
};

/** The columns of staged rows, as `read_json` wants them. */
export function stagedColumns(from: LakeTable['from']): string {
  return LAKE_TABLES[from].columns.map(({ name, staged }) => `"${name}": '${staged}'`).join(', ');
}

/** The rows of a table, from `rows`: staged ones as SQL. */
export function selectedRows(table: ParquetTable, rows: string): string {
  const { columns, where } = LAKE_TABLES[table];
  const selected = columns
    .filter(({ isStagedOnly }) => isStagedOnly !== true)
    .map(({ name, sql }) => `${sql ?? `"${name}"`} AS "${name}"`);
  return `SELECT ${selected.join(', ')} FROM ${rows}${where === undefined ? '' : ` WHERE ${where}`}`;
}

/** The columns of a table as its files have them. */
export function columnsOf(table: ParquetTable): readonly Pick<LakeColumn, 'name' | 'staged' | 'type'>[] {
  return LAKE_TABLES[table].columns.filter(({ isStagedOnly }) => isStagedOnly !== true);
}
