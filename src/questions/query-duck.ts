/**
 * DuckDB for the process that runs SQL, by its bindings: what `@duckdb/node-api` puts over them takes 40 ms to load, and makes a text of every
 * row, which nobody needs who passes it on.
 */
import { Buffer } from 'node:buffer';
import duckdb from '@duckdb/node-bindings';
import { type DuckLimits, duckSettings } from '../store/duck.ts';
import type { Bound } from './define.ts';

/** An open database. */
export interface QueryDuck {
  run(sql: string): Promise<void>;
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Rows as JSON, a piece (an array, UTF-8) at a time: as objects, or of `names` as arrays, which are half as long. */
  pieces(sql: string, values: readonly Bound[], names: readonly string[] | null): AsyncGenerator<Uint8Array>;
}

/** Opens a database, of its own and in memory, that loads no extensions. */
export async function openQueryDuck(limits: DuckLimits): Promise<QueryDuck> {
  const config = duckdb.create_config();
  for (const [name, value] of Object.entries(duckSettings(limits))) duckdb.set_config(config, name, value);
  const connection = await duckdb.connect(await duckdb.open(':memory:', config));
  await duckdb.query(connection, "SET TimeZone = 'UTC'");

  /** DuckDB writes the JSON: measured for 6,000 rows of 26 columns, a fifth of what it costs to make objects of them here. */
  async function* pieces(
    sql: string,
    values: readonly Bound[],
    names: readonly string[] | null,
  ): AsyncGenerator<Uint8Array> {
    const row =
      names === null ? 'to_json(answer)' : `json_array(${names.map((name) => `"${name}"`).join(', ')})`;
    const prepared = await duckdb.prepare(connection, `SELECT ${row}::VARCHAR FROM (${sql}) answer`);
    let result: duckdb.Result;
    try {
      for (const [index, value] of values.entries()) bind(prepared, index + 1, value);
      result = await duckdb.execute_prepared_streaming(prepared);
    } finally {
      duckdb.destroy_prepare_sync(prepared);
    }
    for (;;) {
      const chunk = await duckdb.fetch_chunk(result);
      const rows = chunk === null ? 0 : duckdb.data_chunk_get_size(chunk);
      if (chunk === null || rows === 0) return;
      yield arrayOf(duckdb.data_chunk_get_vector(chunk, 0), rows);
    }
  }

  return {
    async run(sql) {
      await duckdb.query(connection, sql);
    },
    async rows(sql) {
      const all: Readonly<Record<string, unknown>>[] = [];
      for await (const piece of pieces(sql, [], null)) all.push(...JSON.parse(Buffer.from(piece).toString()));
      return all;
    },
    pieces,
  };
}

/** Whole numbers are bound as such, so that times are compared exactly. */
function bind(prepared: duckdb.PreparedStatement, index: number, value: Bound): void {
  if (typeof value === 'string') duckdb.bind_varchar(prepared, index, value);
  else if (typeof value !== 'number')
    duckdb.bind_value(
      prepared,
      index,
      duckdb.create_list_value(
        duckdb.create_logical_type(duckdb.Type.VARCHAR),
        value.map((text) => duckdb.create_varchar(text)),
      ),
    );
  else if (Number.isInteger(value)) duckdb.bind_int64(prepared, index, BigInt(value));
  else duckdb.bind_double(prepared, index, value);
}

/** A text as a vector has it: its length, then itself, if it is not longer than this, else its beginning and where it lies. */
const TEXT = { bytes: 16, bodyAt: 4, inlineMax: 12, pointerAt: 8 } as const;
const [OPENING, COMMA, CLOSING] = Buffer.from('[,]');

/** Texts that are JSON as one array. */
function arrayOf(vector: duckdb.Vector, rows: number): Uint8Array {
  const heads = duckdb.vector_get_data(vector, rows * TEXT.bytes);
  const view = new DataView(heads.buffer, heads.byteOffset, heads.byteLength);
  let size = 1 + rows;
  for (let row = 0; row < rows; row++) size += view.getUint32(row * TEXT.bytes, true);
  const array = new Uint8Array(size);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    array[at++] = row === 0 ? OPENING : COMMA;
    const head = row * TEXT.bytes;
    const length = view.getUint32(head, true);
    array.set(
      length <= TEXT.inlineMax
        ? heads.subarray(head + TEXT.bodyAt, head + TEXT.bodyAt + length)
        : duckdb.get_data_from_pointer(
            heads.buffer as ArrayBuffer,
            heads.byteOffset + head + TEXT.pointerAt,
            length,
          ),
      at,
    );
    at += length;
  }
  array[at] = CLOSING;
  return array;
}
