/** `metsuke run` over a topic that is full, until the lake holds all of it. */
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
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
    await pause(100);
    ended = performance.now();
  }
  const { cpuSeconds, peakMb } = await child.stop();
  const findings = readFileSync(child.findings, 'utf8').split('\n').length - 1;
  return { wallSeconds: (ended - started) / 1_000, cpuSeconds, peakMb, findings };
}

/** Rows that commits say were read. */
function readSoFar(lake: string): number {
  const folder = join(lake, 'commits');
  let names: string[];
  try {
    names = readdirSync(folder).sort();
  } catch {
    return 0;
  }
  const last = names.at(-1);
  if (last === undefined || statSync(join(folder, last)).size === 0) return 0;
  const { counts } = JSON.parse(readFileSync(join(folder, last), 'utf8')) as {
    counts: { accepted: number; quarantined: number; duplicates: number; waiting: number };
  };
  return counts.accepted + counts.quarantined + counts.duplicates + counts.waiting;
}
