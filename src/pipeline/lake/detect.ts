/** `detect --lake` and `import`, without their terminal: the same request and the same answer as without a lake. */

import { SYSTEMS } from '../../../schemas/access-event.ts';
import type { DetectorId, Severity } from '../../../schemas/finding.ts';
import { VERDICTS, type VerdictName } from '../../../schemas/verdict.ts';
import type { Problem } from '../../core/problem.ts';
import { type Day, MILLISECOND, parseDate } from '../../core/time.ts';
import { knownBehind } from '../../findings/alerts/known.ts';
import { encodingNamed } from '../../ingest/encoding.ts';
import type { Input } from '../../ingest/input.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { knownLeaves } from '../../store/known-leaves.ts';
import { type Lake, openLake } from '../../store/lake.ts';
import { duckMaker } from '../../store/parquet-maker.ts';
import { lastSealOver, openKeys, type Sealed, sealLake } from '../../store/seals/seal-lake.ts';
import type { Snapshot } from '../../store/snapshot.ts';
import { StoreFailed } from '../../store/store.ts';
import { type Detected, type DetectRequest, type LakeSummary, progressOf, summaryOf } from '../detect.ts';
import { tunedDetectors } from '../detectors.ts';
import { type Judged, tally } from '../judge.ts';
import { readParquet } from '../read-parquet.ts';
import { told } from '../reexamination/find-out.ts';
import { rowDefaults } from '../row-defaults.ts';
import { lakeCrew } from '../workers/lake-crew.ts';
import { earlierFindings } from './earlier.ts';
import { type LakeRun, type LakeRunRequest, runInLake } from './run.ts';

/** What `detect` wants, and the folder of the lake. */
export interface LakeDetectRequest extends DetectRequest {
  readonly folder: string;
  /** Where the keys of seals are; by default in the lake. */
  readonly keys?: string | undefined;
  /** Whether a new key may take the place of one that was lost. */
  readonly mayRenewKey?: boolean;
  /** Where rows come from. Default: from the files. */
  readonly openInputs?: LakeRunRequest['openInputs'];
}

/** Judges what is new in the files and keeps it. A problem where the lake cannot be used, or no longer. */
export async function detectInLake(request: LakeDetectRequest): Promise<Detected | Problem> {
  const { folder, config, encoding, source, signal } = request;
  const named = encoding === null ? undefined : encodingNamed(encoding);
  const latest = new Map<string, { detector: DetectorId; severity: Severity }>();
  let run: LakeRun | Problem;
  let seal: Sealed | Problem | null = null;
  try {
    const lake = openLake(folder, nodeFileSystem);
    lastSealOver(lake.chain, lake.store); // nothing is added to what is not what was sealed
    const detectors = tunedDetectors(config);
    const maker = duckMaker(lake.store.path('tmp/duckdb'), knownLeaves(lake.store, lake.snapshot.files));
    const tell = (inputs: readonly Input[]) => request.onProgress(progressOf(inputs, latest.size));
    try {
      run = await runInLake({
        ...request,
        lake,
        maker,
        detectors,
        crew: lakeCrew({ folder, config, detectors, threads: request.workers ?? 1 }).crew,
        clock: () => new Date().toISOString(),
        options: {
          encoding: typeof named === 'object' ? undefined : named,
          readParquet,
          ...rowDefaults(config, source),
        },
        onStart(registers) {
          if (request.onEarlier === undefined) return;
          for (const finding of earlierFindings(lake))
            request.onEarlier(finding, knownBehind(finding, registers));
        },
        onFinding(finding, registers) {
          if (finding.status === 'cleared' || finding.status === 'withdrawn') latest.delete(finding.id);
          else latest.set(finding.id, { detector: finding.detector, severity: finding.severity });
          request.onFinding(finding, knownBehind(finding, registers));
        },
        onBatch: (sources) => tell(sources.map(({ input }) => input)),
        onSorting: (file) => request.onRestart(file),
        onRebuilding: (events) => request.onAgain?.(events),
        onExamining: (events) => request.onAgain?.(events),
        onLooking: (input) => tell([input]),
        ...(signal !== undefined && { signal }),
      });
      if (!('code' in run)) seal = sealNow(lake, request);
    } finally {
      maker.close();
    }
  } catch (error) {
    if (error instanceof StoreFailed) return error.problem;
    throw error;
  }
  if ('code' in run) return run;
  const judged: Judged = { ...judgedIn(run), findings: tally(latest.values()) };
  const { before, after, sources, built, sorted } = run;
  const problems = [...run.problems, ...(seal !== null && 'code' in seal ? [seal] : [])];
  const summary = summaryOf(
    {
      judged,
      read: after.counts.read - before.counts.read,
      quarantined: after.counts.quarantined - before.counts.quarantined,
      fellBack: sources.reduce((sum, { input }) => sum + input.counts.fellBack, 0),
      emptyFiles: sources.flatMap(({ input }) => (input.isEmpty ? [input.name] : [])),
      problems,
    },
    built,
    config,
    [...sorted],
  );
  return { summary: { ...summary, lake: lakeSummary(folder, run, seal) }, problems };
}

