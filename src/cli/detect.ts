/** `metsuke detect`: access logs in, findings out, and at the end what was read, judged and found. */
import { type BigIntStats, statSync } from 'node:fs';
import { DETECTORS } from '../../detectors/index.ts';
import { type Config, config as configSchema } from '../../schemas/config.ts';
import { type Finding, SEVERITIES, type Severity } from '../../schemas/finding.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { MILLISECOND, type Micros, parseInstant } from '../core/time.ts';
import { toOcsf } from '../findings/ocsf.ts';
import { encodingNamed } from '../ingest/encoding.ts';
import { quarantineRecord } from '../ingest/quarantine-file.ts';
import { detect, type Summary } from '../pipeline/detect.ts';
import type { Request } from './declared.ts';
import { type EventFiles, eventFiles, unreadable, unwritable } from './event-files.ts';
import { EXIT, exitCode } from './exit.ts';
import { type LineWriter, lineWriter, openPrivate, WriteRefused } from './line-writer.ts';
import { loadConfig } from './load-config.ts';
import { progressReporter } from './progress.ts';
import { tell } from './run.ts';
import { summaryLines } from './summary.ts';

/** A command line that cannot be carried out: what is wrong, and the code to end with. */
interface Refusal {
  readonly exit: number;
  readonly problems: readonly Problem[];
}

/** What was asked for, checked. */
interface Wanted extends EventFiles {
  readonly config: Config;
  readonly now: Micros;
}

/** Runs `metsuke detect`. */
export async function detectCommand(request: Request): Promise<number> {
  const wanted = check(request);
  if ('exit' in wanted) return refuse(wanted, request.language);
  const outputs = openOutputs(request, wanted.files);
  if ('exit' in outputs) return refuse(outputs, request.language);
  try {
    return await judge(request, wanted, outputs);
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    tell(unwritable(error.file, error.cause), request.language);
    return EXIT.unreadable;
  }
}

function refuse({ exit, problems }: Refusal, language: Language): number {
  for (const one of problems) tell(one, language);
  return exit;
}

/** Everything that can be wrong is found before the first byte is read. */
function check({ operands, options }: Request): Wanted | Refusal {
  const nowText = options.get('now');
  const now = nowText === undefined ? Date.now() * MILLISECOND : parseInstant(nowText);
  if (Number.isNaN(now)) return usage(problem('option-time', { option: '--now', value: nowText ?? '' }));
  const encoding = options.get('encoding');
  const found = encoding === undefined ? null : encodingNamed(encoding);
  if (found !== null && typeof found === 'object') return usage(found);
  const file = options.get('config');
  const loaded =
    file === undefined ? { config: configSchema.parse({}), problems: [] } : loadConfig(file, DETECTORS);
  if (loaded.config === null) {
    const isUnreadable = loaded.problems.some(({ code }) => code === 'file-unreadable');
    return { exit: isUnreadable ? EXIT.unreadable : EXIT.configuration, problems: loaded.problems };
  }
  const events = eventFiles(operands);
  const problems = [...events.problems, ...folderProblems(options.get('registers'))];
  if (problems.length > 0) return { exit: EXIT.unreadable, problems };
  return { ...events, config: loaded.config, now };
}

function usage(wrong: Problem): Refusal {
  return { exit: EXIT.usage, problems: [wrong] };
}

function folderProblems(folder: string | undefined): Problem[] {
  if (folder === undefined) return [];
  try {
    return statSync(folder).isDirectory() ? [] : [unreadable(folder, 'ENOTDIR')];
  } catch (error) {
    return [unreadable(folder, error)];
  }
}

interface Outputs {
  readonly verdicts: LineWriter | null;
  readonly quarantine: LineWriter | null;
}

/** Opens the files to write, none of which may be one that is read. */
function openOutputs({ options }: Request, files: readonly string[]): Outputs | Refusal {
  const opened: LineWriter[] = [];
  const writers: (LineWriter | null)[] = [];
  for (const option of ['verdicts', 'quarantine']) {
    const path = options.get(option);
    if (path === undefined) {
      writers.push(null);
      continue;
    }
    if (files.some((file) => isSameFile(file, path)))
      return usage(problem('output-is-input', { option: `--${option}` }, { file: path }));
    try {
      const writer = lineWriter(openPrivate(path), path);
      opened.push(writer);
      writers.push(writer);
    } catch (error) {
      for (const writer of opened) writer.close();
      return { exit: EXIT.unreadable, problems: [unwritable(path, error)] };
    }
  }
  return { verdicts: writers[0], quarantine: writers[1] };
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path): BigIntStats | undefined =>
    statSync(path, { bigint: true, throwIfNoEntry: false }),
  );
  return a !== undefined && b !== undefined && a.isFile() && a.ino === b.ino && a.dev === b.dev;
}

