/** `metsuke run` without its terminal: opens the lake, takes it over, and judges what its sources bring until it is told to stop. */
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises';
import type { Commit } from '../../../schemas/commit.ts';
import type { Config } from '../../../schemas/config.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { MILLISECOND, type Micros, SECOND } from '../../core/time.ts';
import { encodingNamed } from '../../ingest/encoding.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { knownLeaves } from '../../store/known-leaves.ts';
import { type Lake, openLake } from '../../store/lake.ts';
import { duckMaker, type TableMaker } from '../../store/parquet-maker.ts';
import { lastSealOver, openKeys, type Sealed, sealLake } from '../../store/seals/seal-lake.ts';
import { type LakeWriter, takeOver } from '../../store/writer.ts';
import { tunedDetectors } from '../detectors.ts';
import { type Desk, openDesk } from '../hands/desk.ts';
import { sharedTidy } from '../hands/tidy.ts';
import { goOnByOthers } from '../lake/other-settings.ts';
import { lakeRegisters } from '../lake/registers.ts';
import { dailyRetention } from '../lake/retention.ts';
import { compatible, deciding, newSettings } from '../lake/settings.ts';
import { readParquet } from '../read-parquet.ts';
import { examineBeside } from '../reexamination/beside.ts';
import { rowDefaults } from '../row-defaults.ts';
import { type Seat, seatsFor } from '../seats/seat.ts';
import { lakeCrew } from '../workers/lake-crew.ts';
import { followFiles } from './followed-files.ts';
import { type InputNumbers, inputNumbers, type LiveSource, togetherSources } from './live-source.ts';
import { type LoopHooks, type LoopTimes, runLoop } from './loop.ts';
import { registerWatch } from './register-watch.ts';

/** Something that lives beside the loop: findings on their way out, health and metrics. */
export interface Companion extends LoopHooks {
  /** A commit is durable. */
  onCommit?(commit: Commit): void;
  /** Rejects with what must end the process; never comes back before {@link close}. */
  readonly running?: Promise<void>;
  close?(): Promise<void>;
}

/** What has begun. */
export interface Begun {
  readonly lake: Lake;
  readonly writer: LakeWriter;
  readonly registers: BuiltRegisters;
}

/** What to run. */
export interface RunRequest {
  readonly config: Config;
  /** The folder of the lake. */
  readonly folder: string;
  /** Sources besides the followed files. */
  openSources?(numbers: InputNumbers): Promise<LiveSource[]>;
  /** What lives beside the loop: made when the lake is taken over, before an epoch is added. */
  companions(begun: Begun): Promise<Companion[]>;
  nowMs(): number;
  /** Of a clock that nobody sets. */
  steadyMs(): number;
  sleep(milliseconds: number): Promise<void>;
  /** Something that can be read otherwise, later, or not at all: the run goes on. */
  onProblem(problem: Problem): void;
  onSealed(seal: Sealed): void;
  readonly stop: AbortSignal;
}

const HOUR_MS = 3_600_000;
/** Rows of a lake file before it is made: little is left to be made at a commit, while which nothing is judged. */
const ROWS_MAX = 30_720;
/** How often the folder of registers is looked at. */
const REGISTERS_MS = 3_000;

/** Runs to the stop. A problem where it cannot begin; throws `StoreFailed`, `SourceFailed` and `ThreadFailed` where it cannot go on. */
export async function runForever(request: RunRequest): Promise<Problem | null> {
  const { config, folder, nowMs, steadyMs, onProblem, stop } = request;
  const lake = openLake(folder, nodeFileSystem);
  lastSealOver(lake.chain, lake.store); // nothing is added to what is not what was sealed
  const detectors = tunedDetectors(config);
  const decided = deciding({ config, detectors });
  const wrong = compatible(lake.snapshot, decided.versions, lake.store);
  if (wrong !== null) return wrong;
  for (const one of newSettings(lake.snapshot, config, detectors, lake.store)) onProblem(one);
  const folderOfFirst = lake.snapshot.registers === null ? config.registers : null;
  const registers = await lakeRegisters(folderOfFirst, lake, config);
  for (const one of registers.problems) onProblem(one);
  const companions: Companion[] = [];
  const maker = duckMaker(lake.store.path('tmp/duckdb'), knownLeaves(lake.store, lake.snapshot.files));
  const now: Micros = nowMs() * MILLISECOND;
  const writer = takeOver(lake, {
    ...decided,
    registers: registers.delivery,
    now,
    clock: () => new Date(nowMs()).toISOString(),
    maker,
    rowsMax: ROWS_MAX,
    onCommit(commit) {
      for (const one of companions) one.onCommit?.(commit);
    },
  });
  const numbers = inputNumbers(writer.snapshot().inputs, writer.snapshot().ticks);
  const sources = [...filesOf(request, numbers), ...((await request.openSources?.(numbers)) ?? [])];
  companions.push(...(await request.companions({ lake, writer, registers: registers.built })));
  const source = togetherSources(sources);
  const watch = registerWatch(config, lake.store, writer.snapshot, { nowMs: steadyMs, onProblem });
  const hooks = allOf(companions);
  const desk = deskOf(lake, writer, request);
  const seats = () => seatsFor(lake.store, writer.id);
  const onEmpty = ({ host, port }: Seat) => onProblem(problem('seat-empty', { host, port }));
  const crew = lakeCrew({ folder, config, detectors, threads: config.workers, seats, onEmpty });
  const compact = sharedTidy({ desk, store: lake.store, maker, nowMs: steadyMs, isOver: () => stop.aborted });
  const retain = dailyRetention(config, lake.store, maker, () => nowMs() * MILLISECOND);
  try {
    const judged = { lake, maker, config, detectors, now, lateness: latenessOf(config, null) };
    const goesOn = await goOnByOthers(writer, {
      ...judged,
      built: registers.built,
      onFinding: (...told) => hooks.onFinding?.(...told),
      signal: stop,
    });
    if (!goesOn) return null;
    const loop = runLoop({
      writer,
      judging: {
        ...judged,
        desk,
        crew: crew.crew,
        defaultsOf: (named) => rowDefaults(config, named),
        onVerdict: () => {},
        onQuarantined: () => {},
      },
      registers: registers.built,
      source,
      times: timesOf(config),
      latenessOf: (named) => latenessOf(config, named),
      silenceBehind: silenceBehind(config),
      nowMs,
      steadyMs,
      changedRegisters: watch,
      othersChanged: crew.change,
      seal: () => seal(lake, request),
      examine({ engine }) {
        const { store } = lake;
        return examineBeside({ folder, store, maker, writer, config, now: nowMs() * MILLISECOND, engine });
      },
      retain: (by) => unlessStopped(stop, maker, () => retain(by)),
      tidy: (by) => unlessStopped(stop, maker, () => compact(by)),
      turn: () => turn(),
      hooks,
      stop,
    });
    const running = companions.flatMap((one) => (one.running === undefined ? [] : [one.running]));
    await Promise.race([loop, ...running]);
    await loop;
    return null;
  } finally {
    for (const one of companions) await one.close?.();
    await source.close();
    maker.close();
  }
}