/** What this run added to the lake. */
function judgedIn({ before, after, engine }: LakeRun): Omit<Judged, 'findings'> {
  const more = (of: (snapshot: Snapshot) => number) => of(after) - of(before);
  return {
    counts: {
      accepted: more(({ counts }) => counts.accepted),
      duplicates: more(({ counts }) => counts.duplicates),
      late: more(({ counts }) => counts.late),
      clockMarked: more(({ counts }) => counts.clock_marked),
      reusedIds: more(({ counts }) => counts.reused_ids),
    },
    days: daysAdded(before, after),
    verdicts: Object.fromEntries(
      VERDICTS.map((name) => [name, more(({ counts }) => counts.verdicts[name])]),
    ) as Record<VerdictName, number>,
    permits: engine?.permitUses() ?? [],
    evicted: engine?.usage().reduce((sum, { evicted }) => sum + evicted, 0) ?? 0,
    suppressed: engine?.suppressed().reduce((sum, count) => sum + count, 0) ?? 0,
  };
}

/** Events by day and kind of log that the one holds and the other does not. */
function daysAdded(before: Snapshot, after: Snapshot): { day: Day; events: number[] }[] {
  const days = new Map<Day, number[]>();
  const count = (snapshot: Snapshot, sign: number) => {
    for (const { day, system, events } of snapshot.files.flatMap((file) => file.days)) {
      const sums = days.get(parseDate(day)) ?? SYSTEMS.map(() => 0);
      days.set(parseDate(day), sums);
      sums[SYSTEMS.indexOf(system)] += sign * events;
    }
  };
  count(after, 1);
  count(before, -1);
  return [...days]
    .sort(([a], [b]) => a - b)
    .flatMap(([day, events]) => (events.some((sum) => sum > 0) ? [{ day, events }] : []));
}

/** Seals what the lake holds at the end of a run. */
function sealNow({ store }: Lake, { keys, mayRenewKey = false }: LakeDetectRequest): Sealed | Problem | null {
  return sealLake({
    store,
    keys: openKeys(keys ?? store.path('keys'), nodeFileSystem),
    now: Date.now() * MILLISECOND,
    mayRenew: mayRenewKey,
  });
}

function lakeSummary(
  folder: string,
  { after: { number, counts, files }, hasNews, examination }: LakeRun,
  seal: Sealed | Problem | null,
): LakeSummary {
  const days = files.flatMap((file) => file.days.map(({ day }) => day)).sort();
  const [first] = days;
  const last = days.at(-1);
  return {
    folder,
    snapshot: number,
    events: counts.accepted,
    days: first === undefined || last === undefined ? null : [first, last],
    hasNews,
    examination: examination === null ? null : told(examination),
    seal: seal === null || 'code' in seal ? null : seal,
  };
}
