/** Files that are written here, held against what DuckDB reads. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { hashText } from '../../core/hash.ts';
import { openDuck, parquetFiles } from '../duck.ts';
import { numberColumn } from '../rows/number-column.ts';
import { textColumn, wordTexts } from '../rows/text-column.ts';
import { xxHash64 } from './bloom.ts';
import { bloomHashes, shortHash64 } from './bloom-writer.ts';
import type { ColumnValues } from './column-chunk.ts';
import { type ColumnKind, type WrittenColumn, writeParquet } from './file-writer.ts';
import { groupsThatMayHold, readFooter, soughtOf } from './footer.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-writer-'));
const duck = await openDuck({ memoryMb: 512, threads: 1, spillFolder: '' });
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});

type Text = string | null;
interface Row {
  readonly text: Text;
  readonly words: readonly Text[] | null;
  readonly wide: number | null;
  readonly repeated: number;
  readonly small: number | null;
  readonly flag: boolean;
}

function textsOf(all: readonly Text[]) {
  const column = textColumn();
  for (const [i, text] of all.entries())
    column.set(i, column.codeOf(text === null ? 0 : hashText(text), text));
  return { texts: column.texts, codes: column.codes(all.length) };
}

function columnsOf(rows: readonly Row[], order: Uint32Array): WrittenColumn[] {
  const [wide, repeated, small, flags] = [
    numberColumn(Float64Array),
    numberColumn(Float64Array),
    numberColumn(Int32Array),
    numberColumn(Uint8Array),
  ];
  const [starts, isNull] = [numberColumn(Uint32Array), numberColumn(Uint8Array)];
  let entries = 0;
  for (const [i, row] of rows.entries()) {
    wide.set(i, row.wide ?? Number.NaN);
    repeated.set(i, row.repeated);
    small.set(i, row.small ?? -1);
    flags.set(i, row.flag ? 4 : 0);
    isNull.set(i, row.words === null ? 1 : 0);
    entries += row.words?.length ?? 0;
    starts.set(i + 1, entries);
  }
  const of = (name: string, kind: ColumnKind, values: ColumnValues): WrittenColumn => ({
    name,
    kind,
    values,
    rows: order,
    hasFilters: true,
  });
  const text = textsOf(rows.map((row) => row.text));
  const words = textsOf(rows.flatMap((row) => row.words ?? []));
  return [
    of('text', 'text', { type: 'text', ...text }),
    of('plain', 'text', { type: 'text', ...text, isUnique: true }),
    of('words', 'texts', { type: 'list', ...words, starts: starts.values(), isNull: isNull.values() }),
    of('wide', 'int64', { type: 'int64', values: wide.values() }),
    of('random', 'int64', { type: 'int64', values: wide.values(), isRandom: true }),
    of('repeated', 'int64', { type: 'int64', values: repeated.values(), repeats: true }),
    of('time', 'time', { type: 'int64', values: repeated.values() }),
    of('small', 'int32', { type: 'int32', values: small.values(), none: -1 }),
    of('day', 'date', { type: 'int32', values: small.values(), none: -1 }),
    of('flag', 'flag', { type: 'flag', values: flags.values(), bit: 4 }),
  ];
}

let files = 0;
async function written(rows: readonly Row[], order: Uint32Array, groupRows: number): Promise<string> {
  const path = join(folder, `${files++}.parquet`);
  await writeParquet(
    columnsOf(rows, order),
    order.length,
    groupRows,
    (bytes) => appendFileSync(path, bytes),
    async () => {},
  );
  return path;
}

const text = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<Text[]>(null, '', 'a', 'ab', '山田', '"q"', 'x'.repeat(300)) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }).filter((one) => one.isWellFormed()) },
);
const row: fc.Arbitrary<Row> = fc.record({
  text,
  words: fc.option(fc.array(text, { maxLength: 4 })),
  wide: fc.option(fc.maxSafeInteger()),
  repeated: fc.nat(5),
  small: fc.option(fc.nat()),
  flag: fc.boolean(),
});
/** Values in runs of all lengths: runs and packed bits take turns. */
const rows = fc
  .array(fc.tuple(row, fc.oneof(fc.nat(20), fc.constant(1))), { maxLength: 60, size: 'max' })
  .map((runs) => runs.flatMap(([one, times]) => Array.from({ length: times }, () => one)));

