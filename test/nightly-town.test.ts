import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { ORDINARY_YEAR } from '../seeds/town/plan.ts';
import { writeTown } from '../seeds/town/write.ts';
import { modelFileSystem } from './crash/model-file-system.ts';
import { contentsOf, run } from './crash/nights.ts';
import { plainMaker } from './crash/plain-maker.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-town-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeTown(folder, { ...ORDINARY_YEAR, staff: 40, days: 12, first: '2024-05-25' }, 2);
const whole = join(folder, 'events.ndjson');
const registers = join(folder, 'registers');

/** One file a day, by the day of its time in Japan. */
function nights(): string[] {
  const days = new Map<string, string[]>();
  for (const line of readFileSync(whole, 'utf8').trim().split('\n')) {
    const day = (JSON.parse(line) as { time: string }).time.slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), line]);
  }
  return [...days].map(([day, lines]) => {
    const file = join(folder, `${day}.ndjson`);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  });
}

async function lakeOf(runs: readonly (readonly string[])[], more: Parameters<typeof run>[3] = {}) {
  const files = modelFileSystem();
  const process = { files, maker: plainMaker(files), lake: '/lake' };
  for (const logs of runs) await run(process, logs, registers, more);
  return contentsOf(process);
}

test('a town judged night by night, or all files together, is a town judged in one run', {
  timeout: 120_000,
}, async () => {
  const days = nights();
  const expected = await lakeOf([[whole]]);
  expect(days.length).toBeGreaterThan(10);
  expect(
    new Set(expected.findings.map((line) => (JSON.parse(line) as { detector: string }).detector)).size,
  ).toBeGreaterThan(5);
  for (const runs of [[days], days.map((day) => [day])]) expect(await lakeOf(runs)).toEqual(expected);
  expect(await lakeOf([[whole]], { epochEvents: 2_500 })).toEqual(expected);
});
