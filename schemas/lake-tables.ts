/** The tables of a lake by their names: apart from the schema of commits, for the process that runs SQL, which starts with every question. */

/** The tables of a lake: folders of Parquet files, and folders of NDJSON files. */
export const PARQUET_TABLES = ['events', 'subjects', 'verdicts', 'changes', 'raw'] as const;
export const NDJSON_TABLES = ['findings', 'quarantine', 'replayed'] as const;
/** The folders of files that commits name. */
export const DATA_FOLDERS = [...PARQUET_TABLES, ...NDJSON_TABLES, 'registers', 'state', 'journal'] as const;
export type ParquetTable = (typeof PARQUET_TABLES)[number];
export type NdjsonTable = (typeof NDJSON_TABLES)[number];
