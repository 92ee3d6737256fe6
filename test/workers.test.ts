/** Two threads say what one says: findings, revisions, their order, verdicts and sums. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { config } from '../schemas/config.ts';
import type { Finding } from '../schemas/finding.ts';
import { SCENARIOS } from '../seeds/index.ts';
import { ndjsonOf, registerFiles } from '../seeds/story.ts';
import { parseInstant } from '../src/core/time.ts';
import { type DetectRequest, detect } from '../src/pipeline/detect.ts';
import { tunedDetectors } from '../src/pipeline/detectors.ts';
import { detectInLake } from '../src/pipeline/lake/detect.ts';
import { startCrew } from '../src/pipeline/workers/crew.ts';
import { ThreadFailed } from '../src/pipeline/workers/thread-failed.ts';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';
import { readStored } from '../src/store/writer.ts';

const root = mkdtempSync(join(tmpdir(), 'metsuke-workers-'));
afterAll(() => rmSync(root, { recursive: true }));

/** Incidents that between them need windows, settled look-ups, profiles and registers. */
const STORIES = ['hioki-2023', 'visionary-2023', 'satsumasendai-2023', 'procx-2023'];

function asked(files: readonly string[], registersDir: string | null, workers: number): DetectRequest {
  return {
    files,
    registersDir,
    config: config.parse({}),
    now: parseInstant('2030-01-01T00:00:00Z'),
    encoding: null,
    source: null,
    wantVerdicts: true,
    workers,
    onFinding: () => {},
    onVerdict: () => {},
    onQuarantined: () => {},
    onProgress: () => {},
    onRestart: () => {},
  };
}

async function said(file: string, registersDir: string | null, workers: number) {
  const lines: unknown[] = [];
  const { summary, problems } = await detect({
    ...asked([file], registersDir, workers),
    onFinding: (finding, known) => void lines.push([finding, known]),
  });
  return { lines, summary, problems };
}

test.each(STORIES)('%s', { timeout: 180_000 }, async (id) => {
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

test('a lake holds the same, state and all, whatever number of threads each run had', {
  timeout: 180_000,
}, async () => {
  const scenario = SCENARIOS.find((each) => each.id === 'hioki-2023');
  if (scenario === undefined) throw new Error('no story');
  const story = scenario.tell();
  const home = join(root, 'lakes');
  mkdirSync(join(home, 'registers'), { recursive: true });
  for (const [name, text] of registerFiles(story)) writeFileSync(join(home, 'registers', name), text);
  const half = Math.floor(story.events.length / 2);
  const files = [story.events.slice(0, half), story.events.slice(half)].map((events, night) => {
    const file = join(home, `night-${night}.ndjson`);
    writeFileSync(file, ndjsonOf(events));
    return file;
  });
  const nights = async (name: string, workers: readonly number[]) => {
    const folder = join(home, name);
    const findings: Finding[] = [];
    for (const [night, threads] of workers.entries())
      await detectInLake({
        ...asked([files[night]], join(home, 'registers'), threads),
        folder,
        onFinding: (finding) => void findings.push(finding),
      });
    const { store, snapshot } = openLake(folder, nodeFileSystem);
    const { state, journals, counts } = snapshot;
    const kept = [...(state === null ? [] : [state]), ...journals].map((file) => readStored(store, file));
    return { findings, counts, kept };
  };
  const one = await nights('one', [1, 1]);
  expect(one.findings.length).toBeGreaterThan(0);
  expect(await nights('several', [3, 2])).toEqual(one);
});

/** Threads that find no registers. */
function brokenCrew() {
  const settings = config.parse({});
  const seed = { kind: 'lake', folder: join(root, 'no lake'), number: 7 } as const;
  const detectors = tunedDetectors(settings);
  return startCrew({ config: settings, detectors, seed, threads: 2, here: null, sourceOf: () => null });
}

test('a thread that dies ends the run with a problem', async () => {
  const crew = brokenCrew();
  crew.back.advance(0);
  await expect(crew.idle()).rejects.toMatchObject({ problem: { code: 'thread-failed' } });
  expect(() => crew.back.found?.()).toThrow(ThreadFailed);
  await crew.close();
});

test('whoever stands still for a thread that cannot begin is told at once', async () => {
  const crew = brokenCrew();
  crew.back.advance(0);
  expect(() => crew.stand()).toThrow(ThreadFailed);
  await crew.close();
});

test('where every detector is off, rows are judged all the same', { timeout: 60_000 }, async () => {
  const scenario = SCENARIOS.find((each) => each.id === 'hioki-2023');
  if (scenario === undefined) throw new Error('no story');
  const file = join(root, 'off.ndjson');
  writeFileSync(file, ndjsonOf(scenario.tell().events));
  const off = config.parse({ detectors: Object.fromEntries(DETECTORS.map(({ id }) => [id, 'off'])) });
  const run = async (workers: number) =>
    (await detect({ ...asked([file], null, workers), config: off })).summary;
  expect(await run(2)).toEqual(await run(1));
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
