import { PassThrough } from 'node:stream';
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hear, send } from './frames.ts';

const HEAD_BYTES = 4;

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

test('a value of so many bytes is sent and heard, a larger one is not sent', () => {
  const written = new PassThrough();
  const bytes = serialize('word').length;
  expect(send(written, 'word', bytes - 1)).toBe(false);
  expect(written.read()).toBeNull();
  expect(send(written, 'word', bytes)).toBe(true);
  const heard: unknown[] = [];
  const arriving = new PassThrough();
  hear(arriving, (value) => heard.push(value), bytes);
  arriving.emit('data', written.read());
  expect(heard).toEqual(['word']);
  expect(arriving.destroyed).toBe(false);
});

test('a connection is closed where a larger value than may be is announced; what came before it is heard', () => {
  const arriving = new PassThrough();
  const heard: unknown[] = [];
  const bytesMax = serialize('word').length;
  hear(arriving, (value) => heard.push(value), bytesMax);
  for (const piece of cut(['word'], [])) arriving.emit('data', piece);
  for (const piece of cut(['a longer one'], [HEAD_BYTES]))
    if (!arriving.destroyed) arriving.emit('data', piece);
  expect(heard).toEqual(['word']);
  expect(arriving.destroyed).toBe(true);
});

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
