/** `metsuke detect`, without its terminal: opens files and registers, judges, and gives what comes of it to the caller. */

import { DETECTORS } from '../../detectors/index.ts';
import { SYSTEMS, type System } from '../../schemas/access-event.ts';
import type { Config } from '../../schemas/config.ts';
import type { DetectorId, Finding } from '../../schemas/finding.ts';
import type { PresetName } from '../../schemas/presets.ts';
import type { Verdict, VerdictName } from '../../schemas/verdict.ts';
import type { Bilingual } from '../core/bilingual.ts';
import type { Problem } from '../core/problem.ts';
import { formatDate, type Micros } from '../core/time.ts';
import { presetFor } from '../detector/presets.ts';
import type { PermitUse } from '../engine/permit-use.ts';
import type { Known } from '../findings/alerts/member.ts';
import { encodingNamed } from '../ingest/encoding.ts';
import type { Input, Quarantined } from '../ingest/input.ts';
import { type InputOptions, openInput } from '../ingest/open.ts';
import { type RegisterBytes, registerBytes, registerTables } from '../ingest/register-files.ts';
import { sortInput } from '../ingest/sort-file.ts';
import { type BuiltRegisters, buildRegisters, type RegisterSummary } from '../registers/build.ts';
import type { RegisterName } from '../registers/registers.ts';
import { tunedDetectors } from './detectors.ts';
import { type FindingTally, type Judged, judge } from './judge.ts';
import type { Nameless } from './nameless.ts';
import { readParquet } from './read-parquet.ts';
import type { ExaminationSummary } from './reexamination/find-out.ts';
import { rowDefaults } from './row-defaults.ts';
import { LOST_WITHOUT } from './unjudged.ts';
import { type Crew, startCrew } from './workers/crew.ts';

/** How far a run has come. */
export interface Progress {
  readonly bytesRead: number;
  /** Null where nobody knows it: standard input. */
  readonly bytesTotal: number | null;
  readonly events: number;
  readonly findings: number;
  readonly quarantined: number;
}

/** What to detect in, and who is told. */
export interface DetectRequest {
  readonly files: readonly string[];
  readonly registersDir: string | null;
  readonly config: Config;
  readonly now: Micros;
  readonly encoding: string | null;
  /** Name of the source for rows that do not say it. */
  readonly source: string | null;
  readonly wantVerdicts: boolean;
  /** Told of the findings of earlier runs, each revision in its order, where a lake holds some. */
  onEarlier?(finding: Finding, known: Known): void;
  /** Threads to work in: detectors are divided among those beside the first. Default 1. */
  readonly workers?: number;
  /** `known` is what the registers add, for grouping. */
  onFinding(finding: Finding, known: Known): void;
  onVerdict(verdict: Verdict): void;
  onQuarantined(row: Quarantined): void;
  onProgress(progress: Progress): void;
  /** A file must be sorted first: everything told of verdicts and quarantined rows so far is void. */
  onRestart(file: string): void;
  /** Told how many events of a lake were judged again, where something became known of the past, or settings have changed. */
  onAgain?(events: number): void;
  readonly signal?: AbortSignal;
}

/** What was read, judged and found. */
export interface Summary {
  readonly read: number;
  readonly accepted: number;
  readonly quarantined: number;
  /** Of the rows read, those that the byte decoder left to the slower strict reader, refused rows among them. */
  readonly fellBack: number;
  readonly duplicates: number;
  readonly late: number;
  readonly clockMarked: number;
  readonly reusedIds: number;
  readonly bySystemDay: readonly { readonly system: System; readonly day: string; readonly events: number }[];
  readonly verdicts: Readonly<Record<VerdictName, number>>;
  readonly findings: readonly FindingTally[];
  /** What permits covered and lifted, by permit and user. */
  readonly permits: readonly PermitUse[];
  /** Judgements that could not be made, each with the register that is missing. */
  readonly unjudged: readonly { readonly register: RegisterName; readonly judgement: Bilingual }[];
  /** Sources of shops and customer relations that never tell of a sale, so that look-ups cannot be held against sales. */
  readonly withoutSales?: readonly string[];
  /** Sources with look-ups of which the log names neither account nor device: they count under nobody. */
  readonly nameless?: readonly Nameless[];
  readonly registers: readonly RegisterSummary[];
  readonly registerRowsRefused: number;
  /** Detectors that the configuration has switched off. */
  readonly detectorsOff: readonly string[];
  /** Detectors that run at another preset than the standard. */
  readonly presets: readonly { readonly detector: DetectorId; readonly preset: PresetName }[];
  /** State entries given up at a cap, and contributions to findings beyond the number that may be open. */
  readonly evicted: number;
  readonly suppressed: number;
  readonly sortedFiles: readonly string[];
  /** Files in which nothing at all was. */
  readonly emptyFiles: readonly string[];
  /** The lake that was written to. */
  readonly lake?: LakeSummary;
}

