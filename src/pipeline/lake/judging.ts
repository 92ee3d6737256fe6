/**
 * Judging into a lake: the engine as it was at the newest commit, rows in, and commits out. What `detect --lake` and `run` have in common,
 * and all that is between rows of inputs and files of an epoch.
 */
import type { Commit, LakeCounts, LakeInput } from '../../../schemas/commit.ts';
import type { Config } from '../../../schemas/config.ts';
import type { EventBatch } from '../../../schemas/event-columns.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Verdict } from '../../../schemas/verdict.ts';
import type { Defaults } from '../../batch/normal-event.ts';
import type { Key } from '../../core/hash.ts';
import type { Micros } from '../../core/time.ts';
import type { Unsettled } from '../../engine/ahead.ts';
import { createEngine, type EngineSettings, type Said } from '../../engine/engine.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import { renderFinding } from '../../findings/render.ts';
import type { Quarantined } from '../../ingest/input.ts';
import { quarantineRecord } from '../../ingest/quarantine-file.ts';
import type { Registers } from '../../registers/registers.ts';
import type { EpochRows } from '../../store/epoch-rows.ts';
import type { Lake } from '../../store/lake.ts';
import type { TableMaker } from '../../store/parquet-maker.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import {
  type KeepingLimits,
  type KeptEngine,
  keptEngine,
  restoreEngine,
} from '../../store/state/kept-engine.ts';
import type { LakeWriter } from '../../store/writer.ts';
import { type Desk, ownRows, type SharedRows } from '../hands/desk.ts';
import type { Crew } from '../workers/crew.ts';
import { oldRows } from './old-rows.ts';
import { pastRegisters } from './registers.ts';
import { toldFindings } from './told.ts';

/** What judging needs to know. */
export interface JudgingRequest {
  readonly lake: Pick<Lake, 'store'>;
  readonly maker: TableMaker;
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  /** The start of the process, or the tick that stands for it. */
  readonly now: Micros;
  readonly lateness: Micros;
  /** The source of rows of an input that name none; null: their kind of log. */
  sourceOf(input: number): string | null;
  /** What rows were read with whose source is this. */
  defaultsOf(source: string | null): Defaults;
  readonly keeping?: KeepingLimits | undefined;
  /** Findings told ahead of order that have not had their turn; absent: none are told. */
  readonly unsettled?: Unsettled | undefined;
  /** Starts threads for detectors, where they do not work here. Registers: those that the commit with this number brought. */
  readonly crew?: ((of: CrewOf) => Crew | null) | undefined;
  /** Where other processes are given rows to make; without one all are made here. */
  readonly desk?: Desk | undefined;
  onFinding(finding: Finding, registers: Registers): void;
  /** A finding that will open when its row has its turn; told again by {@link onFinding}, or taken back. */
  onForetold?(finding: Finding): void;
  onTakenBack?(id: string): void;
  onVerdict(verdict: Verdict): void;
  onQuarantined(row: Quarantined): void;
}

/** What threads need to know of the judging that they work for. */
export interface CrewOf extends Pick<JudgingRequest, 'sourceOf' | 'unsettled'> {
  readonly registers: Registers;
  readonly number: number | null;
}

/** Rows of one input, in its order. */
export interface InputRows {
  readonly input: number;
  /** Keeps default ids of different inputs apart. */
  readonly key: Key;
  readonly batch: EventBatch | null;
  readonly refused: readonly Quarantined[];
  /** Where the rows of the batch had been refused once and are read after all (`quarantine replay`): a line for each. */
  readonly replayed?: readonly string[] | undefined;
}

/** What a commit says besides what was judged. */
export interface Ending {
  /** What was read of the inputs: exactly the rows that were taken since the last commit. */
  readonly inputs: readonly LakeInput[];
  readonly ticks?: Commit['ticks'];
  /** Rows read and refused since judging began, where they are counted elsewhere. */
  readonly counts?: Pick<LakeCounts, 'read' | 'quarantined'>;
  /** Whether the waiting rows are to be judged too, as if nothing more came. */
  readonly isEnd: boolean;
}

