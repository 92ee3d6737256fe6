/** Two threads say what one says: findings, revisions, their order, verdicts and sums. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { config } from '../schemas/config.ts';
import { SCENARIOS } from '../seeds/index.ts';
import { ndjsonOf, registerFiles } from '../seeds/story.ts';
import { parseInstant } from '../src/core/time.ts';
import { detect } from '../src/pipeline/detect.ts';

const root = mkdtempSync(join(tmpdir(), 'metsuke-workers-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Incidents that between them need windows, settled look-ups, profiles and registers. */
const STORIES = ['hioki-2023', 'visionary-2023', 'satsumasendai-2023', 'procx-2023'];

async function said(file: string, registersDir: string | null, workers: number) {
  const lines: unknown[] = [];
  const { summary, problems } = await detect({
    files: [file],
    registersDir,
    config: config.parse({}),
    now: parseInstant('2030-01-01T00:00:00Z'),
    encoding: null,
    source: null,
    wantVerdicts: true,
    workers,
    onFinding: (finding, known) => void lines.push([finding, known]),
    onVerdict: () => {},
    onQuarantined: () => {},
    onProgress: () => {},
    onRestart: () => {},
  });
  return { lines, summary, problems };
}

test.each(STORIES)('%s', async (id) => {
  const scenario = SCENARIOS.find((each) => each.id === id);
  if (scenario === undefined) throw new Error(`no story ${id}`);
  const story = scenario.tell();
  const folder = join(root, id);
  mkdirSync(join(folder, 'registers'), { recursive: true });
  writeFileSync(join(folder, 'events.ndjson'), ndjsonOf(story.events));
  for (const [name, text] of registerFiles(story)) writeFileSync(join(folder, 'registers', name), text);
  const run = (workers: number) => said(join(folder, 'events.ndjson'), join(folder, 'registers'), workers);
  const one = await run(1);
  expect(one.lines.length).toBeGreaterThan(0);
  expect(await run(3)).toEqual(one);
});

test('texts in Shift_JIS and rows of CSV', async () => {
  const head = 'time,system,id,actor,action,outcome,ip,reason';
  const tries = Array.from(
    { length: 12 },
    (_, n) => `2024-05-13T09:${10 + n}:00+09:00,admin,n${n},root,login,failure,203.0.113.9,`,
  );
  // 誤り (a wrong password) in Shift_JIS
  const reason = Uint8Array.of(0x8c, 0xeb, 0x82, 0xe8);
  const rows = [head, ...tries].flatMap((line, i) => [
    ...new TextEncoder().encode(line),
    ...(i === 0 ? [] : reason),
    10,
  ]);
  const file = join(root, 'tries.csv');
  writeFileSync(file, Uint8Array.from(rows));
  const one = await said(file, null, 1);
  expect(one.lines.length).toBeGreaterThan(0);
  expect(await said(file, null, 2)).toEqual(one);
});
