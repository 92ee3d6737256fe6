/**
 * The loop of `run` in a world of its own: clock, file system, stream and chance come from a seed. It dies at any call, loses power,
 * is taken over; what the lake holds in the end must be what its own decisions say of the stream.
 */

import { setImmediate as turn } from 'node:timers/promises';
import { DETECTORS } from '../../detectors/index.ts';
import type { LakeInput } from '../../schemas/commit.ts';
import { config as configSchema } from '../../schemas/config.ts';
import { MILLISECOND, type Micros, SECOND } from '../../src/core/time.ts';
import { registerTables } from '../../src/ingest/register-files.ts';
import { openDesk } from '../../src/pipeline/hands/desk.ts';
import { sharedTidy } from '../../src/pipeline/hands/tidy.ts';
import { judgeIntoLake, type LakeJudging } from '../../src/pipeline/lake/judging.ts';
import { pastRegisters } from '../../src/pipeline/lake/registers.ts';
import { versionsOf } from '../../src/pipeline/lake/settings.ts';
import { tellTicks } from '../../src/pipeline/run/decisions.ts';
import { inputNumbers } from '../../src/pipeline/run/live-source.ts';
import { type LoopRequest, runLoop } from '../../src/pipeline/run/loop.ts';
import { buildRegisters } from '../../src/registers/build.ts';
import { openLake } from '../../src/store/lake.ts';
import { StoreFailed } from '../../src/store/store.ts';
import { type Delivery, takeOver } from '../../src/store/writer.ts';
import { Died, type ModelFileSystem, modelFileSystem, type Plan } from '../crash/model-file-system.ts';
import { type Contents, contentsOf } from '../crash/nights.ts';
import { plainMaker } from '../crash/plain-maker.ts';
import { lateCrew } from '../late-crew.ts';
import { type Helpers, startHelpers } from './helpers.ts';
import {
  batchOf,
  type Chance,
  chanceOf,
  drawStream,
  keyOf,
  type SimulatedClock,
  type Stream,
  streamSource,
} from './stream.ts';

const CONFIG = configSchema.parse({});
const TUNED = DETECTORS.filter(({ id }) => id === 'guessed-credentials' || id === 'out-of-scope-lookup').map(
  (detector) => ({ detector, thresholds: detector.thresholds.parse({}) }),
);
const LATENESS: Micros = 2 * SECOND;
const PAGE_ROWS = 4;
/** A clock is set back by less than rows may be ahead of it: beyond, rows are marked, and stand in the order in which they came. */
const BACK_MS_MAX = 180_000;
const KEEPING = { events: 40, journals: 4, registers: 2, weight: 1 };

/** What a shortcut changes in the loop. */
export type Shortcut = (request: LoopRequest) => LoopRequest;

/** A seed's world. */
export interface SimulatedWorld {
  readonly seed: number;
  readonly stream: Stream;
  readonly idleMs: number;
  /** When a delivery of registers enters; null: none does. */
  readonly deliveredMs: number | null;
  /** When the clock of the machine is set, and by how much. */
  readonly jump: { readonly atMs: number; readonly byMs: number };
  /** Chance of what goes wrong. */
  readonly chance: Chance;
}

/** Draws a world. In a calm one no input is silent for long and no clock is ahead, so that what is decided does not depend on when it died. */
export function drawWorld(seed: number, isCalm: boolean): SimulatedWorld {
  const chance = chanceOf(seed);
  const stream = drawStream(chance, {
    rows: 6 + chance.below(20),
    silenceMs: isCalm ? 3_000 : 40_000,
    jitterMs: LATENESS / MILLISECOND,
    lateIn: isCalm ? 12 : 6,
    aheadIn: isCalm ? Number.POSITIVE_INFINITY : 25,
  });
  const deliveredMs = chance.isIn(2) ? stream.startMs + chance.below(stream.endMs - stream.startMs) : null;
  const byMs = chance.isIn(2) ? -chance.below(BACK_MS_MAX) : chance.below(3_600_000);
  const jump = { atMs: stream.startMs + chance.below(stream.endMs - stream.startMs), byMs };
  return { seed, stream, jump, idleMs: isCalm ? 1e9 : 8_000, deliveredMs, chance };
}

function builtOf(delivery: readonly Delivery[]) {
  return buildRegisters(registerTables(delivery).tables, CONFIG);
}