describe('a file', () => {
  test('has the rows that were given, in their order', async () => {
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom(7, 64, 30_720),
        fc.boolean(),
        async (given, groupRows, isTurned) => {
          const order = Uint32Array.from(given.keys());
          if (isTurned) order.reverse();
          const found = await duck.rows(
            `SELECT text, plain, words, wide, random, repeated, epoch_us(time) AS time, small, day - DATE '1970-01-01' AS day, flag
           FROM ${parquetFiles([await written(given, order, groupRows)])}`,
          );
          const number = (value: unknown) => (value === null ? null : Number(value));
          expect(
            found.map(({ wide, random, repeated, time, small, day, ...rest }) => ({
              ...rest,
              numbers: [wide, random, repeated, time, small, day].map(number),
            })),
          ).toEqual(
            Array.from(order, (at) => given[at]).map(({ text, words, wide, repeated, small, flag }) => ({
              text,
              plain: text,
              words,
              flag,
              numbers: [wide, wide, repeated, repeated, small, small],
            })),
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('of the same rows has the same bytes', async () => {
    const given = fc.sample(rows, { numRuns: 1, seed: 7 })[0];
    const order = Uint32Array.from(given.keys());
    const [one, other] = [await written(given, order, 64), await written(given, order, 64)];
    expect(readFileSync(one).equals(readFileSync(other))).toBe(true);
  });

  test('names its types as DuckDB does', async () => {
    const given = fc.sample(rows, { numRuns: 1, seed: 8 })[0];
    const mine = await written(given, Uint32Array.from(given.keys()), 64);
    const theirs = join(folder, 'theirs.parquet');
    await duck.run(`COPY (SELECT * FROM ${parquetFiles([mine])}) TO '${theirs}' (FORMAT parquet)`);
    const schema = (file: string) =>
      duck.rows(
        `SELECT name, type, repetition_type, num_children, converted_type, logical_type FROM parquet_schema('${file}') WHERE name NOT IN ('metsuke', 'duckdb_schema')`,
      );
    expect(await schema(mine)).toEqual(await schema(theirs));
  });

  test('tells which row groups may hold a value', async () => {
    const plain = { words: null, wide: null, repeated: 0, small: null, flag: false };
    const given = Array.from({ length: 4_096 }, (_, i) => ({
      ...plain,
      text: `t${(i >> 10) * 10 + (i % 9)}`,
    }));
    const bytes = readFileSync(await written(given, Uint32Array.from(given.keys()), 1_024));
    const footer = readFooter(bytes, ['text', 'repeated']);
    if (footer === null) throw new Error('no footer');
    const holding = (value: string) => groupsThatMayHold(footer, soughtOf({ text: [value] }), bytes, 0);
    for (let group = 0; group < 4; group++) expect(holding(`t${group * 10 + 3}`)).toEqual([group]);
    expect(holding('t5x')).toEqual([]); // within the bounds of the first group
    expect(groupsThatMayHold(footer, soughtOf({ repeated: [0] }), bytes, 0)).toEqual([0, 1, 2, 3]);
    expect(groupsThatMayHold(footer, soughtOf({ repeated: [1] }), bytes, 0)).toEqual([]);
  });

  test('without rows has no row groups', async () => {
    const path = await written([], new Uint32Array(0), 64);
    expect(await duck.rows(`SELECT count(*) AS n FROM ${parquetFiles([path])}`)).toEqual([{ n: 0n }]);
  });

  test('many different texts have a wide dictionary, or none', async () => {
    const plain = { words: null, wide: null, repeated: 0, small: null, flag: false };
    for (const [size, different, hasDictionary] of [
      [4_000, 500, true],
      [4_000, 2_000, true],
      [4_000, 2_001, false],
      [4_001, 2_001, true], // the half of an odd number is met by none
      [4_001, 2_002, false],
      [4_000, 4_000, false],
    ] as const) {
      const given = Array.from({ length: size }, (_, i) => ({ ...plain, text: `t${i % different}` }));
      const path = await written(given, Uint32Array.from(given.keys()), 30_720);
      const found = await duck.rows(`SELECT text FROM ${parquetFiles([path])}`);
      expect(found.map((one) => one.text)).toEqual(given.map((one) => one.text));
      const [{ at }] = await duck.rows(
        `SELECT dictionary_page_offset AS at FROM parquet_metadata('${path}') WHERE path_in_schema = 'text'`,
      );
      expect(at !== null).toBe(hasDictionary);
    }
  });
});

describe('Bloom filters', () => {
  test('hash as the slow way does', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40, size: 'max' }), (bytes) => {
        expect(shortHash64(bytes)).toBe(xxHash64(bytes));
      }),
      { numRuns: 2_000 },
    );
  });

  test('of nothing is none', () => {
    expect(bloomHashes().filter()).toBeNull();
  });
});

test('words of a closed list keep their numbers', () => {
  const texts = wordTexts(['x', 'y']);
  expect([texts.text(0), texts.text(1)]).toEqual(['x', 'y']);
});
