import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';

/** Runs in a process of its own, since what is set holds for all threads; gives the largest young generation, in MB. */
function largest(isLimited: boolean): number {
  const script = `
    const { getHeapSpaceStatistics } = await import('node:v8');
    const { limitYoungGeneration } = await import('${new URL('young-generation.ts', import.meta.url).href}');
    if (${isLimited}) limitYoungGeneration();
    let most = 0;
    const kept = [];
    for (let i = 0; i < 40; i++) {
      kept.push(Array.from({ length: 100_000 }, () => ({ i })));
      if (kept.length > 8) kept.shift();
      const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space');
      most = Math.max(most, young.space_size);
    }
    console.log(most / 2 ** 20);`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

test('the young generation stays small, and would not by itself', () => {
  expect(largest(true)).toBeGreaterThanOrEqual(8);
  expect(largest(true)).toBeLessThanOrEqual(16);
  expect(largest(false)).toBeGreaterThan(48);
});
