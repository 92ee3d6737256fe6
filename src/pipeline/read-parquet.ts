/** How Parquet input is read: by the store, which knows DuckDB, and only when such a file comes. */
import { DamagedData } from '../ingest/compression.ts';

/** The rows of a Parquet file as NDJSON. */
export async function* readParquet(path: string): AsyncGenerator<Uint8Array> {
  const { parquetLines } = await import('../store/parquet-input.ts');
  try {
    yield* parquetLines(path);
  } catch (error) {
    throw new DamagedData('not a Parquet file, or a damaged one', { cause: error });
  }
}
