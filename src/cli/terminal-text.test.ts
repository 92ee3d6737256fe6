import { expect, test } from 'vitest';
import { terminalJson, terminalLine, terminalText } from './terminal-text.ts';

test.each([
  ['colours and titles', '\u001b[31mred\u001b]0;title\u0007', '�[31mred�]0;title�'],
  ['one-byte control sequences', '\u009b31m', '�31m'],
  ['a carriage return, which would hide what stands before it', 'a\rb', 'a�b'],
  ['what turns the direction of reading', 'a\u202eb\u2066c', 'a�b�c'],
  ['what nobody sees', 'sa\u200bto \u00ad\ufeff\u3164\u{e0041}', 'sa�to ����'],
  ['nothing of a name with a variant', '渡邉\u{e0100}', '渡邉\u{e0100}'],
  ['nothing in plain words', '山田 <b> =cmd 😀', '山田 <b> =cmd 😀'],
])('replaced: %s', (_, text, shown) => {
  expect(terminalText(text)).toBe(shown);
});

test('lines stay lines, but a value begins none of its own', () => {
  expect(terminalText('a\nb')).toBe('a\nb');
  expect(terminalLine('a\nb')).toBe('a�b');
});

test('JSON says the same with escapes', () => {
  const value = { actor: 'a\u009b31m\u202eb\u200b\u2028\u{e0041}\n"\\', 名: '山田' };
  const shown = terminalJson(JSON.stringify(value));
  expect(JSON.parse(shown)).toEqual(value);
  expect(shown).toBe('{"actor":"a\\u009b31m\\u202eb\\u200b\\u2028\\udb40\\udc41\\n\\"\\\\","名":"山田"}');
});
