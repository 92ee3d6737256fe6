import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashText } from '../../core/hash.ts';
import { numberRanks, rowOrder, textRanks } from './row-order.ts';
import { textColumn } from './text-column.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary', size: 'medium' }).filter((one) => one.isWellFormed()),
  fc.nat(2_000).map((n) => `R${String(n).padStart(6, '0')}`),
  fc.nat(90).map((n) => 'x'.repeat(n)),
  fc.nat(9).map((n) => `${'long '.repeat(20)}${n}`),
);

test('texts rank as their bytes compare', () => {
  fc.assert(
    fc.property(fc.uniqueArray(text, { maxLength: 300, size: 'max' }), (all) => {
      const column = textColumn();
      for (const [row, one] of all.entries()) column.set(row, column.codeOf(hashText(one), one));
      const sorted = [...all].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));
      expect([...textRanks(column.texts)]).toEqual(all.map((one) => sorted.indexOf(one)));
    }),
  );
});

test('numbers rank by size', () => {
  expect(numberRanks(Float64Array.of(9, 2 ** 53, 9, -1))).toEqual({
    ranks: Int32Array.of(1, 2, 1, 0),
    count: 3,
  });
});

test('rows stand by rank, then as they compare', () => {
  const pair = fc.tuple(fc.nat(5), fc.nat(9));
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 100, size: 'max' }), (rows) => {
      const order = rowOrder(
        rows.length,
        6,
        (row) => rows[row][0],
        (one, other) => rows[one][1] - rows[other][1] || one - other,
      );
      const slow = [...rows.keys()].sort(
        (a, b) => rows[a][0] - rows[b][0] || rows[a][1] - rows[b][1] || a - b,
      );
      expect([...order]).toEqual(slow);
    }),
  );
});
