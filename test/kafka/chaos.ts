/**
 * Workers and brokers that die in the middle of known events. At the end the lake must hold what an undisturbed `detect --lake` over
 * the same events holds: no row lost, doubled or torn.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import kafkajs, { type Kafka, type Producer } from 'kafkajs';
import { type Chance, chanceOf } from '../../seeds/chance.ts';
import { nodeFileSystem } from '../../src/store/file-system.ts';
import { openLake } from '../../src/store/lake.ts';
import { type Link, type LinkPorts, openLink } from '../../toolchain/kafka/link.ts';
import { metsuke } from '../metsuke.ts';
import { type LakeRows, lakeRows } from './lake-rows.ts';
import { type StreamMessage, stream, TOPICS, writeRegisters } from './stream.ts';
import { SESSION_SECONDS, strike, TAKE_OVER_MS } from './strike.ts';
import { startWorker, until, type Worker } from './worker.ts';

/** What may happen between two parts of the stream. */
export type Disaster =
  | 'kill'
  | 'kill-both'
  | 'kill-helper'
  | 'zombie'
  | 'stop'
  | 'broker'
  | 'all-brokers'
  | 'slow-links'
  | 'cut-links'
  | 'black-hole';

/** Brokers that a disaster may strike. */
export interface Strikable {
  readonly brokers: readonly string[];
  /** Over which the workers come in, where they are to be troubled. */
  readonly links?: readonly LinkPorts[];
  kill?(node: number): Promise<void>;
  restart?(node: number): Promise<void>;
}

/** What is to happen. */
export interface ChaosWanted {
  readonly cluster: Strikable;
  /** Names of topics begin so. */
  readonly prefix: string;
  readonly hours: number;
  /** How many processes there are at a time; all but one stand by and help. Default: two. */
  readonly workers?: number;
  readonly disasters: readonly Disaster[];
  readonly seed: string;
  say(text: string): void;
}

/** What came of it. */
export interface ChaosEnd {
  readonly expected: LakeRows;
  readonly found: LakeRows;
  /** What every frozen process said when it woke up and ended. */
  readonly zombies: readonly { readonly code: number | null; readonly said: string }[];
  /** Events of which those that stood by made rows, as far as it was seen. */
  readonly borrowed: number;
  /** How often others were seen to judge too. */
  readonly elsewhere: number;
}

/** Events that are given at once to who stands by. */
const SHARED_ROWS = 8;
/** How long it may take until others judge too. */
const DIVIDING_MS = 4_000;
/** How long a worker may take to say how it is. */
const ASKING_MS = 5_000;

