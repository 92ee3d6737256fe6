import { expect, test } from 'vitest';
import { cut, padEnd, table, textWidth, wrap } from './text-width.ts';

test.each([
  ['ASCII', 'abc', 3],
  ['kanji and kana', '照会した', 8],
  ['half-width kana', 'ｱｲｳ', 3],
  ['full-width digits', '１２', 4],
  ['a combining mark', 'か\u3099', 2],
  ['a rare kanji outside the first plane', '𠮷', 2],
  ['an emoji', '🔍', 2],
])('%s', (_, text, width) => {
  expect(textWidth(text)).toBe(width);
});

test('padding and columns count what the terminal shows', () => {
  expect(padEnd('照会', 6)).toBe('照会  ');
  expect(
    table([
      ['照会', '9'],
      ['a', '1,000'],
    ]),
  ).toEqual(['照会      9', 'a     1,000']);
});

test('a cut text fits, and shows that it was cut', () => {
  expect(cut('大量照会', 5)).toBe('大量…');
  expect(cut('大量', 4)).toBe('大量');
});

test('lines break at blanks and between Japanese characters, never before a full stop', () => {
  expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
  expect(wrap('台帳がなくても動きます。', 24)).toEqual(['台帳がなくても動きます。']);
  expect(wrap('台帳がなくても動きます。', 22)).toEqual(['台帳がなくても動きま', 'す。']);
  expect(wrap('台帳と registers', 10)).toEqual(['台帳と', 'registers']);
});

test('an opening bracket goes with what it opens, a closing one with what it closes', () => {
  expect(wrap('受付は6月6日（月）まで', 16)).toEqual(['受付は6月6日', '（月）まで']);
  expect(wrap('対象は（unsanctioned-use）です', 22)).toEqual(['対象は', '（unsanctioned-use）', 'です']);
});
