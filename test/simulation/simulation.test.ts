import { describe, expect, test } from 'vitest';
import type { Helpers } from './helpers.ts';
import { SHORTCUTS } from './shortcuts.ts';
import { contentsIn, drawWorld, helpersOf, replayed, runWorld, type Shortcut } from './world.ts';

/** `npm run test:simulation -- --seeds N [--from S]` tries more. */
const SEEDS = Number(process.env.METSUKE_SEEDS ?? 40);
const FROM = Number(process.env.METSUKE_SEED_FROM ?? 1);
const seeds = Array.from({ length: SEEDS }, (_, i) => FROM + i);

/** Helpers beside a world, and what they have made. */
interface Beside {
  readonly many: number;
  made: number;
}

/** What is wrong with what a lake holds after a world went by; null: nothing. */
async function wrongIn(seed: number, shortcut?: Shortcut, beside?: Beside): Promise<string | null> {
  const world = drawWorld(seed, false);
  let helpers: Helpers | null = null;
  const files = await runWorld(world, world.chance.below(4), shortcut, (lying) => {
    if (beside !== undefined) helpers = helpersOf(world, beside.many)(lying);
    return helpers;
  });
  if (beside !== undefined) beside.made += (helpers as Helpers | null)?.made() ?? 0;
  const found = contentsIn(files);
  const { read, accepted, duplicates, waiting } = found.counts;
  const written = world.stream.inputs.reduce((sum, rows) => sum + rows.length, 0);
  const ids = new Set(found.events.map((line) => (JSON.parse(line) as { id: string }).id));
  if (read !== written || read !== accepted + duplicates + waiting || ids.size !== accepted)
    return 'events lost or doubled';
  const expected = await replayed(files, world);
  for (const table of ['events', 'subjects', 'verdicts', 'findings'] as const)
    if (JSON.stringify(found[table]) !== JSON.stringify(expected[table])) return `${table} differ`;
  return accepted === expected.counts.accepted ? null : 'counts differ';
}

describe('the loop, whatever happens to it', { timeout: 3_600_000 }, () => {
  test('comes to what its own decisions say of the stream', async () => {
    for (const seed of seeds)
      expect(await wrongIn(seed).then((wrong) => [seed, wrong])).toEqual([seed, null]);
  });

  test('comes to the same with helpers that die, freeze and wake up', async () => {
    const beside: Beside = { many: 2, made: 0 };
    for (const seed of seeds)
      expect(await wrongIn(seed, undefined, beside).then((wrong) => [seed, wrong])).toEqual([seed, null]);
    expect(beside.made).toBeGreaterThan(seeds.length);
  });

  test.each(Object.entries(SHORTCUTS))('a shortcut is noticed: %s', async (_, shortcut) => {
    const wrong: (string | null)[] = [];
    for (let seed = 1; seed <= 40 && !wrong.some(Boolean); seed++)
      wrong.push(await wrongIn(seed, shortcut).catch(String));
    expect(wrong.some(Boolean)).toBe(true);
  });

  test('comes to the same in a calm world, however often it dies', async () => {
    for (const seed of seeds) {
      const died = contentsIn(await runWorld(drawWorld(seed, true), 3));
      const lived = contentsIn(await runWorld(drawWorld(seed, true), 0));
      expect([seed, died]).toEqual([seed, lived]);
    }
  });
});
