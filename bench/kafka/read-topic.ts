/** `metsuke run` over a topic that is full, until the lake holds all of it. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { type RunningChild, startRun } from './run-process.ts';

/** What to read. */
export interface TopicWanted {
  readonly brokers: readonly string[];
  readonly topic: string;
  readonly registers: string;
  readonly lake: string;
  readonly events: number;
}

/** What it took. */
export interface TopicRead {
  /** From the first row that was committed to the last, by the clock. */
  readonly wallSeconds: number;
  /** Of the whole process. */
  readonly cpuSeconds: number;
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
}: TopicWanted): Promise<TopicRead> {
  mkdirSync(lake, { recursive: true, mode: 0o700 });
  const child: RunningChild = startRun(lake, {
    lake: join(lake, 'lake'),
    registers,
    epoch_seconds: 10,
    idle_seconds: 5,
    kafka: { brokers, group: `${topic}-${Date.now()}`, topics: { [topic]: {} } },
    operation: { port: 'off', log: 'text' },
  });
  await child.until(/goes on/);
  const started = performance.now();
  let ended = started;
  while (readSoFar(join(lake, 'lake')) < events) {
    if (!child.isAlive()) throw new Error(`the run ended: ${child.said()}`);
    await pause(250);
    ended = performance.now();
  }
  const { cpuSeconds, peakMb } = await child.stop();
  const findings = readFileSync(child.findings, 'utf8').split('\n').length - 1;
  return { wallSeconds: (ended - started) / 1_000, cpuSeconds, peakMb, findings };
}

/** Rows that commits say were read. */
function readSoFar(lake: string): number {
  const { accepted, quarantined, duplicates, waiting } = openLake(lake, nodeFileSystem).snapshot.counts;
  return accepted + quarantined + duplicates + waiting;
}