/** Judging, from commit to commit. */
export interface LakeJudging {
  readonly engine: KeptEngine;
  /** Those it judges by. */
  readonly registers: Registers;
  /** Takes rows; gives back how many came too late. */
  take(rows: InputRows): Promise<number>;
  /** Judges what can be judged, and tells it. */
  judge(): void;
  /** Tells what needs no order of the rows that came and wait. */
  lookAhead(): void;
  /** Waits while too much waits to be made into files, or to be worked off by other threads. */
  room(): Promise<void>;
  /** Tells what other threads have found by now. */
  hear(): void;
  /** Waits until other threads have worked off everything, and tells what they found. */
  heard(): Promise<void>;
  /** Comes true when other threads have worked something off; null where they have nothing to do. */
  news(): Promise<void> | null;
  /** Puts into words what cites events of long ago, instead of at the commit. */
  settle(): Promise<void>;
  /** Events that count since the last commit. */
  events(): number;
  /** Events of which other processes have made rows. */
  borrowed(): number;
  /** How many other processes judge too. */
  elsewhere(): number;
  /** Whether anything was taken, judged or said since the last commit. */
  hasNews(): boolean;
  /** Makes what was judged durable. */
  commit(ending: Ending): Promise<void>;
  /**
   * The same beside what is judged next: comes back when more rows may be taken. What was judged until now is durable when `durable` comes
   * back, and another cut may be made.
   */
  cut(ending: Ending): Promise<{ readonly durable: Promise<void> }>;
  close(): void;
}

