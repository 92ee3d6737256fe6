/**
 * A storm: somebody who has left looks at people as fast as a machine can, and in the midst of it other accounts are guessed. How much later their
 * findings come for the storm is told in time of the processor: work of others on the machine is not ours.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NormalEvent } from '../schemas/access-event.ts';
import { config as configSchema } from '../schemas/config.ts';
import type { Finding } from '../schemas/finding.ts';
import { encodeEvents } from '../src/batch/encode.ts';
import { event } from '../src/batch/event.ts';
import { hashText } from '../src/core/hash.ts';
import { MILLISECOND, type Micros, parseInstant, SECOND } from '../src/core/time.ts';
import { tunedDetectors } from '../src/pipeline/detectors.ts';
import { judgeIntoLake } from '../src/pipeline/lake/judging.ts';
import { versionsOf } from '../src/pipeline/lake/settings.ts';
import { registersOf } from '../src/registers/from-text.ts';
import { nodeFileSystem } from '../src/store/file-system.ts';
import { openLake } from '../src/store/lake.ts';
import { duckMaker } from '../src/store/parquet-maker.ts';
import { takeOver } from '../src/store/writer.ts';

/** What a storm came to. */
export interface StormEnd {
  /** By how much the slowest of the other findings came later than if every row cost nothing. */
  readonly delayMs: number;
  readonly others: number;
  /** Findings about the one who storms. */
  readonly own: number;
  /** Of the processor, for each event. */
  readonly microsecondsEach: number;
}

const EVENTS_A_SECOND = 1_000_000 / 60;
const TICK_MS = 100;
const EPOCH_MS = 10_000;
/** One other account is guessed each second. */
const TRIES = 12;
const START: Micros = parseInstant('2024-05-13T09:00:00+09:00');

const REGISTERS = registersOf({
  people: 'principal,ended\nP1,2024-03-31',
  accounts: 'account,system,principal\nstormer,,P1',
});

/** Rows of one tick: the storm, and a try at another account's password. */
function rowsOf(tick: number): NormalEvent[] {
  const many = Math.round((EVENTS_A_SECOND * TICK_MS) / 1_000);
  const at = START + tick * TICK_MS * MILLISECOND;
  const storm = Array.from({ length: many }, (_, n) =>
    event({
      time: at + Math.floor((n * TICK_MS * MILLISECOND) / many),
      id: `s${tick}-${n}`,
      actor: 'stormer',
      subjects: [`R${tick}-${n}`],
    }),
  );
  const second = Math.floor((tick * TICK_MS) / 1_000);
  const other = Array.from({ length: TRIES }, (_, n) =>
    event({
      time: at + n,
      id: `o${tick}-${n}`,
      system: 'admin',
      source: 'ad',
      actor: `other-${second}`,
      action: 'login',
      outcome: 'failure',
      ip: '203.0.113.9',
    }),
  );
  return [...storm, ...(tick % 10 === 0 ? other : [])];
}

/** Lets so many events come, and judges them into a lake. */
export async function storm(events: number): Promise<StormEnd> {
  const folder = mkdtempSync(join(tmpdir(), 'metsuke-storm-'));
  const config = configSchema.parse({});
  const detectors = tunedDetectors(config);
  const lake = openLake(join(folder, 'lake'), nodeFileSystem);
  const maker = duckMaker(join(folder, 'duckdb'));
  const now = START + 86_400 * SECOND;
  const writer = takeOver(lake, {
    versions: versionsOf(config, detectors),
    registers: null,
    now,
    clock: () => new Date(now / MILLISECOND).toISOString(),
    maker,
  });
  /** How far the processor is behind the stream. */
  let behindMs = 0;
  let delayMs = 0;
  let own = 0;
  const others = new Set<string>();
  let saidSince: Finding[] = [];
  const judging = judgeIntoLake(
    writer,
    {
      lake,
      maker,
      config,
      detectors,
      now,
      lateness: 5 * SECOND,
      unsettled: new Map(),
      sourceOf: () => null,
      defaultsOf: () => ({}),
      onFinding: (finding) => saidSince.push(finding),
      onVerdict: () => {},
      onQuarantined: () => {},
    },
    REGISTERS,
  );
  judging.engine.open(1);
  const ticks = Math.ceil((events / EVENTS_A_SECOND) * (1_000 / TICK_MS));
  let spentMs = 0;
  for (let tick = 0; tick < ticks; tick++) {
    const batch = encodeEvents(rowsOf(tick));
    const begun = process.cpuUsage();
    await judging.take({ input: 1, key: hashText('storm'), batch, refused: [] });
    judging.judge();
    judging.lookAhead();
    await judging.settle();
    await judging.room();
    if ((tick * TICK_MS) % EPOCH_MS === EPOCH_MS - TICK_MS)
      await judging.commit({ inputs: [], isEnd: false });
    const { user, system } = process.cpuUsage(begun);
    spentMs += (user + system) / 1_000;
    behindMs = Math.max(0, behindMs + (user + system) / 1_000 - TICK_MS);
    for (const { id, actor } of saidSince) {
      if (actor === 'stormer') own++;
      else if (!others.has(id)) {
        others.add(id);
        delayMs = Math.max(delayMs, behindMs + TICK_MS);
      }
    }
    saidSince = [];
  }
  await judging.commit({ inputs: [], isEnd: false });
  judging.close();
  maker.close();
  rmSync(folder, { recursive: true });
  return { delayMs, others: others.size, own, microsecondsEach: (spentMs / events) * 1_000 };
}

if (import.meta.main) {
  const { delayMs, others, own, microsecondsEach } = await storm(1_000_000);
  console.log(
    `1,000,000 events in a minute: ${others} other findings, the last ${delayMs.toFixed(0)} ms late; ${own} revisions about the one who storms; ${microsecondsEach.toFixed(1)} µs an event`,
  );
  process.exitCode = delayMs <= 2_000 && others > 0 ? 0 : 1;
}
