/** Which row groups may hold a value, and files of which some groups are left out: held against what DuckDB reads. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { GROUPED_ACTORS, groupedFile } from '../../../test/ask/row-groups.ts';
import { openDuck } from '../duck.ts';
import { xxHash64 } from './bloom.ts';
import { boundsOf, endWith, groupsThatMayHold, readFooter, soughtOf, type Wanted } from './footer.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-footer-'));
const duck = await openDuck({ memoryMb: 512, threads: 1, spillFolder: '' });
afterAll(() => {
  duck.close();
  rmSync(folder, { recursive: true });
});
const file = await groupedFile(folder);
const path = join(folder, file.name);
const bytes = readFileSync(path);
const endAt = file.groups.at(-1)?.from ?? 0;
const end = bytes.subarray(endAt);
const footer = readFooter(end, ['actor', 'person', 'who', 'resource']);
if (footer === null) throw new Error('no footer');

/** Groups in which a value really stands. */
async function groupsWith(column: string, value: string | number): Promise<number[]> {
  const found = await duck.rows(
    `SELECT DISTINCT file_row_number // 2048 AS g FROM read_parquet('${path}', file_row_number = true) WHERE ${column} = '${value}' ORDER BY g`,
  );
  return found.map(({ g }) => Number(g));
}

describe('a value is looked for', () => {
  test.each([
    ['where it stands, by the bounds of a sorted column', 'actor', 'u007'],
    ['and not where it is sorted to but nobody has it', 'actor', 'u0075'],
    ['before the first', 'actor', 'a'],
    ['after the last', 'actor', 'z'],
    ['in a column without order, by its Bloom filter', 'person', 'P1-3'],
    ['as a number', 'who', 12],
    ['as a number that is nowhere', 'who', 999],
  ])('%s', async (_, column, value) => {
    expect(groupsThatMayHold(footer, soughtOf({ [column]: [value] }), end, endAt)).toEqual(
      await groupsWith(column, value),
    );
  });

  test('never passes over a group that has it', async () => {
    const texts = await duck.rows(
      `SELECT resource, file_row_number // 2048 AS g FROM read_parquet('${path}', file_row_number = true)`,
    );
    fc.assert(
      fc.property(fc.nat(texts.length - 1), (row) => {
        const { resource, g } = texts[row];
        expect(groupsThatMayHold(footer, soughtOf({ resource: [String(resource)] }), end, endAt)).toContain(
          Number(g),
        );
      }),
    );
  });

  test('a list too long for Bloom filters chooses by bounds alone, and no group too few', () => {
    const own = Array.from({ length: 20 }, (_, n) => `u00${n}`.slice(-4));
    const many = Array.from({ length: 2_000 }, (_, n) => `v${n}`);
    const holding = (wanted: Wanted) => groupsThatMayHold(footer, soughtOf(wanted), end, endAt);
    expect(holding({ actor: many })).toEqual([]);
    expect(holding({ actor: [...many, ...own] })).toEqual(holding({ actor: own }));
    expect(holding({ who: many.map((_, n) => 1_000 + n) })).toEqual([]);
    const inBounds = Array.from({ length: 2_000 }, (_, n) => `P1-${n}`);
    expect(holding({ person: inBounds })).toEqual(
      expect.arrayContaining(holding({ person: inBounds.slice(0, 9) })),
    );
  });

  test('several values: all of their groups; several columns: those that have both; an unknown column chooses nothing', () => {
    const holding = (wanted: Wanted) => groupsThatMayHold(footer, soughtOf(wanted), end, endAt);
    const both = [...holding({ actor: ['u001'] }), ...holding({ actor: ['u020'] })];
    expect(holding({ actor: ['u001', 'u020'] })).toEqual(both);
    expect(holding({ actor: ['u001'], who: [20] })).toEqual([]);
    expect(holding({ nothing: ['x'] })).toHaveLength(footer.groups.length);
    expect(holding({ actor: [] })).toEqual([]);
  });

  test('bounds are those of all groups', () => {
    expect(boundsOf(footer).get('actor')).toEqual(['u000', `u0${GROUPED_ACTORS - 1}`]);
    expect(boundsOf(footer).has('who')).toBe(false);
  });
});

describe('a file with some groups left out', () => {
  test('has exactly the rows of the others', async () => {
    let serial = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.subarray(
          footer.groups.map((_, index) => index),
          { minLength: 1 },
        ),
        async (kept) => {
          const part = join(folder, `part-${serial++}.parquet`);
          writeFileSync(part, Buffer.concat([bytes, endWith(footer, kept)]));
          const sum = 'count(*) AS n, sum(hash(t)::HUGEINT)::VARCHAR AS s';
          const [told] = await duck.rows(`SELECT ${sum} FROM read_parquet('${part}') t`);
          const [wanted] = await duck.rows(
            `SELECT ${sum} FROM (SELECT * EXCLUDE file_row_number FROM read_parquet('${path}', file_row_number = true)
             WHERE file_row_number // 2048 IN (${kept.join(', ')})) t`,
          );
          expect(told).toEqual(wanted);
        },
      ),
      { numRuns: 20 },
    );
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('not a footer PAR1')],
    ['a length that is too great', Buffer.from([1, 2, 3, 255, 255, 255, 127, 80, 65, 82, 49])],
    [
      'metadata that end too early',
      Buffer.concat([end.subarray(-1_000, -900), Buffer.from([100, 0, 0, 0, 80, 65, 82, 49])]),
    ],
  ])('%s is no footer', (_, wrong) => {
    expect(readFooter(wrong, [])).toBeNull();
  });
});

test.each([
  ['', 0xef46db3751d8e999n],
  ['a', 0xd24ec4f1a98c6e5bn],
  ['abc', 0x44bc2cf5ad770999n],
  ['Nobody inspects the spammish repetition', 0xfbcea83c8a378bf1n],
])('xxHash64 of %j', (text, hash) => {
  expect(xxHash64(Buffer.from(text))).toBe(hash);
});