/** Begins where the lake stands. */
export function judgeIntoLake(
  writer: LakeWriter,
  request: JudgingRequest,
  registers: Registers,
): LakeJudging {
  const { lake, maker, now } = request;
  const start = writer.snapshot().counts;
  const { sourceOf, defaultsOf } = request;
  const rowsOf = (own: EpochRows, desk = request.desk): SharedRows => {
    const number = writer.snapshot().registers?.number ?? null;
    return (desk?.rows ?? ownRows)(own, { registers, number, sourceOf, defaultsOf });
  };
  let rows = rowsOf(writer.rows(false));
  let isRestored = false;
  const { unsettled } = request;
  const number = writer.snapshot().registers?.number ?? null;
  const crew = request.crew?.({ sourceOf, unsettled, registers, number }) ?? null;
  const restored = createEngine({
    ...settingsOf(request, registers),
    ...(crew !== null && { back: crew.back }),
    unsettled,
    onEvent(batch, row) {
      if (isRestored) told.note(batch, row);
    },
    onJudged(batch, judged, columns) {
      if (!isRestored) return;
      hasNews = true;
      rows.judged(batch, judged, columns);
    },
  });
  restoreEngine(restored, {
    snapshot: writer.snapshot(),
    read: writer.read,
    past: (number) =>
      createEngine(settingsOf(request, pastRegisters(lake.store, number, request.config).registers)),
    defaultsOf,
  });
  crew?.stand();
  restored.hear(); // what was said again was said before
  isRestored = true;
  const engine = keptEngine(restored, {
    snapshot: writer.snapshot,
    now,
    sourceOf: request.sourceOf,
    ...(request.keeping !== undefined && { limits: request.keeping }),
  });
  const eventFiles = () =>
    writer
      .snapshot()
      .files.flatMap(({ table, tail, name }) => (table === 'events' && !tail ? [lake.store.path(name)] : []));
  const told = toldFindings(
    engine.counts().accepted,
    (refs) => maker.eventIds(eventFiles(), refs),
    (finding) => {
      rows.finding(finding);
      request.onFinding(finding, registers);
    },
  );
  let oldDuplicates = 0;
  const oldIn = (snapshot: Snapshot) =>
    oldRows(snapshot, lake.store, maker, (more) => {
      oldDuplicates += more;
    });
  let old = oldIn(writer.snapshot());
  let committed = engine.counts().accepted;
  let read = 0;
  let quarantined = 0;
  let hasNews = false;

  const tell = ({ findings, verdicts, lookups }: Said): void => {
    if (findings.length > 0 || verdicts.length > 0) hasNews = true;
    told.take(findings);
    for (const [i, verdict] of verdicts.entries()) {
      rows.verdict(verdict, lookups[i]);
      request.onVerdict(verdict);
    }
  };

  const countsWith = (ofInputs: Pick<LakeCounts, 'read' | 'quarantined'>): LakeCounts => {
    const { accepted, duplicates, late, clockMarked, reusedIds } = engine.counts();
    const ofOld = start.old_duplicates + oldDuplicates;
    return {
      read: start.read + ofInputs.read,
      accepted,
      quarantined: start.quarantined + ofInputs.quarantined,
      duplicates: duplicates + ofOld,
      old_duplicates: ofOld,
      late,
      clock_marked: clockMarked,
      reused_ids: reusedIds,
      waiting: engine.waiting(),
      verdicts: { ...engine.verdictTotals() },
    };
  };

  async function heard(): Promise<void> {
    if (crew === null) return;
    await crew.idle();
    tell(engine.hear());
  }

  async function cut({ inputs, ticks = [], counts = { read, quarantined }, isEnd }: Ending) {
    await heard();
    await told.settle();
    const judged = rows;
    const kept = engine.keep();
    kept.catch(() => {}); // the commit is told
    let tail: SharedRows | null = null;
    if (isEnd) {
      await kept; // what is kept of the engine is without what it says of the rows that wait
      tail = ownRows(writer.rows(true), { registers });
      rows = tail;
      tell(engine.rest());
      await heard();
      await told.settle();
    }
    const durable = writer
      .commit({ rows: judged, tail, inputs, ticks, kept, counts: countsWith(counts) })
      .then(() => {
        old = oldIn(writer.snapshot());
        told.committed();
      });
    durable.catch(() => {}); // whoever waits for it is told
    rows = rowsOf(writer.rows(false));
    committed = engine.counts().accepted;
    hasNews = false;
    return { durable };
  }

  return {
    engine,
    registers,
    async take({ input, key, batch, refused, replayed = [] }) {
      hasNews = true;
      read += refused.length + (batch?.size ?? 0) - replayed.length;
      quarantined += refused.length - replayed.length;
      for (const row of refused) {
        rows.quarantine(JSON.stringify(quarantineRecord(row, input)));
        request.onQuarantined(row);
      }
      for (const line of replayed) rows.replayed(line);
      return batch === null ? 0 : engine.push(input, await old.leaveOut(batch, key));
    },
    judge: () => tell(engine.judge()),
    lookAhead() {
      const { said, takenBack } = engine.lookAhead();
      for (const { draft, event } of said) request.onForetold?.(renderFinding(draft, () => event));
      for (const id of takenBack) request.onTakenBack?.(id);
    },
    async room() {
      await rows.ready();
      await crew?.room();
    },
    hear: () => tell(engine.hear()),
    heard,
    news: () => crew?.news() ?? null,
    settle: () => told.settle(),
    events: () => engine.counts().accepted - committed,
    borrowed: () => request.desk?.made() ?? 0,
    elsewhere: () => crew?.elsewhere().length ?? 0,
    hasNews: () => hasNews,
    cut,
    async commit(ending) {
      await (await cut(ending)).durable;
    },
    close() {
      told.close();
      void crew?.close();
    },
  };
}

/** What every engine of this lake is made of. */
function settingsOf(
  { detectors, lateness, now, config, defaultsOf }: JudgingRequest,
  registers: Registers,
): EngineSettings {
  // words are kept by every engine: what waits in one is told by the engine that goes on
  const words = { verdicts: config, state: config, wantVerdicts: true };
  return { detectors, registers, lateness, now, ...words, isOngoing: true, defaultsOf };
}
