/** `metsuke run` over a topic that is full, until the lake holds all of it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { startRun } from './run-process.ts';

/** What to read. */
export interface TopicWanted {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly registers: string;
  readonly lake: string;
  readonly events: number;
  /** Processes: one judges, the others stand by and help. */
  readonly workers: number;
}

/** What it took. */
export interface TopicRead {
  /** Events a second by the clock, from when all processes were there. */
  readonly perSecond: number;
  /** Of all processes, from start to end. */
  readonly cpuSeconds: number;
  /** Of the one that judges. */
  readonly judgingSeconds: number;
  readonly peakMb: number;
  readonly findings: number;
}

/** Reads all of it. */
export async function readTopic({
  brokers,
  topic,
  registers,
  lake,
  events,
  workers,
}: TopicWanted): Promise<TopicRead> {
  mkdirSync(lake, { recursive: true, mode: 0o700 });
  const settings = {
    lake: join(lake, 'lake'),
    registers,
    epoch_seconds: 10,
    idle_seconds: 5,
    kafka: { brokers, group: `${topic}-${Date.now()}`, topics: { [topic]: {} } },
    operation: { port: 'off', log: 'text' },
  };
  const child = startRun(lake, settings);
  await child.until(/goes on/);
  const helpers = Array.from({ length: workers - 1 }, (_, n) => startRun(lake, settings, `helper-${n}`));
  await Promise.all(helpers.map((helper) => helper.until(/standing by/)));
  const readBefore = readSoFar(join(lake, 'lake'));
  const started = performance.now();
  let ended = started;
  while (readSoFar(join(lake, 'lake')) < events) {
    if (!child.isAlive()) throw new Error(`the run ended: ${child.said()}`);
    await pause(250);
    ended = performance.now();
  }
  const helping = await Promise.all(helpers.map((helper) => helper.stop()));
  const judging = await child.stop();
  const findings = readFileSync(child.findings, 'utf8').split('\n').length - 1;
  return {
    perSecond: (events - readBefore) / ((ended - started) / 1_000),
    cpuSeconds: [judging, ...helping].reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0),
    judgingSeconds: judging.cpuSeconds,
    peakMb: judging.peakMb,
    findings,
  };
}

/** Rows that commits say were read. */
function readSoFar(lake: string): number {
  const { accepted, quarantined, duplicates, waiting } = openLake(lake, nodeFileSystem).snapshot.counts;
  return accepted + quarantined + duplicates + waiting;
}
