import { expect, test } from 'vitest';
import { texts } from './texts.ts';
import { copyOf } from './twin-check.ts';

test('a text is asked for once, and kept over a snapshot', () => {
  const memory = texts();
  let asked = 0;
  const say = (text: string | null) => () => {
    asked++;
    return text;
  };
  memory.note(1, say('POS-1'));
  memory.note(1, say('POS-2'));
  memory.note(2, say(null));
  expect([asked, memory.of(1), memory.of(2)]).toEqual([2, 'POS-1', null]);
  expect(copyOf(memory, texts).of(1)).toBe('POS-1');
});

test('at the cap the first goes, and is counted; a restored memory has the same cap', () => {
  const cap = 16 * 74;
  const memory = copyOf(texts(cap), () => texts(cap));
  for (let key = 10; key <= 26; key++) memory.note(key, () => `text ${key}`);
  expect([10, 11, 26].map(memory.of)).toEqual([null, 'text 11', 'text 26']);
  expect(memory.usage()).toMatchObject({ keys: 16, evicted: 1 });
});

test('a text that is no name displaces no others', () => {
  const memory = texts(16 * 74);
  memory.note(10, () => 'text 10');
  memory.note(11, () => 'x'.repeat(1_000));
  expect([10, 11].map(memory.of)).toEqual(['text 10', null]);
  expect(memory.usage()).toMatchObject({ keys: 1, evicted: 1 });
});
