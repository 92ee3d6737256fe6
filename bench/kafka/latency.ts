/**
 * How long a finding takes at a steady load, from the moment its event is sent: one that needs its order, until its line is written; one that needs none,
 * until it stands in the topic of early findings.
 */
import { createReadStream, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { topicSink } from '../../src/kafka/sink.ts';
import { type Bar, spreadOf } from '../measure/bar.ts';
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
interface Waits {
  readonly p50: number;
  readonly p99: number;
  readonly count: number;
}

/** By what a finding needs. */
interface Latencies {
  readonly inOrder: Waits;
  readonly orderFree: Waits;
  readonly latenessSeconds: number;
}

const LATENESS_SECONDS = 5;
const TICK_MS = 100;
const PACKED = 100;
/** Accounts that no register knows. */
const STRANGER = 'stranger-';
/** Accounts of people who have left. */
const LEAVER = 'leaver-';

/** How long findings take. */
export async function latencyBars(wanted: LoadWanted): Promise<Bar[]> {
  const { inOrder, orderFree, latenessSeconds } = await latencyAtLoad(wanted);
  const { rate, seconds } = wanted;
  const bar = (name: string, { p50, p99, count }: Waits, beyond: number, note: string): Bar => ({
    name,
    bound: 1,
    unit: 's',
    measured: spreadOf([p99 - beyond]),
    note: `${count} among ${rate} events/s for ${seconds} s${note}; p50 ${(p50 - beyond).toFixed(2)} s`,
  });
  return [
    bar(
      'a finding that needs no order after its event, p99',
      orderFree,
      0,
      ', in the topic of early findings',
    ),
    bar(
      'a finding after its event, p99, beyond the lateness',
      inOrder,
      latenessSeconds,
      `, lateness ${latenessSeconds} s`,
    ),
  ];
}

/** Sends load and, ten times a second, an account that no register knows and one that has ended: each is a finding of its own. */
async function latencyAtLoad({ brokers, folder, rate, seconds }: LoadWanted): Promise<Latencies> {
  const topic = 'latency';
  const earlyTopic = 'latency.early';
  for (const one of [topic, earlyTopic]) await makeTopic(brokers, one);
  const own = join(folder, 'latency');
  const registers = join(own, 'registers');
  mkdirSync(registers, { recursive: true, mode: 0o700 });
  const staff = Array.from({ length: 200 }, (_, n) => `staff-${n}`);
  const ticks = Math.ceil((seconds * 1_000) / TICK_MS);
  const accounts = [
    ...staff.map((one) => `${one},,P-${one},`),
    ...Array.from({ length: ticks }, (_, tick) => `${LEAVER}${tick},,P-${LEAVER}${tick},2024-03-31`),
  ];
  writeFileSync(
    join(registers, 'accounts.csv'),
    `account,system,principal,valid_to\n${accounts.join('\n')}\n`,
  );
  const child = startRun(own, {
    lake: join(own, 'lake'),
    registers,
    lateness_seconds: LATENESS_SECONDS,
    kafka: { brokers, group: topic, topics: { [topic]: { source: 'load' } } },
    outputs: { topics: { early: { topic: earlyTopic, early: true } } },
    operation: { port: 'off', log: 'text' },
  });
  await child.until(/goes on/);
  const sink = topicSink(benchClient(brokers));
  const keys = keyOfEach();
  const sentMs = new Map<string, number>();
  const foundMs = new Map<string, number>();
  const earlyMs = new Map<string, number>();
  const watching = watchFindings(child.findings, (actor) => {
    if (actor.startsWith(STRANGER) && !foundMs.has(actor)) foundMs.set(actor, Date.now());
  });
  const early = await watchTopic(brokers, earlyTopic, (actor) => {
    if (actor.startsWith(LEAVER) && !earlyMs.has(actor)) earlyMs.set(actor, Date.now());
  });
  let number = 0;
  const perTick = Math.max(PACKED, Math.round((rate * TICK_MS) / 1_000));
  const started = performance.now();
  for (let tick = 0; tick < ticks; tick++) {
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
    const probes = [`${STRANGER}${tick}`, `${LEAVER}${tick}`];
    const records = keys.flatMap((key, partition) => {
      const rows = Array.from({ length: Math.ceil(perTick / keys.length) }, (_, at) =>
        row(staff[(at * 7 + tick) % staff.length] ?? ''),
      );
      if (partition === tick % keys.length) rows.push(...probes.map(row));
      return packs(rows).map((value) => ({ key, value }));
    });
    for (const probe of probes) sentMs.set(probe, Date.now());
    const wrong = await sink.send(topic, records);
    if (wrong !== null) throw new Error(wrong.message.en);
  }
  await pause((LATENESS_SECONDS + 5) * 1_000);
  await watching.stop();
  await early.stop();
  await sink.close();
  await child.stop();
  return {
    inOrder: waitsOf(foundMs, sentMs), // the last ones wait for rows that come after them
    orderFree: waitsOf(earlyMs, sentMs),
    latenessSeconds: LATENESS_SECONDS,
  };
}

function waitsOf(foundMs: ReadonlyMap<string, number>, sentMs: ReadonlyMap<string, number>): Waits {
  const waits = [...foundMs]
    .map(([probe, ms]) => (ms - (sentMs.get(probe) ?? ms)) / 1_000)
    .sort((a, b) => a - b);
  const at = (share: number) =>
    waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), count: waits.length };
}

/** Tells of every finding as it stands in a topic. */
async function watchTopic(brokers: readonly string[], topic: string, onActor: (actor: string) => void) {
  const consumer = benchClient(brokers).consumer({ groupId: `${topic}-watch`, maxWaitTimeInMs: 20 });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: async ({ message }) => {
      const actor = /"actor":"([^"]*)"/.exec(message.value?.toString() ?? '')?.[1];
      if (actor !== undefined) onActor(actor);
    },
  });
  return { stop: () => consumer.disconnect() };
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
