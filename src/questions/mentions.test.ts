import { describe, expect, test } from 'vitest';
import { names, wordsOf } from './mentions.ts';

describe('a line speaks of R-3', () => {
  test.each([
    ['as a value', '{"household":"R1/R-3"}'],
    ['in an address', 'GET /list?id=R-3&page=2'],
    ['in an address, escaped', 'GET /list%3Fid%3DR-3%26page'],
    ['in a name of a file', '"R-3_2024.pdf"'],
    ['with an ending', '"R-3.pdf"'],
    ['in a Japanese sentence', '対象者R-3の住民票、交付'],
    ['behind a line break of JSON', '{"note":"a\\nR-3"}'],
    ['in escapes of JSON', '{"note":"\\u0052-\\u0033"}'],
    ['in wide letters', '{"note":"Ｒ－３"}'],
    ['at the end of a sentence', 'printed R-3.'],
    ['in markup', '<b>&quot;R-3&quot;</b>'],
  ])('%s', (_, line) => {
    expect(wordsOf(line)).toContain('R-3');
  });

  test.each(['{"subject":"R-30"}', 'XR-3', 'R3', ''])('not in %s', (line) => {
    expect(wordsOf(line)).not.toContain('R-3');
  });
});

test('a Japanese identifier in an address', () => {
  expect(wordsOf(`GET /list?id=${encodeURIComponent('山田3')}&page=2`)).toContain('山田3');
});

test.each(['juki:0012', 'city/12', 'A 12', '山田 花子'])('an identifier may hold marks: %s', (id) => {
  expect(wordsOf(`{"a":"${id}","b":1}`)).toContain(id);
  expect(wordsOf(`{"a":"${id.replace('/', '\\/')}"}`)).toContain(id);
});

describe('a purpose names a subject', () => {
  test.each([
    ['request of R3', 'R3', true],
    ['R3の開示請求', 'R3', true],
    ['（R3）', 'R3', true],
    ['R30 and R3', 'R3', true],
    ['R30の開示請求', 'R3', false],
    ['2024-05-01 の請求', '05', false],
    ['case XR3', 'R3', false],
    ['', 'R3', false],
    ['anything', '', false],
  ])('%s: %s', (purpose, subject, isNamed) => {
    expect(names(purpose, subject)).toBe(isNamed);
  });
});
