import { expect, test } from 'vitest';
import { terminalLine, terminalText } from './terminal-text.ts';

test.each([
  ['colours and titles', '\u001b[31mred\u001b]0;title\u0007', '�[31mred�]0;title�'],
  ['one-byte control sequences', '\u009b31m', '�31m'],
  ['a carriage return, which would hide what stands before it', 'a\rb', 'a�b'],
  ['what turns the direction of reading', 'a\u202eb\u2066c', 'a�b�c'],
  ['nothing in plain words', '山田 <b> =cmd 😀', '山田 <b> =cmd 😀'],
])('replaced: %s', (_, text, shown) => {
  expect(terminalText(text)).toBe(shown);
});

test('lines stay lines, but a value begins none of its own', () => {
  expect(terminalText('a\nb')).toBe('a\nb');
  expect(terminalLine('a\nb')).toBe('a�b');
});
