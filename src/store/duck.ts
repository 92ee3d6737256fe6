/**
 * DuckDB, as the lake needs it: one private database in memory, with a bound on it, that never loads an extension and never asks
 * the network. The library is loaded when the first one is opened, so that whoever has no lake does not pay for it.
 */
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api';

/** Bounds of one database. */
export interface DuckLimits {
  readonly memoryMb: number;
  readonly threads: number;
  /** A folder of its own for what does not fit into memory. */
  readonly spillFolder: string;
}

/** A row as DuckDB gives it: integers of 64 bits are `bigint`. */
export type DuckRow = Readonly<Record<string, unknown>>;

/** An open database. */
export interface Duck {
  run(sql: string, values?: readonly DuckDBValue[]): Promise<void>;
  rows(sql: string, values?: readonly DuckDBValue[]): Promise<DuckRow[]>;
  readonly connection: DuckDBConnection;
  /** The same database for somebody else: he waits for nobody's statements, and is not interrupted with them. */
  beside(): Promise<Pick<Duck, 'rows'>>;
  close(): void;
}

/** Opens a database. */
export async function openDuck(limits: DuckLimits): Promise<Duck> {
  const { DuckDBInstance } = await import('@duckdb/node-api');
  const instance = await DuckDBInstance.create(':memory:', duckSettings(limits));
  const connections: DuckDBConnection[] = [];
  const connect = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    connections.push(connection);
    await connection.run("SET TimeZone = 'UTC'");
    return connection;
  };
  const connection = await connect();
  return {
    connection,
    async run(sql, values) {
      await connection.run(sql, values === undefined ? undefined : [...values]);
    },
    rows: rowsOf(connection),
    beside: async () => ({ rows: rowsOf(await connect()) }),
    close() {
      for (const one of connections) one.closeSync();
      instance.closeSync();
    },
  };
}

function rowsOf(connection: DuckDBConnection): Duck['rows'] {
  return async (sql, values) => {
    const reader = await connection.runAndReadAll(sql, values === undefined ? undefined : [...values]);
    return reader.getRowObjectsJS();
  };
}

/** The settings of every database of ours: bounded, and without extensions. */
export function duckSettings({ memoryMb, threads, spillFolder }: DuckLimits): Record<string, string> {
  return {
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    temp_directory: spillFolder,
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  };
}

/** A text as a literal. A zero would end the statement: it is put in by name. */
export function quoted(text: string): string {
  const literals = text.split('\0').map((part) => `'${part.replaceAll("'", "''")}'`);
  return literals.length === 1 ? literals[0] : `(${literals.join(' || chr(0) || ')})`;
}

/** `read_parquet` of exactly these files and what is in them: no name is a pattern, and a folder called `actor=somebody` is no column. */
export function parquetFiles(paths: readonly string[]): string {
  const names = paths.map((path) => quoted(patternOf(path)));
  return `read_parquet([${names.join(', ')}], hive_partitioning = false)`;
}

/** The pattern that only this name fits. */
export function patternOf(path: string): string {
  return path.replace(/[*?[]/g, '[$&]');
}