/** What a lake holds after a run. */
export interface LakeSummary {
  readonly folder: string;
  /** The newest commit. */
  readonly snapshot: number;
  readonly events: number;
  /** First and last day of its events, by their own clocks; null in an empty lake. */
  readonly days: readonly [first: string, last: string] | null;
  /** Whether the files held anything that the lake did not have. */
  readonly hasNews: boolean;
  /** What was judged again, where something became known of the past. */
  readonly examination: ExaminationSummary | null;
  /** The seal on what it holds now; null where it could not be sealed. */
  readonly seal: { readonly number: number; readonly fingerprint: string } | null;
}

/** What a run ends with. Problems are about whole files and registers; bad rows are in quarantine. */
export interface Detected {
  readonly summary: Summary;
  readonly problems: readonly Problem[];
}

/** Judges files. Never throws for what a file or a register holds; throws `ThreadFailed`. */
export async function detect(request: DetectRequest): Promise<Detected> {
  const problems: Problem[] = [];
  const { built, files, ...first } = await begun(request, problems);
  let { crew } = first;
  try {
    const sorted = new Set<string>();
    for (;;) {
      const outcome = await attempt(request, built, crew, sorted);
      if (!('disordered' in outcome))
        return {
          summary: summaryOf(outcome, built, request.config, [...sorted]),
          problems: [...problems, ...outcome.problems],
        };
      sorted.add(outcome.disordered);
      request.onRestart(outcome.disordered);
      await crew?.close();
      crew = crewOf(request, files);
    }
  } finally {
    await crew?.close();
  }
}

/** The registers, the threads that read them while they are read here, and the bytes of which others could be started. */
async function begun(
  request: DetectRequest,
  problems: Problem[],
): Promise<{ built: BuiltRegisters; crew: Crew | null; files: readonly RegisterBytes[] }> {
  const { registersDir, config, workers = 1 } = request;
  const folder = registersDir === null ? null : await registerBytes(registersDir);
  const files = workers > 1 ? (folder?.files ?? []) : [];
  const crew = crewOf(request, files);
  const { tables, problems: unread } = registerTables(folder?.files ?? []);
  const built = buildRegisters(tables, config);
  if (folder !== null) problems.push(...folder.problems, ...unread, ...built.problems);
  return { built, crew, files };
}

/** Threads for detectors, where more than one are asked for. */
function crewOf(
  { config, workers: threads = 1, source }: DetectRequest,
  files: readonly RegisterBytes[],
): Crew | null {
  if (threads < 2) return null;
  return startCrew({
    config,
    detectors: tunedDetectors(config),
    seed: { kind: 'files', files },
    threads,
    here: null,
    sourceOf: () => source,
  });
}

/** What one reading of all files came to. */
export interface Attempt {
  readonly judged: Judged;
  readonly read: number;
  readonly quarantined: number;
  readonly fellBack: number;
  readonly emptyFiles: readonly string[];
  readonly problems: readonly Problem[];
}

/** Reads all files once; gives up at the first file that must be sorted first. */
async function attempt(
  request: DetectRequest,
  { registers }: BuiltRegisters,
  crew: Crew | null,
  sorted: ReadonlySet<string>,
): Promise<Attempt | { readonly disordered: string }> {
  const { config, now, wantVerdicts } = request;
  const problems: Problem[] = [];
  const detectors = tunedDetectors(config);
  const inputs = await openAll(request, sorted, problems);
  const held = heldFindings(request.onFinding);
  let disordered: string | null = null;
  try {
    const judged = await judge({
      inputs,
      registers,
      detectors,
      config,
      now,
      wantVerdicts,
      crew,
      signal: request.signal,
      onFinding: held.take,
      onVerdict: request.onVerdict,
      onBatch: () => {
        if (!inputs.some((input) => mayRestart(input, sorted))) held.release();
        request.onProgress(progressOf(inputs, held.count()));
      },
      onLate: (index) => {
        const input = inputs[index];
        if (!mayRestart(input, sorted)) return false;
        disordered = input.name;
        return true;
      },
    });
    if (judged === null) return { disordered: disordered ?? '' };
    held.release();
    for (const input of inputs) {
      if (input.problem !== null) problems.push(input.problem);
    }
    const read = inputs.reduce((sum, { counts }) => sum + counts.read, 0);
    const quarantined = inputs.reduce((sum, { counts }) => sum + counts.quarantined, 0);
    const fellBack = inputs.reduce((sum, { counts }) => sum + counts.fellBack, 0);
    const emptyFiles = inputs.flatMap(({ isEmpty, name }) => (isEmpty ? [name] : []));
    return { judged, read, quarantined, fellBack, emptyFiles, problems };
  } finally {
    for (const input of inputs) await input.close();
  }
}