/** Lets it happen. */
export async function chaos(wanted: ChaosWanted): Promise<ChaosEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-chaos-'));
  const links = await Promise.all((wanted.cluster.links ?? []).map(openLink));
  const scene = await openScene(wanted, folder, links);
  try {
    const { messages, lines } = stream(wanted.hours);
    const expected = await undisturbed(folder, lines);
    scene.startMissing();
    const parts = wanted.disasters.length + 1;
    for (let part = 0; part < parts; part++) {
      const from = Math.floor((messages.length * part) / parts);
      const to = Math.floor((messages.length * (part + 1)) / parts);
      if (wanted.workers !== undefined)
        await until(
          () => scene.told('a worker helps'),
          () => scene.workers.some((worker) => worker.isStandingBy()),
          TAKE_OVER_MS,
        );
      const sending = scene.send(messages.slice(from, to));
      await until(
        () => scene.told('a worker works'),
        () => {
          scene.startEnded();
          return scene.working() !== null;
        },
        TAKE_OVER_MS,
      );
      await scene.lookAtHelp();
      const disaster = wanted.disasters[part];
      if (disaster !== undefined) await strike(scene, disaster, wanted);
      await sending;
    }
    wanted.say('all is sent');
    await until(
      () => scene.told('the lake has everything'),
      () => {
        scene.startEnded();
        return scene.hasEverything();
      },
      2 * TAKE_OVER_MS,
    );
    await scene.lookAtHelp();
    await scene.end();
    const found = await lakeRows(join(folder, 'lake'));
    return {
      expected,
      found,
      zombies: scene.zombies,
      borrowed: scene.borrowed(),
      elsewhere: scene.elsewhere(),
    };
  } finally {
    await scene.close();
    await Promise.all(links.map((link) => link.close()));
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same events through `detect --lake`, in peace. */
async function undisturbed(folder: string, lines: readonly string[]): Promise<LakeRows> {
  const file = join(folder, 'events.ndjson');
  const lake = join(folder, 'expected');
  writeFileSync(file, `${lines.join('\n')}\n`);
  const registers = join(folder, 'registers');
  const { code, stderr } = await metsuke([
    'detect',
    '--lake',
    lake,
    '--registers',
    registers,
    '--quiet',
    file,
  ]);
  if (code !== 0) throw new Error(`detect ended with ${code}: ${stderr}`);
  return lakeRows(lake);
}

/** Brokers, topics, a lake, workers and a producer. */
export interface Scene {
  readonly workers: Worker[];
  readonly zombies: { code: number | null; said: string }[];
  readonly chance: Chance;
  working(): Worker | null;
  /** Looks at how many rows were made by those who stand by, and whether they judge too. */
  lookAtHelp(): Promise<void>;
  borrowed(): number;
  elsewhere(): number;
  /** Starts workers until there are as many as there shall be. */
  startMissing(): void;
  /** The same where links are troubled: who has lost his partitions to another one ends some time later. */
  startEnded(): void;
  readonly links: readonly Link[];
  send(messages: readonly StreamMessage[]): Promise<void>;
  hasEverything(): Promise<boolean>;
  /** Something that is waited for, with what the workers said. */
  told(what: string): string;
  end(): Promise<void>;
  close(): Promise<void>;
}

async function openScene(
  { cluster, prefix, seed, say, workers: many = 2 }: ChaosWanted,
  folder: string,
  links: readonly Link[],
): Promise<Scene> {
  const kafka = new kafkajs.Kafka({
    brokers: [...cluster.brokers],
    logLevel: kafkajs.logLevel.NOTHING,
    retry: { retries: 20, maxRetryTime: 2_000 },
  });
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    topics: Object.entries(TOPICS).map(([topic, numPartitions]) => ({
      topic: prefix + topic,
      numPartitions,
    })),
    waitForLeaders: false, // its own wait ends with an error where one broker has not heard of a topic yet
  });
  for (const [topic, partitions] of Object.entries(TOPICS))
    for (let partition = 0; partition < partitions; partition++) await highOf(prefix + topic, partition);
  const ownWay = cluster.links?.map(({ listens }) => `127.0.0.1:${listens}`) ?? [];
  const config = configFile(folder, ownWay.length > 0 ? ownWay : cluster.brokers, prefix);
  const producers = new Map<string, Promise<Producer>>();
  const sent = new Map<string, number>();
  const workers: Worker[] = [];
  const zombies: { code: number | null; said: string }[] = [];
  let started = 0;
  let last: Worker | null = null;

  async function sendOne({ topic, partition, value }: StreamMessage): Promise<void> {
    const place = `${prefix}${topic}/${partition}`;
    const offset = sent.get(place) ?? 0;
    for (;;) {
      try {
        if (!producers.has(place)) producers.set(place, producerOf(kafka));
        const producer = await producers.get(place);
        await producer?.send({ topic: prefix + topic, acks: -1, messages: [{ value, partition }] });
        break;
      } catch {
        // nobody knows whether it has arrived: it is the only one that may stand at its offset
        producers.delete(place);
        await pause(500);
        if ((await highOf(prefix + topic, partition)) > offset) break;
      }
    }
    sent.set(place, offset + 1);
  }

  async function highOf(topic: string, partition: number): Promise<number> {
    for (;;) {
      try {
        const all = await admin.fetchTopicOffsets(topic);
        return Number(all.find((one) => one.partition === partition)?.high ?? 0);
      } catch {
        await pause(500);
      }
    }
  }

  function committed(): Map<string, number> {
    const { snapshot } = openLake(join(folder, 'lake'), nodeFileSystem);
    return new Map(snapshot.inputs.map((one) => [one.name, one.kind === 'kafka' ? one.to.offset : 0]));
  }

  function startMissing(): void {
    for (const dead of workers.filter((worker) => !worker.isAlive())) {
      if (/crashed/.test(dead.said())) throw new Error(`${dead.name} crashed: ${dead.said()}`);
      workers.splice(workers.indexOf(dead), 1);
      last = dead;
    }
    while (workers.length < many) workers.push(startWorker(`worker ${++started}`, config));
  }

  const borrowed = new Map<string, number>();
  let divided = 0;
  return {
    workers,
    links,
    zombies,
    async lookAtHelp() {
      // others are found out within a second or two, unless they have just died
      for (const until = performance.now() + DIVIDING_MS; ; await pause(100)) {
        const helped = await Promise.all(workers.map(helpOf));
        for (const [i, { rows }] of helped.entries()) if (rows > 0) borrowed.set(workers[i].name, rows);
        const isDivided = helped.some(({ judges }) => judges > 0);
        if (isDivided) divided++;
        if ((isDivided && borrowed.size > 0) || many < 3 || performance.now() > until) return;
      }
    },
    borrowed: () => [...borrowed.values()].reduce((sum, rows) => sum + rows, 0),
    elsewhere: () => divided,
    chance: chanceOf(seed),
    working: () => workers.find((worker) => worker.isWorking()) ?? null,
    startMissing,
    startEnded() {
      if (links.length > 0) startMissing();
    },
    async send(messages) {
      for (const message of messages) await sendOne(message);
    },
    async hasEverything() {
      const done = committed();
      const all = [...sent].every(([place, offset]) => done.get(place) === offset);
      return all;
    },
    told: (what) =>
      [
        what,
        ...[...workers, ...(last === null ? [] : [last])].map(({ name, said }) => `${name}: ${said()}`),
      ].join('\n'),
    async end() {
      // a process that has not come so far as to listen for signals dies of them
      const haveBegun = () => workers.every((worker) => !worker.isAlive() || worker.said() !== '');
      await until(() => 'every worker has begun', haveBegun, TAKE_OVER_MS);
      for (const worker of workers) worker.signal('SIGTERM');
      for (const worker of workers) await worker.ended();
      // 130: on a machine this busy its end took longer than an end may, or longer than who judged too waited; what was committed is what counts
      for (const worker of workers)
        if (
          worker.exitCode() !== 0 &&
          worker.exitCode() !== 130 &&
          !(worker.exitCode() === 1 && /another process that judged/.test(worker.said()))
        )
          throw new Error(`${worker.name} ended with ${worker.exitCode()}: ${worker.said()}`);
      say('both have ended');
    },
    async close() {
      for (const worker of workers) worker.signal('SIGKILL');
      for (const worker of workers) await worker.ended();
      const open = await Promise.all(producers.values());
      await Promise.all([admin.disconnect(), ...open.map((producer) => producer.disconnect())]);
    },
  };
}

