/** Parquet files as input: their rows as lines of JSON, so that they are read as strictly as any log. */
import { type Duck, openDuck, parquetFiles } from './duck.ts';

/** Rows a piece. */
const PIECE_ROWS = 2_048;
const MEMORY_MB = 512;

/** The rows of a file in its order, each a line of NDJSON: a column is a member, and what is NULL is left out. */
export async function* parquetLines(path: string): AsyncGenerator<Uint8Array> {
  const duck = await openDuck({ memoryMb: MEMORY_MB, threads: 2, spillFolder: '' });
  try {
    const members = (await describe(duck, path)).map(memberOf);
    const result = await duck.connection.stream(
      `SELECT '{' || concat_ws(',', ${members.join(', ')}) || '}' FROM ${parquetFiles([path])}`,
    );
    let lines: string[] = [];
    for (
      let chunk = await result.fetchChunk();
      chunk !== null && chunk.rowCount > 0;
      chunk = await result.fetchChunk()
    ) {
      for (const line of chunk.getColumnValues(0)) lines.push(String(line));
      if (lines.length < PIECE_ROWS) continue;
      yield Buffer.from(`${lines.join('\n')}\n`);
      lines = [];
    }
    if (lines.length > 0) yield Buffer.from(`${lines.join('\n')}\n`);
  } finally {
    duck.close();
  }
}

interface Column {
  readonly name: string;
  readonly type: string;
}

async function describe(duck: Duck, path: string): Promise<Column[]> {
  const found = await duck.rows(`DESCRIBE SELECT * FROM ${parquetFiles([path])}`);
  return found.map(({ column_name: name, column_type: type }) => ({
    name: String(name),
    type: String(type),
  }));
}

/** `"name":value` as SQL; NULL where the value is. An instant is told in UTC; `extra` may be JSON text. */
function memberOf({ name, type }: Column): string {
  const column = `"${name.replaceAll('"', '""')}"`;
  const isInstant = type === 'TIMESTAMP WITH TIME ZONE';
  const value = isInstant
    ? `'"' || strftime(${column} AT TIME ZONE 'UTC', '%Y-%m-%dT%H:%M:%S.%f') || 'Z"'`
    : name === 'extra' && type === 'VARCHAR'
      ? `CASE WHEN json_valid(${column}) THEN ${column} ELSE to_json(${column})::VARCHAR END`
      : `to_json(${column})::VARCHAR`;
  const key = `${JSON.stringify(name)}:`.replaceAll("'", "''");
  return `CASE WHEN ${column} IS NULL THEN NULL ELSE '${key}' || ${value} END`;
}
