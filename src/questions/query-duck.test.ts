/** What the bare bindings give: the rows that DuckDB has, whatever stands in them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Bound } from './define.ts';
import { openQueryDuck } from './query-duck.ts';

const duck = await openQueryDuck({ memoryMb: 256, threads: 1, spillFolder: '' });

async function rowsOf(sql: string, values: readonly Bound[] = []): Promise<unknown[][]> {
  const pieces: unknown[][] = [];
  for await (const piece of duck.pieces(sql, values, null))
    pieces.push(JSON.parse(Buffer.from(piece).toString()));
  return pieces;
}

describe('rows', () => {
  test('none are no piece', async () => {
    expect(await rowsOf('SELECT 1 AS n WHERE false')).toEqual([]);
  });
  test('come in pieces, in order, none twice', async () => {
    const pieces = await rowsOf('SELECT range AS n FROM range(5000) ORDER BY n');
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.flat()).toEqual(Array.from({ length: 5_000 }, (_, n) => ({ n })));
  });
  test('as arrays hold the same values, of the named columns only', async () => {
    const sql = `SELECT 'a "b"' AS t, 0.1 AS d, 9007199254740993 AS n, NULL AS none, true AS f, ['x', NULL] AS l, 'no' AS other`;
    const names = ['l', 'none', 't', 'n', 'd', 'f'];
    const [objects] = (await rowsOf(sql)) as [[Record<string, unknown>]];
    for await (const piece of duck.pieces(sql, [], names))
      expect(JSON.parse(Buffer.from(piece).toString())).toEqual([names.map((name) => objects[0][name])]);
  });
  test('hold texts of any kind and length', async () => {
    const text = fc
      .string({ unit: 'binary', size: 'max', maxLength: 80 })
      .filter((each) => each.isWellFormed());
    const property = fc.asyncProperty(fc.array(text, { maxLength: 40 }), async (texts) => {
      const pieces = await rowsOf('SELECT unnest($1) AS t', [texts]);
      expect(pieces.flat()).toEqual(texts.map((t) => ({ t })));
    });
    await fc.assert(property, { numRuns: 30 });
  });
  test.each<[string, Bound, unknown]>([
    ['a whole number, exactly', 2 ** 53 - 1, 2 ** 53 - 1],
    ['a share', 0.25, 0.25],
    ['a text that looks like SQL', "'; DROP TABLE x; --", "'; DROP TABLE x; --"],
    ['a list', ['a', ''], ['a', '']],
    ['an empty list', [], []],
  ])('%s is bound as it is', async (_, value, given) => {
    expect(await rowsOf('SELECT $1 AS v', [value])).toEqual([[{ v: given }]]);
  });
  test('of a statement that is wrong, the reason is told', async () => {
    await expect(rowsOf('SELECT nothing')).rejects.toThrow('Binder Error');
  });
});
