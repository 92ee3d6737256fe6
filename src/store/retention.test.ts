import { rmSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { Died, type ModelFileSystem, modelFileSystem } from '../../test/crash/model-file-system.ts';
import { contentsOf, nights, type Process, run } from '../../test/crash/nights.ts';
import { plainMaker } from '../../test/crash/plain-maker.ts';
import { formatDate, parseDate } from '../core/time.ts';
import { openLake } from './lake.ts';
import { applyRetention, type Limits, limitsOf, planRetention } from './retention.ts';
import { StoreFailed } from './store.ts';
import { verifyLake } from './verify/verify.ts';
import { takeOver } from './writer.ts';

const { folder, files: logs, registers } = nights(5);
afterAll(() => rmSync(folder, { recursive: true }));

test.each([
  ['7y', '2024-02-29', '2017-02-28'],
  ['1y', '2024-03-01', '2023-03-01'],
  ['1m', '2024-03-31', '2024-02-29'],
  ['18m', '2024-05-10', '2022-11-10'],
  ['400d', '2024-02-05', '2023-01-01'],
])('with %s on %s days before %s go', (resident, today, before) => {
  const limits = limitsOf({ resident }, parseDate(today));
  expect([...limits].map(([system, day]) => [system, formatDate(day)])).toEqual([['resident', before]]);
});

/** A lake of three nights. */
async function lakeOfNights() {
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  for (const log of logs) await run(process, [log], registers, { epochEvents: 7, baseEvery: 4 });
  return { files, process };
}

/** The same after a retention. */
async function retained(limits: Limits) {
  const { files, process } = await lakeOfNights();
  const before = contentsOf(process);
  return { files, process, before, ...(await retain(files, process, limits)) };
}

async function retain(files: ModelFileSystem, process: Process, limits: Limits) {
  const lake = openLake('/lake', files);
  const plan = await planRetention(lake.snapshot, lake.store, process.maker, limits);
  if (plan === null) return { after: contentsOf(process), snapshot: null };
  const writer = takeOver(lake, {
    versions: { metsuke: '0', detectors: {}, settings: '0'.repeat(64) },
    registers: null,
    now: 0,
    clock: () => '2031-06-01T00:00:00+09:00',
    maker: process.maker,
  });
  await applyRetention(writer, lake.store, process.maker, plan);
  return { after: contentsOf(process), snapshot: writer.snapshot() };
}

const rowsOf = (lines: readonly string[]) => lines.map((line) => JSON.parse(line) as Record<string, unknown>);

test('what is older goes, of that kind of log only, with everything that hangs on it', async () => {
  const day = parseDate('2024-05-31');
  const { before, after, snapshot } = await retained(new Map([['resident', day]]));
  const isOver = (row: Record<string, unknown>) =>
    row.system === 'resident' && Number(row.time) < Date.parse('2024-05-31T00:00:00+09:00') * 1_000;
  const gone = new Set(rowsOf(before.events).flatMap((row) => (isOver(row) ? [row.ref] : [])));
  expect(gone.size).toBe(6);
  for (const table of ['events', 'subjects', 'verdicts'] as const)
    expect(after[table]).toEqual(
      before[table].filter((line) => !gone.has((JSON.parse(line) as { ref: number }).ref)),
    );
  expect(snapshot?.retained).toEqual([
    { system: 'resident', before: '2024-05-31', number: snapshot?.number },
  ]);
  const days = snapshot?.files.flatMap((file) => file.days) ?? [];
  expect(days.filter(({ day, system }) => system === 'resident' && day < '2024-05-31')).toEqual([]);
});

test('everything goes when everything is over, but for the rows that still wait, and no other file is left', async () => {
  const later = parseDate('2024-07-01');
  const systems = ['resident', 'pos', 'crm', 'admin'] as const;
  const { files, snapshot } = await retained(new Map(systems.map((system) => [system, later])));
  expect(snapshot?.files.filter(({ tail }) => !tail)).toEqual([]);
  const { store } = openLake('/lake', files);
  const left = ['events', 'subjects', 'verdicts', 'findings', 'quarantine'].flatMap((name) =>
    store.list(name),
  );
  expect(left.sort()).toEqual(snapshot?.files.map(({ name }) => name).sort());
});

test('nothing is planned where nothing is old, and verification tells what was removed from what is missing', async () => {
  expect((await retained(new Map([['crm', parseDate('2024-07-01')]]))).snapshot).toBeNull();
  const { files } = await retained(new Map([['pos', parseDate('2024-06-01')]]));
  const report = verifyLake({ folder: '/lake', files, witness: null });
  expect(report?.faults.map(({ code }) => code)).toEqual(['verify-never-sealed']);
  expect(report?.retention).toMatchObject([
    { at: '2031-06-01T00:00:00+09:00', limits: [{ system: 'pos', before: '2024-06-01' }] },
  ]);
});

test('whatever call it dies at, trying again comes to the same, and nothing is lost or left', async () => {
  const limits: Limits = new Map([['resident', parseDate('2024-06-01')]]);
  const { files: undisturbed, process: calm } = await lakeOfNights();
  undisturbed.restart(() => 'done');
  const { after: expected } = await retain(undisturbed, calm, limits);
  const calls = undisturbed.calls();
  for (let at = 3; at < calls; at += 53) {
    const { files, process } = await lakeOfNights();
    files.restart((call) => (call === at ? (at % 2 === 0 ? 'dies-after' : 'EIO') : 'done'));
    await expect(retain(files, process, limits)).rejects.toSatisfy(
      (error) => error instanceof Died || error instanceof StoreFailed || error instanceof Error,
    );
    if (at % 3 === 0) files.losePower(() => false);
    files.restart(() => 'done');
    expect([at, (await retain(files, process, limits)).after]).toEqual([at, expected]);
    const report = verifyLake({ folder: '/lake', files, witness: null });
    expect(report?.faults.map(({ code }) => code)).toEqual(['verify-never-sealed']);
  }
});
