import { describe, expect, test } from 'vitest';
import { contentsIn, drawWorld, replayed, runWorld, type SimulatedWorld } from './world.ts';

/** `npm run test:simulation -- --seeds N [--from S]` tries more. */
const SEEDS = Number(process.env.METSUKE_SEEDS ?? 40);
const FROM = Number(process.env.METSUKE_SEED_FROM ?? 1);
const seeds = Array.from({ length: SEEDS }, (_, i) => FROM + i);

/** Every event that was written to the stream, once. */
function eventsOf({ stream }: SimulatedWorld): string[] {
  return [...new Set(stream.inputs.flatMap((rows) => rows.map(({ event }) => event.id)))].sort();
}

const idsIn = (lines: readonly string[]) =>
  lines.map((line) => (JSON.parse(line) as { id: string }).id).sort();

describe('the loop, whatever happens to it', { timeout: 600_000 }, () => {
  test('comes to what its own decisions say of the stream', async () => {
    for (const seed of seeds) {
      const world = drawWorld(seed, false);
      const files = await runWorld(world, world.chance.below(4));
      const found = contentsIn(files);
      const { waiting } = found.counts;
      expect([seed, idsIn(found.events).length + waiting]).toEqual([seed, eventsOf(world).length]);
      expect([seed, { ...found, counts: found.counts.accepted }]).toEqual([
        seed,
        await replayed(files, world).then((all) => ({ ...all, counts: all.counts.accepted })),
      ]);
    }
  });

  test('comes to the same in a calm world, however often it dies', async () => {
    for (const seed of seeds) {
      const died = contentsIn(await runWorld(drawWorld(seed, true), 3));
      const lived = contentsIn(await runWorld(drawWorld(seed, true), 0));
      expect([seed, died]).toEqual([seed, lived]);
    }
  });
});
