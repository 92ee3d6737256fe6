import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { createTexts, type Texts } from './texts.ts';

const KEY = 2 ** 53 - 1;

function put(texts: Texts, key: number, text: string): number {
  const bytes = Buffer.from(text);
  const found = texts.find(key, bytes, 0, bytes.length);
  return found >= 0 ? found : texts.add(key, bytes, 0, bytes.length);
}

test('texts with one key stay apart', () => {
  const texts = createTexts();
  expect(['ab', 'a', '', 'ab', 'abc'].map((text) => put(texts, KEY, text))).toEqual([0, 1, 2, 0, 3]);
  expect([0, 1, 2, 3].map(texts.text)).toEqual(['ab', 'a', '', 'abc']);
});

test('what was forgotten is not found, in memory that is used again', () => {
  const texts = createTexts();
  for (let round = 0; round < 3; round++) {
    const own = Array.from({ length: 100 }, (_, n) => `${round}-${'x'.repeat(n)}`);
    for (const [n, text] of own.entries()) expect(put(texts, KEY - (n % 7), text)).toBe(n);
    expect(own.map((_, n) => texts.text(n))).toEqual(own);
    texts.clear();
    expect([texts.size(), texts.bytes()]).toEqual([0, 0]);
  }
});
