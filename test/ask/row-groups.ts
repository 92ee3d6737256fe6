/** A Parquet file of many small row groups as a lake would name it, for tests of what is read of it. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { LakeFile } from '../../schemas/commit.ts';
import { openDuck } from '../../src/store/duck.ts';

/** Rows of the file. */
const GROUPED_ROWS = 20_480;
/** Accounts in it: `u000` … in order, some in two groups. */
export const GROUPED_ACTORS = 25;

/** Writes the file below `folder` and says what its commit would say. */
export async function groupedFile(folder: string): Promise<LakeFile> {
  const name = 'events/2024-05/000000000002-0.parquet';
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  const duck = await openDuck({ memoryMb: 512, threads: 1, spillFolder: '' });
  await duck.run(
    `COPY (SELECT * FROM (SELECT i AS ref, make_timestamp(1700000000000000 + i)::TIMESTAMPTZ AS "time",
        'u' || lpad((i * 7919 % ${GROUPED_ACTORS})::VARCHAR, 3, '0') AS actor, 'P' || (i % 4) || '-' || (i * 7919 % ${GROUPED_ACTORS}) // 5 AS person,
        i * 7919 % ${GROUPED_ACTORS} AS who, 'text ' || i * 31 AS resource FROM range(${GROUPED_ROWS}) t(i)) ORDER BY actor, ref)
     TO '${path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`,
  );
  const found = await duck.rows(
    `SELECT any_value(row_group_num_rows) AS n, max(coalesce(dictionary_page_offset, data_page_offset) + total_compressed_size) AS "end"
     FROM parquet_metadata('${path}') GROUP BY row_group_id ORDER BY row_group_id`,
  );
  duck.close();
  const bytes = readFileSync(path);
  const ends = [
    ...found.map(({ n, end }) => ({ rows: Number(n), to: Number(end) })),
    { rows: 0, to: bytes.length },
  ];
  return {
    table: 'events',
    name,
    sha256: hashOf(bytes),
    bytes: bytes.length,
    rows: GROUPED_ROWS,
    first: null,
    last: null,
    tail: false,
    groups: ends.map(({ rows, to }, i) => {
      const from = ends[i - 1]?.to ?? 0;
      return { rows, from, to, sha256: hashOf(bytes.subarray(from, to)) };
    }),
    days: [],
  };
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