/** Whether late rows of an input would still make the run start again. */
function mayRestart({ rereadable, name }: Input, sorted: ReadonlySet<string>): boolean {
  return rereadable && !sorted.has(name);
}

async function openAll(
  request: DetectRequest,
  sorted: ReadonlySet<string>,
  problems: Problem[],
): Promise<Input[]> {
  const named = request.encoding === null ? undefined : encodingNamed(request.encoding);
  const options: InputOptions = {
    encoding: typeof named === 'object' ? undefined : named,
    ...rowDefaults(request.config, request.source),
    quarantine: request.onQuarantined,
    readParquet,
  };
  const inputs: Input[] = [];
  for (const file of request.files) {
    const opened = await openInput(file, options);
    const input =
      'code' in opened || !sorted.has(file) ? opened : await sortInput(opened, undefined, request.signal);
    if ('code' in input) problems.push(input);
    else inputs.push(input);
  }
  return inputs;
}

/** Findings kept back while a file may still turn out to need sorting, since what is told cannot be taken back. */
function heldFindings(tell: (finding: Finding, known: Known) => void) {
  let held: (readonly [Finding, Known])[] = [];
  let isReleased = false;
  const ids = new Set<string>();
  return {
    take(finding: Finding, known: Known): void {
      ids.add(finding.id);
      if (isReleased) tell(finding, known);
      else held.push([finding, known]);
    },
    release(): void {
      isReleased = true;
      for (const [finding, known] of held) tell(finding, known);
      held = [];
    },
    count: () => ids.size,
  };
}

/** How far the inputs are read. */
export function progressOf(inputs: readonly Input[], findings: number): Progress {
  const progress = { bytesRead: 0, bytesTotal: 0 as number | null, events: 0, findings, quarantined: 0 };
  for (const { position, counts } of inputs) {
    progress.bytesRead += position.bytesRead;
    progress.bytesTotal =
      progress.bytesTotal === null || position.bytesTotal === null
        ? null
        : progress.bytesTotal + position.bytesTotal;
    progress.events += counts.accepted;
    progress.quarantined += counts.quarantined;
  }
  return progress;
}

function presetsOf(config: Config): Summary['presets'] {
  return DETECTORS.flatMap(({ id: detector }) => {
    const preset = presetFor({ id: detector }, config);
    const isOff = config.detectors[detector] === 'off';
    return isOff || preset === 'standard' ? [] : [{ detector, preset }];
  });
}

/** What a run came to. */
export function summaryOf(
  { judged, read, quarantined, fellBack, emptyFiles }: Attempt,
  built: BuiltRegisters,
  config: Config,
  sortedFiles: string[],
): Summary {
  return {
    read,
    quarantined,
    fellBack,
    ...judged.counts,
    bySystemDay: judged.days.flatMap(({ day, events }) =>
      SYSTEMS.flatMap((system, code) => {
        const count = events[code] ?? 0;
        return count === 0 ? [] : [{ system, day: formatDate(day), events: count }];
      }),
    ),
    verdicts: judged.verdicts,
    findings: judged.findings,
    permits: judged.permits,
    unjudged: built.missing.map((register) => ({ register, judgement: LOST_WITHOUT[register] })),
    withoutSales: judged.withoutSales ?? [],
    nameless: judged.nameless ?? [],
    registers: built.summaries,
    registerRowsRefused: built.refused,
    presets: presetsOf(config),
    detectorsOff: Object.entries(config.detectors).flatMap(([id, own]) => (own === 'off' ? [id] : [])),
    evicted: judged.evicted,
    suppressed: judged.suppressed,
    sortedFiles,
    emptyFiles,
  };
}
