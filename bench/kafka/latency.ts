/** How long a finding takes at a steady load: from the moment its event is sent to the moment its line is written. */
import { createReadStream, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { topicSink } from '../../src/kafka/sink.ts';
import { benchClient, keyOfEach, makeTopic } from './produce.ts';
import { startRun } from './run-process.ts';

/** What load, for how long. */
export interface LoadWanted {
  readonly brokers: readonly string[];
  readonly folder: string;
  /** Events a second. */
  readonly rate: number;
  readonly seconds: number;
}

/** Seconds from an event to its finding. */
export interface Waits {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
  readonly latenessSeconds: number;
}

const LATENESS_SECONDS = 5;
const TICK_MS = 100;
const PACKED = 100;
const PROBE = 'probe-';

/** Sends load and, ten times a second, an account that no register knows: each is a finding of its own. */
export async function latencyAtHalfLoad({ brokers, folder, rate, seconds }: LoadWanted): Promise<Waits> {
  const topic = 'latency';
  await makeTopic(brokers, topic);
  const own = join(folder, 'latency');
  const registers = join(own, 'registers');
  mkdirSync(registers, { recursive: true, mode: 0o700 });
  const staff = Array.from({ length: 200 }, (_, n) => `staff-${n}`);
  writeFileSync(
    join(registers, 'accounts.csv'),
    `account,system,principal\n${staff.map((one) => `${one},,P-${one}`).join('\n')}\n`,
  );
  const child = startRun(own, {
    lake: join(own, 'lake'),
    registers,
    lateness_seconds: LATENESS_SECONDS,
    kafka: { brokers, group: topic, topics: { [topic]: { source: 'load' } } },
    operation: { port: 'off', log: 'text' },
  });
  await child.until(/goes on/);
  const sink = topicSink(benchClient(brokers));
  const keys = keyOfEach();
  const sentMs = new Map<string, number>();
  const foundMs = new Map<string, number>();
  const watching = watchFindings(child.findings, (actor) => {
    if (actor.startsWith(PROBE) && !foundMs.has(actor)) foundMs.set(actor, Date.now());
  });
  let number = 0;
  const perTick = Math.max(PACKED, Math.round((rate * TICK_MS) / 1_000));
  const started = performance.now();
  for (let tick = 0; tick * TICK_MS < seconds * 1_000; tick++) {
    await pause(Math.max(0, started + tick * TICK_MS - performance.now()));
    const time = new Date().toISOString();
    const row = (actor: string) =>
      JSON.stringify({
        time,
        system: 'crm',
        id: `l${number++}`,
        actor,
        action: 'view',
        subject: `C${number % 9_973}`,
      });
    const probe = `${PROBE}${tick}`;
    const records = keys.flatMap((key, partition) => {
      const rows = Array.from({ length: Math.ceil(perTick / keys.length) }, (_, at) =>
        row(staff[(at * 7 + tick) % staff.length] ?? ''),
      );
      if (partition === tick % keys.length) rows.push(row(probe));
      return packs(rows).map((value) => ({ key, value }));
    });
    sentMs.set(probe, Date.now());
    const wrong = await sink.send(topic, records);
    if (wrong !== null) throw new Error(wrong.message.en);
  }
  await pause((LATENESS_SECONDS + 5) * 1_000);
  await watching.stop();
  await sink.close();
  await child.stop();
  // the last probes wait for rows that come after them
  const waits = [...foundMs]
    .map(([probe, ms]) => (ms - (sentMs.get(probe) ?? ms)) / 1_000)
    .sort((a, b) => a - b);
  const at = (share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count: waits.length, latenessSeconds: LATENESS_SECONDS };
}

function packs(rows: readonly string[]): string[] {
  const found: string[] = [];
  for (let at = 0; at < rows.length; at += PACKED) found.push(rows.slice(at, at + PACKED).join('\n'));
  return found;
}

/** Tells of every finding as its line is written. */
function watchFindings(file: string, onActor: (actor: string) => void) {
  let at = 0;
  let isStopped = false;
  const looking = (async () => {
    while (!isStopped) {
      const { size } = statSync(file);
      if (size > at) {
        const lines = createInterface({ input: createReadStream(file, { start: at, end: size - 1 }) });
        for await (const line of lines) {
          const actor = /"actor":"([^"]*)"/.exec(line)?.[1];
          if (actor !== undefined) onActor(actor);
        }
        at = size;
      }
      await pause(20);
    }
  })();
  return {
    async stop() {
      isStopped = true;
      await looking;
    },
  };
}
