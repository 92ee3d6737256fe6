import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameOf, framesIn, packed, unpacked } from './pieces.ts';

test('what was packed is the same again', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      expect([...unpacked(await packed(bytes))]).toEqual([...bytes]);
    }),
    { numRuns: 20 },
  );
});

test('more than a frame holds is several of them', async () => {
  const bytes = new Uint8Array(9 * 2 ** 20).map((_, i) => i % 251);
  const file = await packed(bytes);
  expect([...framesIn(file)].map(({ length }) => length)).toEqual([8 * 2 ** 20, 2 ** 20]);
  expect(Buffer.compare(unpacked(file), bytes)).toBe(0);
});

test('frames of a file are given one by one, and nobody else writes to their memory', async () => {
  const file = Buffer.concat([await frameOf(Buffer.from('one')), await frameOf(Buffer.from('two'))]);
  const [first, second] = [...framesIn(file)];
  expect([Buffer.from(first).toString(), Buffer.from(second).toString()]).toEqual(['one', 'two']);
  expect(first).not.toBeInstanceOf(Buffer);
});