const CASES = new TextEncoder().encode('case_id,subject,assignee,opened\nC-1,R1,P1,2024-04-01\n');

/** One process: runs until everything was read, or until it dies. */
async function live(
  files: ModelFileSystem,
  world: SimulatedWorld,
  clock: SimulatedClock,
  shortcut: Shortcut,
  hasHelpers: boolean,
): Promise<void> {
  const { stream, idleMs, deliveredMs, seed, jump } = world;
  const lake = openLake('/lake', files);
  const maker = plainMaker(files);
  const wallMs = () => clock.nowMs + (clock.nowMs < jump.atMs ? 0 : jump.byMs);
  const writer = takeOver(lake, {
    versions: versionsOf(CONFIG, TUNED),
    registers: null,
    now: wallMs() * MILLISECOND,
    clock: () => new Date(clock.nowMs).toISOString(),
    maker,
    baseEvery: 1e9,
    rowsMax: 16,
  });
  const stop = new AbortController();
  const desk = openDesk({
    store: lake.store,
    writer: writer.id,
    nowMs: () => clock.nowMs,
    async wait(milliseconds) {
      clock.nowMs += milliseconds;
      await turn();
    },
    pageRows: PAGE_ROWS,
  });
  const turns = chanceOf(seed + clock.nowMs + 1);
  const request: LoopRequest = {
    writer,
    judging: {
      lake,
      maker,
      config: CONFIG,
      detectors: TUNED,
      now: wallMs() * MILLISECOND,
      lateness: LATENESS,
      keeping: KEEPING,
      desk,
      // every other process judges in two threads, of which one answers when it likes: what is committed does not depend on it
      ...(turns.below(2) === 0 && {
        crew: ({ registers }) =>
          lateCrew(
            { detectors: TUNED, registers, verdicts: CONFIG },
            { members: [0, 1], hasOwn: turns.below(2) === 0, pace: () => turns.below(3) },
          ),
      }),
      defaultsOf: () => ({}),
      onVerdict: () => {},
      onQuarantined: () => {},
    },
    registers: pastRegisters(lake.store, writer.snapshot().registers?.number ?? null, CONFIG),
    source: streamSource(
      stream,
      clock,
      inputNumbers(writer.snapshot().inputs, writer.snapshot().ticks),
      chanceOf(seed + clock.nowMs),
      // alone, an epoch is durable when the loop waits for it and never else: so a seed is the same world again
      async () => {
        if (hasHelpers) await turn();
      },
    ),
    times: { epochMs: 2_000, idleMs, sealMs: 1e9, registersMs: 500 },
    latenessOf: () => LATENESS,
    silenceBehind: LATENESS,
    nowMs: wallMs,
    steadyMs: () => clock.nowMs,
    async changedRegisters() {
      if (deliveredMs === null || clock.nowMs < deliveredMs || writer.snapshot().registers !== null)
        return null;
      const delivery = [{ register: 'cases' as const, file: 'cases.csv', bytes: CASES }];
      return { delivery, built: builtOf(delivery) };
    },
    async turn(durable) {
      if (turns.isIn(2)) await durable;
    },
    tidy: sharedTidy({ desk, store: lake.store, maker, nowMs: () => clock.nowMs, isOver: () => false }),
    hooks: {
      onForetold() {}, // looks ahead: what is committed must be the same as without
      onRound() {
        if (clock.nowMs > stream.endMs + 60_000) stop.abort();
      },
    },
    stop: stop.signal,
  };
  await runLoop(shortcut(request));
}

/** What goes wrong: the process dies so often, perhaps with the power. */
export async function runWorld(
  world: SimulatedWorld,
  deaths: number,
  shortcut: Shortcut = (request) => request,
  helping: (files: ModelFileSystem) => Helpers | null = () => null,
): Promise<ModelFileSystem> {
  const files = modelFileSystem();
  const helpers = helping(files);
  const clock: SimulatedClock = { nowMs: world.stream.startMs };
  const { chance } = world;
  for (let n = 0; n < deaths; n++) {
    const at = 40 + chance.below(600);
    const plan: Plan = (call) => (call === at ? 'dies-after' : 'done');
    files.restart(plan);
    if (await diesIn(() => live(files, world, clock, shortcut, helpers !== null))) {
      if (chance.isIn(3)) {
        helpers?.kill();
        files.losePower(() => chance.isIn(2));
      }
      clock.nowMs += chance.below(20_000);
    } else break;
  }
  files.restart(() => 'done');
  await live(files, world, clock, shortcut, helpers !== null);
  await helpers?.stop();
  return files;
}

