/** What a seed is tried for: a world goes by, and what its lake holds must be right. */
import { isDeepStrictEqual } from 'node:util';
import type { Helpers } from './helpers.ts';
import { contentsIn, drawWorld, helpersOf, replayed, runWorld, type Shortcut } from './world.ts';

/** A kind of world: alone; beside helpers that die, freeze and wake up; calm, so that how often it dies changes nothing. */
export type Kind = 'alone' | 'helped' | 'calm';

/** What came of a seed. */
export interface Outcome {
  /** What is wrong with the lake; null: nothing. */
  readonly wrong: string | null;
  /** Pages that helpers have made. */
  readonly helped: number;
}

/** Helpers beside a world. */
const HELPERS = 2;

/** Lets a seed's world go by and says what is wrong with what its lake holds. A failure of any other kind is told, not thrown. */
export async function trial(seed: number, kind: Kind, shortcut?: Shortcut): Promise<Outcome> {
  try {
    if (kind === 'calm') return { wrong: await wrongByDying(seed), helped: 0 };
    return await wrongByReplay(seed, kind === 'helped' ? HELPERS : 0, shortcut);
  } catch (error) {
    return { wrong: error instanceof Error ? (error.stack ?? error.message) : String(error), helped: 0 };
  }
}

/** Holds the lake against what its own decisions say of the stream. */
async function wrongByReplay(seed: number, many: number, shortcut?: Shortcut): Promise<Outcome> {
  const world = drawWorld(seed, false);
  let helpers: Helpers | null = null;
  const files = await runWorld(world, world.chance.below(4), shortcut, (lying) => {
    if (many > 0) helpers = helpersOf(world, many)(lying);
    return helpers;
  });
  const helped = (helpers as Helpers | null)?.made() ?? 0;
  const found = contentsIn(files);
  const { read, accepted, duplicates, waiting } = found.counts;
  const written = world.stream.inputs.reduce((sum, rows) => sum + rows.length, 0);
  const ids = new Set(found.events.map((line) => (JSON.parse(line) as { id: string }).id));
  if (read !== written || read !== accepted + duplicates + waiting || ids.size !== accepted)
    return { wrong: 'events lost or doubled', helped };
  const expected = await replayed(files, world);
  for (const table of ['events', 'subjects', 'verdicts', 'findings'] as const)
    if (JSON.stringify(found[table]) !== JSON.stringify(expected[table]))
      return { wrong: `${table} differ`, helped };
  return { wrong: accepted === expected.counts.accepted ? null : 'counts differ', helped };
}

/** In a calm world it makes no difference how often the process died. */
async function wrongByDying(seed: number): Promise<string | null> {
  const died = contentsIn(await runWorld(drawWorld(seed, true), 3));
  const lived = contentsIn(await runWorld(drawWorld(seed, true), 0));
  return isDeepStrictEqual(died, lived) ? null : 'a death has left a trace';
}
