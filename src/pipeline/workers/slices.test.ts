import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeEvents } from '../../batch/encode.ts';
import { event } from '../../batch/event.ts';
import { detectorColumns } from '../../engine/derive.ts';
import { putSlice, sliceMemory, takeSlice } from './slices.ts';

const row = fc.record({
  actor: fc.option(
    fc.string({ unit: 'grapheme', maxLength: 6 }).filter((text) => text !== ''),
    { nil: null },
  ),
  subjects: fc.uniqueArray(fc.constantFrom('R1', 'R2', 'R3'), { maxLength: 3 }),
  resource: fc.option(fc.string({ maxLength: 300 }), { nil: null }),
  records: fc.nat(),
});
/** Rows of a batch, of which some are given in some order. */
const slices = fc
  .array(row, { size: 'max', minLength: 1, maxLength: 40 })
  .chain((rows) => fc.tuple(fc.constant(rows), fc.shuffledSubarray([...rows.keys()], { minLength: 1 })));

test('what was put is taken, in the order given, and memory may be used again', () => {
  const memory = sliceMemory();
  fc.assert(
    fc.property(slices, ([parts, given]) => {
      const events = parts.map((part, n) => event({ ...part, id: `e${n}` }));
      const batch = encodeEvents(events);
      const columns = detectorColumns(batch.columns, batch.size);
      for (let i = 0; i < batch.size; i++) {
        columns.ref[i] = i * 3;
        columns.rowCause[i] = i % 7;
        columns.marks[i] = i % 3;
      }
      columns.verdict.forEach((_, at) => {
        columns.verdict[at] = at % 5;
      });
      const orderTime = Float64Array.from(events, ({ time }, i) => time + i);
      const rows = Int32Array.from(given);
      const begin = { time: 1, reached: 2 };
      const end = { time: 3, reached: 4 };
      const taken = takeSlice(
        putSlice({ batch, columns, rows, orderTime, begin, end }, memory, () => null),
        () => ({}),
      );
      expect(taken).toMatchObject({ begin, end });
      expect([...taken.rows]).toEqual(given.map((_, i) => i));
      given.forEach((from, to) => {
        expect(taken.batch.event(to)).toEqual(batch.event(from));
        expect(taken.orderTime[to]).toBe(orderTime[from]);
        for (const name of ['time', 'actor', 'identity', 'records', 'ref', 'rowCause', 'marks'] as const)
          expect(taken.columns[name][to]).toBe(columns[name][from]);
        const entries = (of: typeof columns, at: number) => {
          const [start, end] = [of.subjectStart[at], of.subjectStart[at + 1]];
          return [...of.subjects.subarray(start, end), ...of.verdict.subarray(start, end)];
        };
        expect(entries(taken.columns, to)).toEqual(entries(columns, from));
      });
    }),
    { numRuns: 60 },
  );
});
