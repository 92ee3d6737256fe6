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
import { standingEngine, standingWatermark } from './standing-engine.ts';

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

/** What is open in the end, without how often and under which id it was said. */
function open({ process }: { readonly process: Process }, settings: Settings) {
  const lake = readLake(process.lake, process.files);
  return standingEngine({ lake, ...settings, now: NOW }, lake.snapshot)
    .openEpisodes()
    .map((episode) => ({
      ...episode,
      id: '',
      time: 0,
      revision: 0,
      reported: null,
      supersedes: [],
      counts: [episode.subjects, episode.accounts, episode.tenants].map((one) => one.count()),
      counted: [...episode.counted],
      subjects: null,
      accounts: null,
      tenants: null,
    }))
    .sort((a, b) => a.openRef - b.openRef || a.detector - b.detector);
}

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

  test('after a start that was told to end while it read the lake again', async () => {
    const other = tuned({ 'guessed-credentials': { triesQuarterHour: 4 } });
    const before = await nightly([usual]);
    const stop = new AbortController();
    const ended = await run(before.process, [logs[1]], registers, {
      ...other,
      signal: stop.signal,
      onRebuilding: () => stop.abort(),
    });
    expect(stop.signal.aborted).toBe(true);
    expect([ended.engine, ended.after.counts]).toEqual([null, ended.before.counts]);
    await run(before.process, [logs[1]], registers, other);
    const [once, twice] = [await nightly([usual]), contentsOf(before.process)];
    await run(once.process, [logs[1]], registers, other);
    expect(twice.findings).toEqual(contentsOf(once.process).findings);
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

  const PULLS = { 'mass-record-pull': { ordinary: { subjects: { hour: 20 } } } };
  const OTHERS: [string, Settings][] = [
    ['lower limits', tuned(PULLS)],
    ['higher limits', tuned({ 'mass-record-pull': { ordinary: { subjects: { hour: 90, day: 130 } } } })],
    ['a limit of a month', tuned({ 'mass-record-pull': { ordinary: { subjects: { month: 150 } } } })],
    ['fewer tries', tuned({ 'guessed-credentials': { triesQuarterHour: 4 } })],
  ];
  test.each(OTHERS)(
    'and says after the change what it would have said, had they held all along: %s',
    async (_, other) => {
      const always = open(await nightly([other, other, other]), other);
      expect(always.length).toBeGreaterThan(2);
      expect(open(await nightly([usual, other, other]), other)).toEqual(always);
      expect(open(await nightly([usual, usual, other]), other)).toEqual(always);
    },
  );

  test('a detector that is switched on later has watched all along, and tells what is open', async () => {
    const without = tuned({ 'guessed-credentials': 'off' });
    const late = await nightly([without, without, usual]);
    expect(last(late.findings, 'guessed-credentials')).toHaveLength(1);
    expect(open(late, usual)).toEqual(open(whole, usual));
  });

  test('what is open of a detector that is switched off ends', async () => {
    const without = tuned({ 'guessed-credentials': 'off' });
    const said = last((await nightly([usual, usual])).findings, 'guessed-credentials');
    expect(said.map(({ status }) => status)).toEqual(['open']);
    const [ended] = last((await nightly([usual, usual, without])).findings, 'guessed-credentials');
    expect(ended).toMatchObject({ id: said[0].id, status: 'ended', status_reason: 'settings' });
    expect(ended.revision).toBeGreaterThan(said[0].revision);
  });

  test('whoever dies while it goes over leaves it to the next one', async () => {
    const other = tuned(PULLS);
    const night = async (process: Process) => void (await run(process, [logs[1]], registers, other));
    const fresh = async () => {
      const process = emptyLake();
      await nightly([usual], process);
      return process;
    };
    const whole = await fresh();
    const files = whole.files as ReturnType<typeof modelFileSystem>;
    files.restart(() => 'done');
    await night(whole);
    const calls = files.calls();
    const expected = contentsOf(whole);
    expect(expected.findings.some((line) => line.includes('"detector":"mass-record-pull"'))).toBe(true);
    for (let at = 1; at < calls; at += 31) {
      const process = await fresh();
      const dying = process.files as ReturnType<typeof modelFileSystem>;
      dying.restart((call) => (call === at ? 'dies-after' : 'done'));
      await expect(night(process)).rejects.toThrow();
      dying.losePower(() => false);
      dying.restart(() => 'done');
      await night(process);
      expect([at, contentsOf(process)]).toEqual([at, expected]);
    }
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

  test.each<[string, (other: Settings) => Settings[], Settings]>([
    ['for a night', (other) => [usual, other, usual], OTHERS[0][1]],
    [
      'for a night, with the grace time',
      (other) => [usual, other, usual],
      tuned(PULLS, { graceMinutes: 45 }),
    ],
    ...OTHERS.slice(2).map(([name, other]): [string, (other: Settings) => Settings[], Settings] => [
      `${name} in the end`,
      () => [usual, usual, other],
      other,
    ]),
  ])('a replay judges each part by the settings of its time: %s', async (_, settings, other) => {
    const { process } = await nightly(settings(other));
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
