/** Columns as they are read here, held against what DuckDB says of the same file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { openDuck, quoted } from '../duck.ts';
import { StoreFailed } from '../store.ts';
import { openParquet } from './file.ts';
import { hybrid } from './hybrid.ts';
import type { Texts } from './pages.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-pages-'));
const duck = await openDuck({ memoryMb: 512, threads: 1, spillFolder: '' });
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});

interface Row {
  readonly word: string | null;
  readonly words: readonly string[] | null;
  readonly number: number | null;
  readonly small: number | null;
  readonly flag: boolean | null;
}

const absent = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null, freq: 4 });
const rowIn = (words: fc.Arbitrary<string>): fc.Arbitrary<Row> =>
  fc.record({
    word: absent(words),
    words: absent(fc.array(words, { maxLength: 3 })),
    number: absent(fc.maxSafeInteger()),
    small: absent(fc.integer({ min: -3, max: 3 })),
    flag: absent(fc.boolean()),
  });
const few = fc.constantFrom('a', 'b', '', '山田', 'x'.repeat(300));
const many = fc.string({ unit: 'grapheme', maxLength: 12 });
const rows = (of: fc.Arbitrary<string>) => fc.array(rowIn(of), { size: 'max', minLength: 1, maxLength: 400 });

let serial = 0;

/** Writes rows with DuckDB, several times over so that there are more groups than one. */
async function written(all: readonly Row[], options: string): Promise<string> {
  const staged = join(folder, 'staged.ndjson');
  writeFileSync(staged, all.map((row, n) => `${JSON.stringify({ n, ...row })}\n`).join(''));
  const path = join(folder, `${serial++}.parquet`);
  await duck.run(
    `COPY (SELECT word, words, number, small::INTEGER AS small, flag FROM read_json(${quoted(staged)}, format = 'newline_delimited',
       columns = {n: 'BIGINT', word: 'VARCHAR', words: 'VARCHAR[]', number: 'BIGINT', small: 'BIGINT', flag: 'BOOLEAN'}), range(12) ORDER BY range, n)
     TO ${quoted(path)} (FORMAT parquet, ROW_GROUP_SIZE 2048, ${options})`,
  );
  return path;
}

function textAt({ bytes, from, to }: Texts, code: number): string | null {
  return code === 0 ? null : Buffer.from(bytes.subarray(from[code], to[code])).toString();
}

function read(path: string): Row[] {
  const file = openParquet(path, []);
  const all = file.groups.flatMap((group) => {
    const [word, words] = [group.texts('word'), group.lists('words.list.element')];
    const [number, small, flag] = ['number', 'small', 'flag'].map((name) => group.numbers(name));
    const orNull = (value: number) => (Number.isNaN(value) ? null : value);
    return Array.from({ length: group.rows }, (_, row) => ({
      word: textAt(word, word.codes[row]),
      words: [...words.codes.subarray(words.starts[row], words.starts[row + 1])].map(
        (code) => textAt(words, code) ?? 'null',
      ),
      number: orNull(number[row]),
      small: orNull(small[row]),
      flag: Number.isNaN(flag[row]) ? null : flag[row] === 1,
    }));
  });
  file.close();
  return all;
}

describe('columns are what was written:', () => {
  test.each([
    ['few texts, which stand in a dictionary', few, 'COMPRESSION zstd'],
    ['many texts, which do not', many, 'COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 1'],
    ['not compressed', few, 'COMPRESSION uncompressed'],
  ])('%s', async (_, words, options) => {
    await fc.assert(
      fc.asyncProperty(rows(words), async (all) => {
        const repeated = Array.from({ length: 12 }, () => all).flat();
        expect(read(await written(all, options))).toEqual(
          repeated.map((row) => ({ ...row, words: row.words ?? [] })),
        );
      }),
      { numRuns: 15 },
    );
  });
});

describe('bytes that are changed', () => {
  test('are told as damage, or read as something; nothing else happens', async () => {
    const all: Row[] = Array.from({ length: 50 }, (_, i) => ({
      word: `w${i % 7}`,
      words: ['a', `${i}`],
      number: i,
      small: i,
      flag: true,
    }));
    const whole = readFileSync(await written(all, 'COMPRESSION zstd'));
    const path = join(folder, 'flipped.parquet');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(7), (at, bit) => {
        const bytes = Buffer.from(whole);
        bytes[at] ^= 1 << bit;
        writeFileSync(path, bytes);
        try {
          read(path);
        } catch (error) {
          expect(error).toBeInstanceOf(StoreFailed);
        }
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['an empty file', Buffer.alloc(0)],
    ['text', Buffer.from('nothing of the kind')],
  ])('%s is damaged', (_, bytes) => {
    const path = join(folder, 'wrong.parquet');
    writeFileSync(path, bytes);
    expect(() => openParquet(path, [])).toThrow(StoreFailed);
  });
});

describe('runs', () => {
  const decoded = (bytes: readonly number[], width: number, count: number) => {
    const out = new Int32Array(count);
    hybrid(Uint8Array.from(bytes), 0, bytes.length, width, count, out);
    return [...out];
  };
  test.each<[string, number[], number, number[]]>([
    ['of one value', [6, 5], 3, [5, 5, 5]],
    ['of packed bits, as the specification shows them', [3, 0x88, 0xc6, 0xfa], 3, [0, 1, 2, 3, 4, 5, 6, 7]],
    ['one after another', [4, 1, 3, 0b10], 1, [1, 1, 0, 1, 0]],
    ['of values without bits', [10], 0, [0, 0, 0, 0, 0]],
  ])('%s', (_, bytes, width, values) => {
    expect(decoded(bytes, width, values.length)).toEqual(values);
  });

  test.each<[string, number[], number]>([
    ['nothing', [], 1],
    ['too few', [4, 1], 1],
    ['a head without end', [0x80, 0x80, 0x80, 0x80, 0x80, 0x80], 1],
    ['empty runs', [0, 0, 0, 0], 1],
    ['too wide', [4, 1], 25],
  ])('%s: refused', (_, bytes, width) => {
    expect(() => decoded(bytes, width, 5)).toThrow(RangeError);
  });
});
