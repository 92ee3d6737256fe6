/** Texts in the order in which they came. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { arrivingTexts, textOf } from './arriving-texts.ts';

test('every text is found again until it is let go of, whatever it is made of', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom('', '\ud800', 'a\udfff', '徴収課/0'),
  );
  const step = fc.record({ text, forgets: fc.nat(2), times: fc.constantFrom(0, 1, 1, 10_000, 50_000) });
  fc.assert(
    fc.property(fc.array(step, { size: 'max', maxLength: 12 }), (steps) => {
      const texts = arrivingTexts();
      const held: { place: number; text: string }[] = [];
      for (const { text: word, forgets, times } of steps) {
        const whole = word.repeat(times);
        held.push({ place: texts.put(whole), text: whole });
        held.splice(0, Math.min(forgets, held.length - 1));
        texts.forget(held[0].place);
        for (const one of held) {
          expect(texts.get(one.place, one.text.length) === one.text).toBe(true);
          const characters = new Uint16Array(one.text.length + 1);
          texts.copy(one.place, one.text.length, characters, 1);
          expect(textOf(characters.subarray(1)) === one.text).toBe(true);
        }
      }
    }),
    { numRuns: 30 },
  );
});

test('what is let go of takes no memory', () => {
  const texts = arrivingTexts();
  let place = 0;
  for (let i = 0; i < 200_000; i++) {
    place = texts.put(`juki/${i}`);
    texts.forget(place);
  }
  expect(texts.get(place, 11)).toBe('juki/199999');
  expect(texts.bytes()).toBeLessThan(2 ** 19);
});

test('a text longer than a piece stands alone', () => {
  const texts = arrivingTexts();
  const long = 'x'.repeat(300_000);
  const first = texts.put('a');
  const second = texts.put(long);
  const third = texts.put('b');
  expect([texts.get(first, 1), texts.get(second, long.length) === long, texts.get(third, 1)]).toEqual([
    'a',
    true,
    'b',
  ]);
  texts.forget(third);
  expect(texts.get(third, 1)).toBe('b');
});
