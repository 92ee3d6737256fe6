import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashBytes, hashRow, hashText, NONE } from './hash.ts';

test('the key of a text is that of its UTF-8 bytes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', size: 'medium' }), (text) => {
      expect(hashText(text)).toBe(hashBytes(Buffer.from(text)));
    }),
  );
});

describe('the key of a row', () => {
  const row = fc.uint8Array({ size: 'medium' });

  test('depends on its bytes alone, not on where they lie', () => {
    fc.assert(
      fc.property(row, fc.uint8Array(), fc.uint8Array(), (bytes, before, after) => {
        const inside = Buffer.concat([before, bytes, after]);
        const key = hashRow(bytes, 0, bytes.length);
        expect(hashRow(inside, before.length, before.length + bytes.length)).toBe(key);
        expect(Number.isSafeInteger(key) && key !== NONE).toBe(true);
      }),
    );
  });

  test('changes with every byte, also with the highest bits and with NULs at the end', () => {
    const keys = new Set<number>();
    const bytes = new Uint8Array(70);
    for (let length = 0; length <= bytes.length; length++) keys.add(hashRow(bytes, 0, length));
    for (let at = 0; at < bytes.length; at++)
      for (const byte of [1, 128, 255]) keys.add(hashRow(bytes.with(at, byte), 0, bytes.length));
    for (let at = 0; at + 16 < bytes.length; at++)
      keys.add(hashRow(bytes.with(at, 128).with(at + 16, 128), 0, bytes.length));
    expect(keys.size).toBe(71 + 70 * 3 + 54);
  });
});
