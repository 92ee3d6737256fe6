import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import type { Fate } from './model-file-system.ts';
import { cleansFirst, noFsync, positionsOutside, randomIds, removesEarly } from './mutants.ts';
import { type Fault, type Mutant, namingCalls, outcome, world, zombieOutcome } from './sweep.ts';

/** `npm run test:crash` tries everything; `npm test` a part of it. */
const isLong = process.env.METSUKE_CRASH === 'long';
const here = await world();
const oneNight = await world(1);
afterAll(() => {
  for (const { folder } of [here, oneNight]) rmSync(folder, { recursive: true });
});

/** Every `step`-th call of three nights. */
const calls = (step: number) =>
  Array.from({ length: here.calls }, (_, call) => call).filter((call) => isLong || call % step === 0);

/** The same sequence of yes and no for one seed. */
function chance(seed: number): () => boolean {
  let state = seed * 2 + 1;
  return () => {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) >>> 0;
    state = (state + 0x9e3779b9) >>> 0;
    return (state & 0x1000) !== 0;
  };
}

async function wrong(faults: Iterable<Fault>, where = here): Promise<string[]> {
  const found: string[] = [];
  for (const fault of faults) {
    const what = await outcome(where, fault);
    if (what !== null)
      found.push(`${fault.fate} at ${fault.at}, then ${fault.again?.join() ?? '-'}: ${what}`);
  }
  return found;
}

describe('the lake is what it should be in the end when', { timeout: isLong ? 3_600_000 : 60_000 }, () => {
  test.each<[Fate, number]>([
    ['dies-before', 61],
    ['dies-after', 37],
    ['EIO', 67],
    ['ENOSPC', 71],
    ['short', 127],
  ])('a call %s', async (fate, step) => {
    expect(await wrong(calls(step).map((at) => ({ fate, at })))).toEqual([]);
  });

  test('the power goes, whatever is kept of what was not durable', async () => {
    const faults = calls(53).flatMap((at) =>
      [() => false, chance(at), chance(at + 1_000)]
        .slice(0, isLong ? 3 : 1 + (at % 2))
        .map((power) => ({ fate: 'dies-after' as const, at, power })),
    );
    expect(await wrong(faults)).toEqual([]);
  });

  test('it dies in the first night, and again at any call of its recovery', async () => {
    const square = Array.from({ length: oneNight.calls ** 2 }, (_, n): Fault => {
      const again = Math.floor(n / oneNight.calls);
      const power = again % 3 === 0 ? chance(n) : null;
      return { fate: 'dies-after', at: n % oneNight.calls, again: [again], power };
    });
    const part = square.filter((_, n) => isLong || n % 2_011 === 0);
    expect(await wrong(part, oneNight)).toEqual([]);
  });

  test('another one takes over while it sleeps, and it wakes again', async () => {
    for (const at of [0, 2, 5]) expect([at, await zombieOutcome(here, at, {})]).toEqual([at, null]);
  });
});

/** Steps of it are spread over all calls, however many there are. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/** The first wrong outcome among some faults; null if a shortcut was not noticed. */
async function firstWrong(mutant: Mutant, losesPower: boolean): Promise<string | null> {
  const naming = await namingCalls(here, mutant);
  for (let n = 1; n <= 60; n++) {
    const at = naming[Math.floor(((n * GOLDEN) % 1) * naming.length)] + (n % 9);
    const what = await outcome(
      here,
      { fate: 'dies-after', at, power: losesPower ? chance(n) : null },
      mutant,
    );
    if (what !== null) return what;
  }
  return null;
}

describe('a shortcut is noticed', { timeout: 120_000 }, () => {
  test('positions kept outside the commit', async () => {
    expect(await firstWrong(positionsOutside(), false)).not.toBeNull();
  });

  test('no fsync', async () => {
    expect(await firstWrong(noFsync, true)).not.toBeNull();
  });

  test('random finding ids', async () => {
    expect(await firstWrong(randomIds(), false)).not.toBeNull();
  });

  test('a state removed before the commit of the next one', async () => {
    expect(await firstWrong(removesEarly, false)).not.toBeNull();
  });

  test('waste removed before the take-over', async () => {
    const outcomes: (string | null)[] = [];
    for (const at of [1, 3, 4]) outcomes.push(await zombieOutcome(here, at, cleansFirst));
    expect(outcomes.some((what) => what !== null)).toBe(true);
  });
});