function timesOf({ epochSeconds, idleSeconds }: Config): LoopTimes {
  return {
    epochMs: epochSeconds * 1_000,
    idleMs: idleSeconds * 1_000,
    sealMs: HOUR_MS,
    registersMs: REGISTERS_MS,
  };
}

/** What a stop breaks off is done again another time. */
async function unlessStopped(stop: AbortSignal, maker: TableMaker, tidy: () => Promise<void>): Promise<void> {
  stop.addEventListener('abort', maker.interrupt);
  try {
    await tidy();
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    stop.removeEventListener('abort', maker.interrupt);
  }
}

function filesOf({ config, nowMs, sleep, onProblem }: RunRequest, numbers: InputNumbers): LiveSource[] {
  if (config.files.length === 0) return [];
  const patterns = config.files.map(({ paths, source, encoding }) => {
    const named = encoding === null ? null : encodingNamed(encoding);
    if (named !== null && typeof named === 'object') onProblem(named);
    return {
      paths,
      options: {
        readParquet,
        ...rowDefaults(config, source),
        ...(typeof named === 'string' && { encoding: named }),
      },
    };
  });
  return [followFiles({ patterns, numbers, nowMs, sleep, onProblem })];
}

/** Where those who stand by are given work. */
function deskOf({ store }: Lake, { id }: LakeWriter, { config, steadyMs, stop }: RunRequest): Desk {
  return openDesk({
    store,
    writer: id,
    nowMs: steadyMs,
    wait: (milliseconds) => pause(milliseconds),
    pageRows: config.sharedRows,
    isEnding: () => stop.aborted,
  });
}

function latenessOf({ latenessSeconds, sources }: Config, named: string | null): Micros {
  const own = named === null ? null : (sources[named]?.latenessSeconds ?? null);
  return Math.round((own ?? latenessSeconds) * SECOND);
}

function silenceBehind(config: Config): Micros {
  return Math.max(
    latenessOf(config, null),
    ...Object.keys(config.sources).map((name) => latenessOf(config, name)),
  );
}

function seal({ store }: Lake, { config, nowMs, onSealed, onProblem }: RunRequest): void {
  const sealed = sealLake({
    store,
    keys: openKeys(config.keys ?? store.path('keys'), nodeFileSystem),
    now: nowMs() * MILLISECOND,
    mayRenew: false,
  });
  if (sealed === null) return;
  if ('code' in sealed) onProblem(sealed);
  else onSealed(sealed);
}

/** Every hook tells all. */
function allOf(companions: readonly Companion[]): LoopHooks {
  const each = <K extends keyof LoopHooks>(name: K) =>
    ((...args: unknown[]) => {
      for (const one of companions) (one[name] as ((...all: unknown[]) => void) | undefined)?.(...args);
    }) as NonNullable<LoopHooks[K]>;
  return {
    onRows: each('onRows'),
    onRound: each('onRound'),
    onFinding: each('onFinding'),
    onForetold: companions.some(({ onForetold }) => onForetold !== undefined)
      ? each('onForetold')
      : undefined,
    onTakenBack: each('onTakenBack'),
    onEpoch: each('onEpoch'),
    onLate: each('onLate'),
    onRegisters: each('onRegisters'),
  };
}
