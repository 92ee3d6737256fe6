import { describe, expect, test } from 'vitest';
import { SHORTCUTS } from './shortcuts.ts';
import { type Kind, trial } from './trial.ts';

/** Seeds of each kind of world; `npm run test:simulation -- --seeds 10000` tries more. */
const SEEDS: Readonly<Record<Kind, number>> = { alone: 180, helped: 60, calm: 60 };
const seedsOf = (kind: Kind) => Array.from({ length: SEEDS[kind] }, (_, i) => i + 1);

/** The seeds that went wrong, with what is wrong. */
async function failed(kind: Kind): Promise<{ wrong: [number, string][]; helped: number }> {
  const wrong: [number, string][] = [];
  let sum = 0;
  for (const seed of seedsOf(kind)) {
    const outcome = await trial(seed, kind);
    if (outcome.wrong !== null) wrong.push([seed, outcome.wrong]);
    sum += outcome.helped;
  }
  return { wrong, helped: sum };
}

describe('the loop, whatever happens to it', { timeout: 600_000 }, () => {
  test('comes to what its own decisions say of the stream', async () => {
    expect((await failed('alone')).wrong).toEqual([]);
  });

  test('comes to the same with helpers that die, freeze and wake up', async () => {
    const { wrong, helped } = await failed('helped');
    expect(wrong).toEqual([]);
    expect(helped).toBeGreaterThan(SEEDS.helped);
  });

  test('comes to the same in a calm world, however often it dies', async () => {
    expect((await failed('calm')).wrong).toEqual([]);
  });

  test.each(Object.entries(SHORTCUTS))('a shortcut is noticed: %s', async (_, shortcut) => {
    const wrong: (string | null)[] = [];
    for (let seed = 1; seed <= 40 && !wrong.some(Boolean); seed++)
      wrong.push((await trial(seed, 'alone', shortcut)).wrong);
    expect(wrong.some(Boolean)).toBe(true);
  });
});
