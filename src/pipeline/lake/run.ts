/**
 * A run that writes to a lake: goes on from the newest commit, judges what is new, and makes it durable epoch by epoch. What
 * it comes to does not depend on where runs end, where epochs are cut, or how often it died in between.
 */
import type { Config } from '../../../schemas/config.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import type { Problem } from '../../core/problem.ts';
import { MINUTE, type Micros } from '../../core/time.ts';
import type { Engine } from '../../engine/engine.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Input, Quarantined } from '../../ingest/input.ts';
import type { InputOptions } from '../../ingest/open.ts';
import type { BuiltRegisters } from '../../registers/build.ts';
import type { Registers } from '../../registers/registers.ts';
import { compactFiles } from '../../store/compaction.ts';
import type { Lake } from '../../store/lake.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import type { KeepingLimits } from '../../store/state/kept-engine.ts';
import { isInForce, type LakeWriter, takeOver } from '../../store/writer.ts';
import { inStep } from '../event-source.ts';
import type { Examination } from '../reexamination/find-out.ts';
import { reexamineLake } from '../reexamination/run.ts';
import { rowDefaults } from '../row-defaults.ts';
import { type LakeSource, openLakeInputs } from './inputs.ts';
import { type JudgingRequest, judgeIntoLake } from './judging.ts';
import { goOnByOthers } from './other-settings.ts';
import { lakeRegisters } from './registers.ts';
import { compatible, deciding, isOther, newSettings } from './settings.ts';
import { standingEngine, standingWatermark } from './standing-engine.ts';

/** What to read, judge and keep. */
export interface LakeRunRequest {
  readonly lake: Lake;
  readonly maker: TableMaker;
  readonly files: readonly string[];
  readonly registersDir: string | null;
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  readonly now: Micros;
  readonly clock: () => string;
  readonly options: Omit<InputOptions, 'quarantine' | 'identify'>;
  /** Where rows come from. Default: from the files. */
  readonly openInputs?: ((request: LakeRowsRequest) => ReturnType<typeof openLakeInputs>) | undefined;
  /** Events between two commits. */
  readonly epochEvents?: number | undefined;
  /** Starts threads for detectors, where they do not work here. */
  readonly crew?: JudgingRequest['crew'];
  /** When a commit keeps the whole state of the engine; tests make it tiny. */
  readonly keeping?: KeepingLimits | undefined;
  /** Commits from one that is a base to the next. */
  readonly baseEvery?: number | undefined;
  /** Rows of a lake file before it is sorted; tests make it tiny. */
  readonly rowsMax?: number | undefined;
  /** Told of the registers in force before the first row is judged. */
  onStart?(registers: Registers): void;
  onFinding(finding: Finding, registers: Registers): void;
  onVerdict(verdict: Verdict): void;
  onQuarantined(row: Quarantined): void;
  /** Told after every batch. */
  onBatch(sources: readonly LakeSource[]): void;
  onSorting(file: string): void;
  onLooking(input: Input): void;
  /** Told when an epoch is durable. */
  onCommit?(snapshot: Snapshot): void;
  /** Told how many events were read again, where detectors are others than before. */
  onRebuilding?(events: number): void;
  /** Told how many events were judged again, where something became known of the past. */
  onExamining?(events: number): void;
  readonly signal?: AbortSignal | undefined;
}

/** What inputs of another kind than files may look at. */
type LakeRowsRequest = Pick<LakeRunRequest, 'lake'> & Parameters<typeof openLakeInputs>[0];

/** How it ended. */
export interface LakeRun {
  readonly before: Snapshot;
  readonly after: Snapshot;
  /** Whether there was anything new to read. */
  readonly hasNews: boolean;
  readonly built: BuiltRegisters;
  readonly sources: readonly LakeSource[];
  readonly sorted: readonly string[];
  readonly problems: readonly Problem[];
  /** What the engine had come to at the end; null where nothing was new. */
  readonly engine: EngineState | null;
  /** What was judged again; null where nothing became known of the past. */
  readonly examination: Examination | null;
}

/** What is told of an engine when it is done. */
type EngineState = Readonly<Pick<Engine, 'permitUses' | 'usage' | 'suppressed'>>;

const EPOCH_EVENTS = 1_000_000;

