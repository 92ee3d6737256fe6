import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { config } from '../../../schemas/config.ts';
import { type Contents, contentsOf, nights, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { posixStore } from '../../store/posix-store.ts';
import { tunedDetectors } from '../detectors.ts';
import { lakeCrew } from '../workers/lake-crew.ts';
import { ThreadFailed } from '../workers/thread-failed.ts';
import { type KeptSeat, keepSeat } from './keep-seat.ts';
import { type Seat, seatsFor } from './seat.ts';

const { folder: home, files: logs, registers } = nights();
const root = mkdtempSync(join(tmpdir(), 'metsuke-seats-'));
afterAll(() => {
  for (const folder of [home, root]) rmSync(folder, { recursive: true });
});

const WRITER = 'w';
const SETTINGS = config.parse({ judging: { others: 2 } });
const here = (file: string) => JSON.stringify(new URL(file, import.meta.url).href);
const SITTING = `
  import { nodeFileSystem } from ${here('../../store/file-system.ts')};
  import { posixStore } from ${here('../../store/posix-store.ts')};
  import { keepSeat } from ${here('./keep-seat.ts')};
  const { judging, table, lake, writer } = JSON.parse(process.argv[2]);
  (await keepSeat({ judging }, posixStore(table, nodeFileSystem), lake)).tell(writer, 'elsewhere');
  console.log('sits');
`;
let lakes = 0;

/** A lake, and where word of seats lies. */
interface Place {
  readonly lake: string;
  readonly seats: () => readonly Seat[];
  /** `folder`: where the lake is for who sits there. */
  sit(helper: string, folder?: string): Promise<KeptSeat>;
  /** The same in a process that can be killed. */
  sitElsewhere(): Promise<ChildProcess>;
}

function place(): Place {
  const lake = join(root, `lake-${++lakes}`);
  const table = join(root, `table-${lakes}`);
  for (const folder of [lake, table]) mkdirSync(folder);
  const store = posixStore(table, nodeFileSystem);
  return {
    lake,
    seats: () => seatsFor(store, WRITER),
    async sit(helper, folder = lake) {
      const seat = await keepSeat(SETTINGS, store, folder);
      if (seat === null || 'code' in seat) throw new Error('no seat');
      seat.tell(WRITER, helper);
      return seat;
    },
    async sitElsewhere() {
      const script = join(table, 'sitting.mjs');
      writeFileSync(script, SITTING);
      const told = JSON.stringify({ judging: SETTINGS.judging, table, lake, writer: WRITER });
      const child = spawn(process.execPath, [script, told], { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      return child;
    },
  };
}

/** Judges the nights one after another. `threads`: of this process. */
async function judged(
  { lake, seats }: Pick<Place, 'lake' | 'seats'>,
  threads = 1,
  onCommit = () => {},
): Promise<{ readonly contents: Contents; readonly changes: readonly ('come' | 'leave' | null)[] }> {
  const detectors = tunedDetectors(SETTINGS);
  const crew = lakeCrew({ folder: lake, config: SETTINGS, detectors, threads, seats });
  const process = { lake, files: nodeFileSystem, maker: plainMaker(nodeFileSystem) };
  const changes: ('come' | 'leave' | null)[] = [];
  for (const log of logs) {
    await run(process, [log], registers, { crew: crew.crew, epochEvents: 60, onCommit });
    changes.push(crew.change());
  }
  return { contents: contentsOf(process), changes };
}

describe('detectors that work in other processes', { timeout: 60_000 }, () => {
  test('find what they find here', async () => {
    const alone = await judged(place());
    expect(alone.contents.findings.length).toBeGreaterThan(3);
    const shared = place();
    const sitting = [await shared.sit('a'), await shared.sit('b')];
    expect(shared.seats().map(({ name }) => name)).toEqual(['work/w-seat-a-0', 'work/w-seat-b-0']);
    const { contents, changes } = await judged(shared, 2);
    expect(contents).toEqual(alone.contents);
    expect(changes).toEqual(changes.map(() => null));
    for (const seat of sitting) await seat.close();
    expect(shared.seats()).toEqual([]);
    expect((await judged({ ...shared, lake: place().lake })).contents).toEqual(alone.contents);
  });

  test('work here where nobody lets them in, and do not try again', async () => {
    const alone = await judged(place());
    const shared = place();
    const seat = await shared.sit('a');
    const [told] = shared.seats();
    const strange = { ...told, name: 'strange', key: '00'.repeat(32) };
    const absent = { ...told, name: 'absent', port: 1 };
    const { contents, changes } = await judged({ lake: shared.lake, seats: () => [strange, absent] });
    expect(contents).toEqual(alone.contents);
    expect(changes).toEqual(changes.map(() => null));
    await seat.close();
  });

  test('work here where whoever lets them in has other registers than the lake', async () => {
    const alone = await judged(place());
    const shared = place();
    const seat = await shared.sit('blind', place().lake);
    expect((await judged(shared)).contents).toEqual(alone.contents);
    await seat.close();
  });

  test('are not taken where the address cannot be had', async () => {
    const settings = config.parse({ judging: { others: 1, host: '192.0.2.1' } }); // an address of nobody
    const { lake } = place();
    expect(await keepSeat(settings, posixStore(lake, nodeFileSystem), lake)).toMatchObject({
      code: 'seat-closed',
    });
  });

  test('end the run where they are lost, and what was durable goes on', async () => {
    const alone = await judged(place());
    const shared = place();
    const other = await shared.sitElsewhere();
    let commits = 0;
    const losing = judged(shared, 1, () => {
      commits++;
      if (commits === 2) other.kill('SIGKILL');
    });
    losing.catch(() => {});
    await expect(losing).rejects.toThrow(ThreadFailed);
    await expect(losing).rejects.toMatchObject({ problem: { code: 'seat-lost' } });
    expect((await judged(shared)).contents).toEqual(alone.contents);
  });

  test('who comes is told, and who leaves', async () => {
    const shared = place();
    const detectors = tunedDetectors(SETTINGS);
    const crew = lakeCrew({
      folder: shared.lake,
      config: SETTINGS,
      detectors,
      threads: 1,
      seats: shared.seats,
    });
    expect(crew.change()).toBeNull();
    const seat = await shared.sit('a');
    expect(crew.change()).toBe('come');
    await seat.close();
    expect(crew.change()).toBeNull();
  });
});
