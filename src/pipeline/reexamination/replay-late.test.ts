import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import { config } from '../../../schemas/config.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { formatInstant, HOUR, MINUTE, parseInstant } from '../../core/time.ts';
import { openLake } from '../../store/lake.ts';
import { standingEngine } from '../lake/standing-engine.ts';
import { replayLake } from './replay.ts';

const folder = mkdtempSync(join(tmpdir(), 'metsuke-late-'));
afterAll(() => rmSync(folder, { recursive: true }));

const START = parseInstant('2024-05-01T00:00:00+09:00');
const settings = {
  config: config.parse({}),
  detectors: DETECTORS.map((detector) => ({ detector, thresholds: detector.thresholds.parse({}) })),
  now: parseInstant('2024-06-09T09:00:00+09:00'),
};

/** Rows of four weeks in two nights that both know all of them: most of the second are late, some come twice, some clocks cannot be right. */
function twoNights(seed: number): { logs: string[]; registers: string } {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return Math.floor((state / 0x80000000) * below);
  };
  const pick = <T>(from: readonly T[]): T => from[random(from.length)];
  const lines = Array.from({ length: 160 }, (_, n) => {
    const time = formatInstant(START + random(28 * 24) * HOUR + random(60) * MINUTE);
    return JSON.stringify({
      time: random(25) === 0 ? pick(['0000-01-01T00:00:00Z', '9999-12-31T23:59:59Z']) : time,
      system: pick(['resident', 'pos', 'admin']),
      source: pick(['a', 'm', 'z']),
      id: `${random(1_000)}-${n}`,
      actor: pick(['gone', 'sato', 'tanaka', null]),
      action: pick(['view', 'search', 'sale', 'login', 'print', 'export']),
      device: pick(['D1', 'D2', null]),
      subjects: [pick(['dv', 'R1', 'R2'])],
    });
  });
  const dir = join(folder, String(seed));
  const registers = join(dir, 'registers');
  mkdirSync(registers, { recursive: true });
  const logs = [lines.slice(0, 80), lines.slice(65)].map((some, night) => {
    const log = join(dir, `${night}.ndjson`);
    writeFileSync(log, `${some.join('\n')}\n`);
    return log;
  });
  const csv = {
    people: 'principal,unit,ended\nP1,water,2024-05-05\nP2,tax,\nP3,tax,\n',
    accounts: 'account,system,principal\ngone,,P1\nsato,,P2\ntanaka,,P3\n',
    protected: 'subject,kind\ndv,dv\n',
    cases: 'case_id,subject,assignee,opened,closed\nC-1,R1,P2,2024-04-01,2024-05-20\n',
    devices: 'device,kind,principal\nD1,pc,P2\n',
  };
  for (const [name, text] of Object.entries(csv)) writeFileSync(join(registers, `${name}.csv`), text);
  return { logs, registers };
}

test.each([1, 3])('a lake to which a whole month came late says again what it said (%i)', async (seed) => {
  const { logs, registers } = twoNights(seed);
  const files = modelFileSystem();
  const process: Process = { files, maker: plainMaker(files), lake: '/lake' };
  for (const log of logs) await run(process, [log], registers);
  const lake = openLake('/lake', files);
  const { store, snapshot } = lake;
  const passed = standingEngine({ lake, ...settings }, snapshot).watermark();
  const request = { store, snapshot, maker: process.maker, passed, ...settings };
  const { onlyInLake, onlyInReplay, same } = await replayLake(request);
  expect({ onlyInLake, onlyInReplay }).toEqual({ onlyInLake: [], onlyInReplay: [] });
  expect(same).toBeGreaterThan(20);
});