/** Runs. Throws `StoreFailed` where the lake cannot be read or written. */
export async function runInLake(request: LakeRunRequest): Promise<LakeRun | Problem> {
  const { lake, config, detectors, now } = request;
  const before = lake.snapshot;
  const decided = deciding(request);
  const wrong = compatible(before, decided.versions, lake.store);
  if (wrong !== null) return wrong;
  const news = newSettings(before, config, detectors, lake.store);
  const registers = await lakeRegisters(request.registersDir, lake, config);
  request.onStart?.(registers.built.registers);
  const opened = await (request.openInputs ?? openLakeInputs)({
    ...request,
    known: before.inputs,
    lateness: config.latenessMinutes * MINUTE,
  });
  const { sources, sorted } = opened;
  const ending = { before, built: registers.built, sources, sorted };
  try {
    const hasNews = sources.some((source) => source.hasNews());
    let writer: LakeWriter | null = null;
    let engine: EngineState | null = null;
    const isUnfinished = !before.ended;
    const begin = (): LakeWriter => {
      const { maker, clock, rowsMax, baseEvery } = request;
      writer ??= takeOver(lake, {
        ...decided,
        registers: registers.delivery,
        now,
        clock,
        maker,
        ...(rowsMax !== undefined && { rowsMax }),
        ...(baseEvery !== undefined && { baseEvery }),
      });
      return writer;
    };
    const goesOn =
      !isOther(before, request) || (await goOnByOthers(begin(), { ...request, built: registers.built }));
    if (hasNews || isUnfinished || (registers.delivery !== null && !isInForce(before, registers.delivery)))
      begin();
    if (goesOn && (hasNews || isUnfinished)) {
      engine = await judgeInto(begin(), request, registers.built, sources);
      await compactFiles(begin(), lake.store, request.maker, () => request.signal?.aborted ?? false);
    }
    const current = () => writer?.snapshot() ?? before;
    const examination = request.signal?.aborted
      ? null
      : await reexamineLake({
          ...request,
          store: lake.store,
          snapshot: current(),
          built: registers.built,
          passed: () => standingWatermark({ ...request, built: registers.built }, current()),
          engine: () => standingEngine({ ...request, built: registers.built }, current()),
          writer: begin,
          onEvents: (events) => request.onExamining?.(events),
        });
    const problems = sources.flatMap(({ input }) => (input.problem === null ? [] : [input.problem]));
    return {
      ...ending,
      hasNews,
      engine,
      examination,
      after: current(),
      problems: [...news, ...registers.problems, ...opened.problems, ...problems],
    };
  } finally {
    for (const { input } of sources) await input.close();
  }
}

/** Judges the sources to their end. */
async function judgeInto(
  writer: LakeWriter,
  request: LakeRunRequest,
  { registers }: BuiltRegisters,
  sources: readonly LakeSource[],
): Promise<EngineState> {
  const { config, signal, epochEvents = EPOCH_EVENTS, options } = request;
  const judging = judgeIntoLake(
    writer,
    {
      ...request,
      lateness: config.latenessMinutes * MINUTE,
      sourceOf: () => options.source ?? null,
      defaultsOf: (source) => rowDefaults(config, source),
    },
    registers,
  );
  const { engine } = judging;

  /** Makes what was judged durable; at the end with what the waiting rows give for now. */
  const commit = async (isEnd: boolean): Promise<void> => {
    const sum = (of: (source: LakeSource) => number) => sources.reduce((all, source) => all + of(source), 0);
    await judging.commit({
      inputs: sources.flatMap((source) => source.progress() ?? []),
      counts: {
        read: sum(({ counts }) => counts.read),
        quarantined: sum(({ counts }) => counts.quarantined),
      },
      isEnd,
    });
    request.onCommit?.(writer.snapshot());
  };

  try {
    for (const { input } of sources) engine.open(input.identity.input);
    for await (const { input: index, batch } of inStep(sources)) {
      const source = sources[index];
      const { input, key } = source.input.identity;
      const refused = source.takeRefused();
      await judging.take({ input, key, batch, refused, replayed: source.takeReplayed?.() });
      if (batch === null) engine.close(input);
      judging.judge();
      request.onBatch(sources);
      await judging.room();
      if (signal?.aborted) break;
      if (judging.events() >= epochEvents && sources.every((one) => one.isSettled())) await commit(false);
    }
    if (!signal?.aborted) await commit(true);
    else if (sources.every((one) => one.isSettled())) await commit(false);
    const [permits, usage, suppressed] = [engine.permitUses(), engine.usage(), engine.suppressed()];
    return { permitUses: () => permits, usage: () => usage, suppressed: () => suppressed };
  } finally {
    judging.close();
  }
}
