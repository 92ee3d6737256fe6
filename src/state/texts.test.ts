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
  const memory = copyOf(texts(150), () => texts(150));
  for (const key of [1, 2, 1, 3]) memory.note(key, () => `text ${key}`);
  expect([1, 2, 3].map(memory.of)).toEqual([null, 'text 2', 'text 3']);
  expect(memory.usage()).toMatchObject({ keys: 2, evicted: 1 });
});
