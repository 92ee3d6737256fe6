import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { DETECTORS } from '../../../detectors/index.ts';
import { type Config, config } from '../../../schemas/config.ts';
import type { Finding } from '../../../schemas/finding.ts';
import { modelFileSystem } from '../../../test/crash/model-file-system.ts';
import { contentsOf, nights, type Process, run } from '../../../test/crash/nights.ts';
import { plainMaker } from '../../../test/crash/plain-maker.ts';
import { readLake } from '../../store/lake.ts';
import { replayLake } from '../reexamination/replay.ts';
import { standingWatermark } from './standing-engine.ts';

const { folder, files: logs, registers } = nights();
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = Date.parse('2024-06-09T00:00:00Z') * 1_000;

/** Settings, and the detectors tuned by them; some switched off. */
function tuned(thresholds: Readonly<Record<string, object | 'off'>> = {}, more: object = {}) {
  const settings: Config = config.parse(more);
  const detectors = DETECTORS.flatMap((detector) => {
    const own = thresholds[detector.id] ?? {};
    return own === 'off' ? [] : [{ detector, thresholds: detector.thresholds.parse(own) }];
  });
  return { config: settings, detectors };
}

function emptyLake(): Process {
  const files = modelFileSystem();
  return { files, maker: plainMaker(files), lake: '/lake' };
}

type Settings = ReturnType<typeof tuned>;

/** A lake after nights, each by settings of its own; journals are kept wherever they may be. */
async function nightly(settings: readonly Settings[], process = emptyLake()) {
  const keeping = { events: 1e6, journals: 1e6, registers: 1e6, weight: Number.POSITIVE_INFINITY };
  const told: string[] = [];
  for (const [night, own] of settings.entries()) {
    const ran = await run(process, [logs[night]], registers, { ...own, keeping, epochEvents: 40 });
    for (const { code, message } of ran.problems) if (code.startsWith('lake-')) told.push(message.en);
  }
  return { ...contentsOf(process), process, told };
}

const last = (lines: readonly string[], detector: string) => {
  const held = new Map<string, Finding>();
  for (const line of lines) {
    const one = JSON.parse(line) as Finding;
    if (one.detector === detector && (held.get(one.id)?.revision ?? 0) < one.revision) held.set(one.id, one);
  }
  return [...held.values()];
};

const usual = tuned();
const whole = await nightly([usual, usual, usual]);

describe('a lake goes on by other settings', () => {
  test.each<[string, Settings, RegExp]>([
    ['a threshold', tuned({ 'guessed-credentials': { triesQuarterHour: 4 } }), /guessed-credentials/],
    ['a detector that is switched off', tuned({ 'guessed-credentials': 'off' }), /guessed-credentials/],
    ['the grace time', tuned({}, { graceMinutes: 45 }), /grace_minutes/],
    ['the working hours', tuned({}, { working_hours: { start: '07:00', end: '19:00' } }), /working_hours/],
    [
      'a source whose letter case does not count',
      tuned({}, { sources: { juki: { foldActorCase: true } } }),
      /sources/,
    ],
  ])('of %s, and says so once', async (_, other, what) => {
    const { counts, told } = await nightly([usual, other, other]);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(what);
    expect(counts.accepted).toBe(whole.counts.accepted);
    expect(counts.duplicates).toBe(whole.counts.duplicates);
  });

  test('what they do not concern is the same as without, over the change', async () => {
    const other = tuned({ 'guessed-credentials': { triesQuarterHour: 4 } });
    const changed = await nightly([usual, other, other]);
    const others = ({ findings }: { readonly findings: readonly string[] }) =>
      findings.filter((line) => !line.includes('"detector":"guessed-credentials"'));
    expect(others(changed)).toEqual(others(whole));
    expect([changed.events, changed.subjects, changed.verdicts]).toEqual([
      whole.events,
      whole.subjects,
      whole.verdicts,
    ]);
  });

  test('settings that are taken back at once change nothing but what has begun anew', async () => {
    const other = tuned({}, { graceMinutes: 45 });
    const back = await nightly([usual, other, usual]);
    expect(back.counts.accepted).toBe(whole.counts.accepted);
    expect(back.told).toHaveLength(2);
  });

  test('a detector that is switched on later begins with what comes then', async () => {
    const without = tuned({ 'guessed-credentials': 'off' });
    const found = last((await nightly([without, without, usual])).findings, 'guessed-credentials');
    const all = last(whole.findings, 'guessed-credentials');
    expect(found[0].first_time > all[0].first_time).toBe(true);
  });

  test('a process that died after it took over goes on all the same', async () => {
    const other = tuned({ 'guessed-credentials': { triesQuarterHour: 4 } });
    const expected = await nightly([usual, other]);
    const process = emptyLake();
    await nightly([usual], process);
    const stop = new AbortController();
    stop.abort();
    await run(process, [logs[1]], registers, { ...other, signal: stop.signal });
    await run(process, [logs[1]], registers, other);
    expect(contentsOf(process)).toEqual({
      events: expected.events,
      subjects: expected.subjects,
      raw: expected.raw,
      verdicts: expected.verdicts,
      findings: expected.findings,
      quarantine: expected.quarantine,
      counts: expected.counts,
    });
  });

  test('a replay judges each part by the settings of its time', async () => {
    const other = tuned(
      { 'mass-record-pull': { ordinary: { subjects: { hour: 20 } } } },
      { graceMinutes: 45 },
    );
    const { process } = await nightly([usual, other, usual]);
    const lake = readLake(process.lake, process.files);
    const request = { ...usual, store: lake.store, snapshot: lake.snapshot, maker: process.maker, now: NOW };
    const passed = standingWatermark({ lake, ...usual, now: NOW }, lake.snapshot);
    const replayed = await replayLake({ ...request, passed });
    expect(replayed).toMatchObject({ onlyInLake: [], onlyInReplay: [] });
    expect(replayed.same).toBeGreaterThan(3);
  });
});

test('a lake whose settings of before are gone is refused, with the way out', async () => {
  const { process } = await nightly([usual]);
  const { store, snapshot } = readLake(process.lake, process.files);
  store.remove(`settings/${snapshot.versions?.settings}`);
  const more = join(folder, 'more.ndjson');
  writeFileSync(more, '');
  const other = tuned({}, { graceMinutes: 45 });
  await expect(run(process, [more], registers, other)).rejects.toThrow(/other settings/);
  await expect(run(process, [more], registers, usual)).resolves.toBeDefined();
});
