import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cp932Encoding } from './cp932.ts';

const SWAPPED = ['\ufffd', '\u0080', '\u001a', '\u001c', '\u007f'];
const decoder = new TextDecoder('shift_jis');
const back = (text: string) => decoder.decode(cp932Encoding().bytes(text, 1));

describe('CP932', () => {
  test.each([
    ['ASCII', 'a,"b"\r\n', '612c2262220d0a'],
    ['kana and kanji', '住民ア', '8f5a96af8341'],
    ['half-width kana', 'ｱｲ', 'b1b2'],
    ['IBM characters with the code that Windows writes', '髙﨑', 'fbfcfab1'],
    ['NEC characters', '①㈱', '8740878a'],
    ['a user-defined character (外字)', '\ue000\ue757', 'f040f9fc'],
    ['kana with a voicing mark of its own', 'か\u3099', '82aa'],
  ])('%s', (_, text, bytes) => {
    expect(Buffer.from(cp932Encoding().bytes(text, 1)).toString('hex')).toBe(bytes);
  });

  test('a wave, a minus and their like are written as Windows writes them', () => {
    expect(back('〜−‖—')).toBe('～－∥―');
  });

  test('what has no code becomes 〓 and is listed: which, how often, and the first row', () => {
    const encoding = cp932Encoding();
    const bytes = [encoding.bytes('𠮷田', 3), encoding.bytes('𠮷é', 7)];
    expect(bytes.map((each) => decoder.decode(each))).toEqual(['〓田', '〓〓']);
    expect(encoding.unfit()).toEqual([
      { character: '𠮷', code_point: 'U+20BB7', count: 2, first_row: 3 },
      { character: 'é', code_point: 'U+00E9', count: 1, first_row: 7 },
    ]);
  });

  test('whatever the decoder gives is written so that it reads the same', () => {
    fc.assert(
      fc.property(fc.uint8Array({ size: 'max', maxLength: 200 }), (bytes) => {
        // Node's decoder swaps three control characters, as IBM did
        const text = Array.from(decoder.decode(bytes))
          .filter((sign) => !SWAPPED.includes(sign))
          .join('');
        expect(back(text)).toBe(text);
      }),
    );
  });
});