async function producerOf(kafka: Kafka): Promise<Producer> {
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return producer;
}

function configFile(folder: string, brokers: readonly string[], prefix: string): string {
  const registers = join(folder, 'registers');
  writeRegisters(registers);
  mkdirSync(join(folder, 'lake'), { mode: 0o700 });
  const file = join(folder, 'metsuke.yaml');
  const settings = {
    lake: join(folder, 'lake'),
    registers,
    epoch_seconds: 0.3,
    idle_seconds: 3_600, // event time waits for every partition, so that no row is late
    kafka: {
      brokers,
      group: prefix,
      session_seconds: SESSION_SECONDS,
      topics: Object.fromEntries(Object.keys(TOPICS).map((topic) => [prefix + topic, {}])),
    },
    shared_rows: SHARED_ROWS,
    judging: { others: 2 },
    operation: { port: 0, log: 'text' },
  };
  writeFileSync(file, JSON.stringify(settings)); // JSON is YAML
  return file;
}

/** What a worker says of the rows that others made for it, and of those who judge too; 0 where it says nothing. */
async function helpOf(worker: Worker): Promise<{ readonly rows: number; readonly judges: number }> {
  const nothing = { rows: 0, judges: 0 };
  const address = /at (http:\/\/\S+)/.exec(worker.said())?.[1];
  if (address === undefined || !worker.isAlive()) return nothing;
  try {
    const text = await (await fetch(`${address}/metrics`, { signal: AbortSignal.timeout(ASKING_MS) })).text();
    const figure = (name: string) => Number(new RegExp(`^${name} (\\d+)`, 'm').exec(text)?.[1] ?? 0);
    return { rows: figure('metsuke_borrowed_rows_total'), judges: figure('metsuke_judging_elsewhere') };
  } catch {
    return nothing;
  }
}