/** Helpers of a world, of this many processes at a time. */
export function helpersOf(world: SimulatedWorld, many: number): (files: ModelFileSystem) => Helpers {
  const versions = versionsOf(CONFIG, TUNED);
  return (files) => startHelpers({ files, config: CONFIG, versions, many, chance: chanceOf(world.seed + 7) });
}

async function diesIn(work: () => Promise<void>): Promise<boolean> {
  try {
    await work();
    return false;
  } catch (error) {
    if (error instanceof Died || error instanceof StoreFailed) return true;
    throw error;
  }
}

/** What a lake holds. */
export function contentsIn(files: ModelFileSystem): Contents {
  return contentsOf({ files, maker: plainMaker(files), lake: '/lake' });
}

/** What a lake must hold by its own commits: the rows that they read of the stream, under the decisions that they hold, in any order. */
export async function replayed(files: ModelFileSystem, { stream, seed }: SimulatedWorld): Promise<Contents> {
  const { chain, store } = openLake('/lake', files);
  const chance = chanceOf(seed * 7 + 1);
  const other = modelFileSystem();
  other.restart(() => 'done');
  const lake = openLake('/lake', other);
  const maker = plainMaker(other);
  const [first] = chain;
  const writer = takeOver(lake, {
    versions: first.commit.versions,
    registers: null,
    now: first.commit.ticks[0].name === 'now' ? first.commit.ticks[0].time : 0,
    clock: () => '',
    maker,
    baseEvery: 1e9,
  });
  const begin = () =>
    judgeIntoLake(
      writer,
      {
        lake,
        maker,
        config: CONFIG,
        detectors: TUNED,
        now: stream.startMs * MILLISECOND,
        lateness: LATENESS,
        sourceOf: () => null,
        defaultsOf: () => ({}),
        onFinding: () => {},
        onVerdict: () => {},
        onQuarantined: () => {},
      },
      pastRegisters(lake.store, writer.snapshot().registers?.number ?? null, CONFIG).registers,
    );
  let judging = begin();
  for (const { commit } of chain) {
    if (commit.delivery !== null) {
      const registers = commit.delivery.map(({ register, file, sha256 }) => ({
        register,
        file,
        bytes: store.get(`registers/${sha256}`) ?? new Uint8Array(),
      }));
      if (judging.hasNews()) await judging.commit({ inputs: [], isEnd: false });
      writer.decide({ ticks: [], registers });
      const { ticks } = writer.snapshot();
      judging.close();
      judging = begin();
      tellTicks(judging.engine, ticks);
    }
    const decided = commit.ticks.filter((tick) => tick.name !== 'now');
    if (decided.length > 0) {
      writer.decide({ ticks: decided });
      tellTicks(judging.engine, decided);
      judging.judge();
    }
    if (commit.kind !== 'epoch') continue;
    tellTicks(judging.engine, commit.ticks);
    await feed(judging, commit.inputs, stream, chance);
    await judging.commit({ inputs: commit.inputs, isEnd: false });
  }
  judging.close();
  return contentsIn(other);
}

/** Gives the rows of an epoch in another interleaving and other batches than they were given in. */
async function feed(
  judging: LakeJudging,
  inputs: readonly LakeInput[],
  { inputs: rows }: Stream,
  chance: Chance,
): Promise<void> {
  const lanes = inputs.flatMap((one) =>
    one.kind === 'kafka'
      ? [{ input: one.input, index: one.partition, at: one.from.offset, to: one.to.offset }]
      : [],
  );
  for (;;) {
    const open = lanes.filter(({ at, to }) => at < to);
    if (open.length === 0) return;
    const lane = open[chance.below(open.length)];
    const end = lane.at + 1 + chance.below(lane.to - lane.at);
    const batch = batchOf(rows[lane.index].slice(lane.at, end), lane.input, lane.at);
    await judging.take({ input: lane.input, key: keyOf(lane.index), batch, refused: [] });
    judging.judge();
    lane.at = end;
  }
}
