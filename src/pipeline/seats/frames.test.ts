import { PassThrough } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hear, send } from './frames.ts';

/** What is written for values, cut at these places. */
function cut(values: readonly unknown[], places: readonly number[]): Buffer[] {
  const written = new PassThrough();
  for (const value of values) send(written, value);
  const bytes = (written.read() as Buffer | null) ?? Buffer.alloc(0);
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, i) => bytes.subarray(ends[i - 1] ?? 0, end)).filter(({ length }) => length > 0);
}

const values = fc.array(
  fc.oneof(
    fc.string(),
    fc.array(fc.nat()),
    fc.uint8Array({ maxLength: 300 }),
    fc.record({ do: fc.string() }),
  ),
  { maxLength: 8 },
);

test('values come as they were sent, wherever what is sent is cut', () => {
  fc.assert(
    fc.property(values, fc.array(fc.nat(), { maxLength: 200 }), (sent, places) => {
      const heard: unknown[] = [];
      const arriving = new PassThrough();
      hear(arriving, (value) => heard.push(value));
      for (const piece of cut(sent, places)) arriving.emit('data', piece);
      expect(heard).toEqual(sent);
    }),
  );
});
