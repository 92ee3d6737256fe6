import { rmSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import { config } from '../../../schemas/config.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { nights, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { parseInstant } from '../../core/time.ts';
import { openLake } from '../../store/lake.ts';
import { standingEngine } from '../lake/standing-engine.ts';
import { replayLake } from './replay.ts';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));

const settings = {
  config: config.parse({}),
  detectors: DETECTORS.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) })),
  now: parseInstant('2024-06-09T09:00:00+09:00'),
};

async function replayed(
  runs: readonly (readonly string[])[],
  epochEvents: number,
  judgedBy: Partial<typeof settings> = {},
) {
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  for (const some of runs) await run(process, some, registers, { epochEvents, ...judgedBy });
  const lake = openLake('/lake', files);
  const { store, snapshot } = lake;
  const passed = standingEngine({ lake, ...settings }, snapshot).watermark();
  return replayLake({ store, snapshot, maker: process.maker, passed, ...settings });
}

describe('a lake that is replayed says what it said', () => {
  test.each([
    ['in one night', [logs], 1_000_000],
    ['night by night', logs.map((log) => [log]), 1_000_000],
    ['night by night, in epochs of a few rows', logs.map((log) => [log]), 7],
    ['where the second night came late', [logs.filter((_, n) => n !== 1), [logs[1]]], 1_000_000],
  ])('%s', async (_, runs, epochEvents) => {
    const { same, onlyInLake, onlyInReplay, events } = await replayed(runs, epochEvents);
    expect({ onlyInLake, onlyInReplay }).toEqual({ onlyInLake: [], onlyInReplay: [] });
    expect(same).toBeGreaterThan(3);
    expect(events).toBeGreaterThan(100);
  });

  test('but for findings of a detector that is another version now', async () => {
    const older = settings.detectors.map(({ detector, thresholds }) => ({
      detector: detector.id === 'mass-record-pull' ? { ...detector, version: '0' } : detector,
      thresholds,
    }));
    const now = await replayed([logs], 1_000_000);
    const then = await replayed([logs], 1_000_000, { detectors: older });
    expect(now.otherVersion).toBe(0);
    expect(then.onlyInLake).toEqual([]);
    expect(then.otherVersion).toBeGreaterThan(0);
    expect(then.same).toBeLessThan(now.same);
  });
});