/** How a run ended. */
interface Ending {
  readonly summary: Summary;
  readonly problems: readonly Problem[];
  readonly isInterrupted: boolean;
}

async function judge(request: Request, wanted: Wanted, { verdicts, quarantine }: Outputs): Promise<number> {
  const { options, language } = request;
  const isQuiet = options.has('quiet') || options.has('json');
  const stop = new AbortController();
  const end = { isPipeClosed: false, isInterrupted: false };
  const output = lineWriter(1, 'stdout', () => {
    end.isPipeClosed = true;
    stop.abort();
  });
  const interrupt = () => {
    if (end.isInterrupted) process.exit(EXIT.interrupted); // asked twice
    end.isInterrupted = true;
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  const write = (finding: Finding) =>
    output.line(JSON.stringify(options.get('format') === 'ocsf' ? toOcsf(finding) : finding));
  const progress = progressReporter({
    isTerminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    language,
    nowMs: () => performance.now(),
    write: (text) => process.stderr.write(text),
  });
  if (!isQuiet && wanted.skipped.length > 0) talk(`${SKIPPED[language]}: ${wanted.skipped.join(', ')}`);
  const { summary, problems } = await detect({
    files: [...wanted.files],
    registersDir: options.get('registers') ?? null,
    config: wanted.config,
    now: wanted.now,
    encoding: options.get('encoding') ?? null,
    source: options.get('source') ?? null,
    wantVerdicts: verdicts !== null,
    onFinding: write,
    onVerdict: (verdict) => verdicts?.line(JSON.stringify(verdict)),
    onQuarantined: (row) => quarantine?.line(JSON.stringify(quarantineRecord(row))),
    onProgress: (report) => {
      output.flush();
      if (!isQuiet) progress.report(report);
    },
    onRestart: (file) => {
      verdicts?.restart();
      quarantine?.restart();
      progress.clear();
      if (!isQuiet) talk(`${SORTING[language]}: ${file}`);
    },
    signal: stop.signal,
  });
  for (const writer of [output, verdicts, quarantine]) writer?.close();
  progress.clear();
  process.off('SIGINT', interrupt);
  if (end.isPipeClosed) return EXIT.ok; // the reader has seen enough
  return conclude(request, { summary, problems, isInterrupted: end.isInterrupted });
}

const SKIPPED: Bilingual = {
  ja: 'ログではないとみて読まなかったファイル',
  en: 'Not read, as they do not look like logs',
};
const SORTING: Bilingual = {
  ja: '時刻順に並べ替えてから読み直します',
  en: 'Out of order; sorted by time and read again',
};
const INTERRUPTED: Bilingual = {
  ja: '中断されました。ここまでの結果です。',
  en: 'Interrupted. What was done until then:',
};

/** Says how it went, and gives the exit code. */
function conclude({ options, language }: Request, { summary, problems, isInterrupted }: Ending): number {
  const exit = isInterrupted ? EXIT.interrupted : codeFor(options, summary, problems);
  if (options.has('json')) {
    talk(JSON.stringify({ exit, interrupted: isInterrupted, summary, problems }));
    return exit;
  }
  for (const one of problems) tell(one, language);
  if (options.has('quiet')) return exit;
  if (isInterrupted) talk(INTERRUPTED[language]);
  talk(summaryLines(summary, language).join('\n'));
  return exit;
}

function codeFor(options: Request['options'], summary: Summary, problems: readonly Problem[]): number {
  if (problems.some(({ code }) => isWholeFile(code))) return EXIT.unreadable;
  const failOn = options.get('fail-on') as Severity | undefined;
  const least = failOn === undefined ? Number.POSITIVE_INFINITY : SEVERITIES.indexOf(failOn);
  const isGrave = summary.findings.some(
    ({ severity, count }) => count > 0 && SEVERITIES.indexOf(severity) >= least,
  );
  return exitCode([
    options.has('strict') && summary.quarantined > 0 ? EXIT.incomplete : EXIT.ok,
    isGrave ? EXIT.findings : EXIT.ok,
  ]);
}

/** Problems of one row or one register entry end no run; those of a whole file do. */
function isWholeFile(code: Problem['code']): boolean {
  return /^(?:file|input|encoding|csv-header)-/.test(code);
}

function talk(text: string): void {
  process.stderr.write(`${text}\n`);
}
