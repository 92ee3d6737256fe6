/** `metsuke detect`: access logs in, findings out, and at the end what was read, judged and found. */
import { type Finding, SEVERITIES, type Severity } from '../../schemas/finding.ts';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { formatInstant, type Micros } from '../core/time.ts';
import type { Known } from '../findings/alerts/member.ts';
import { toOcsf } from '../findings/ocsf.ts';
import { quarantineRecord } from '../ingest/quarantine-file.ts';
import { type Detected, type DetectRequest, detect, type Summary } from '../pipeline/detect.ts';
import { ThreadFailed } from '../pipeline/workers/thread-failed.ts';
import { alertLines } from './alert-lines.ts';
import { type Gatherer, gatherer } from './daily-report/report.ts';
import type { Request } from './declared.ts';
import { type AlertReport, alertDesk } from './detect-alerts.ts';
import {
  checkWanted,
  type Outputs,
  openOutputs,
  type Refusal,
  reportForm,
  type Wanted,
} from './detect-wanted.ts';
import { unwritable } from './event-files.ts';
import { EXIT, exitCode, stoppedBy } from './exit.ts';
import { type LineWriter, lineWriter, WriteRefused } from './line-writer.ts';
import { progressReporter } from './progress.ts';
import { type RefusedCause, refusedRows } from './refused-rows.ts';
import { tell } from './run.ts';
import { sealLines } from './seal-lines.ts';
import { summaryLines } from './summary.ts';
import { terminalText } from './terminal-text.ts';

/** Runs `metsuke detect`. */
export async function detectCommand(request: Request): Promise<number> {
  return judgeCommand(request, true);
}

/** Runs `metsuke import`: the same, with a lake, and findings are kept there only. */
export async function importCommand(request: Request): Promise<number> {
  if (request.options.has('lake')) return judgeCommand(request, false);
  return refuse(request, { exit: EXIT.usage, problems: [problem('lake-missing')] });
}

async function judgeCommand(request: Request, printsFindings: boolean): Promise<number> {
  const wanted = checkWanted(request);
  if ('exit' in wanted) return refuse(request, wanted);
  const outputs = openOutputs(request, wanted.files);
  if ('exit' in outputs) return refuse(request, outputs);
  try {
    return await judge(request, wanted, outputs, printsFindings);
  } catch (error) {
    if (!(error instanceof WriteRefused)) throw error;
    tell(unwritable(error.file, error.cause), request.language);
    return EXIT.unreadable;
  }
}

function refuse({ language }: Request, { exit, problems }: Refusal): number {
  for (const one of problems) tell(one, language);
  return exit;
}

/** Signals that ask for what was done so far. */
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How a run ended. */
interface Ending {
  readonly summary: Summary;
  readonly problems: readonly Problem[];
  readonly refused: readonly RefusedCause[];
  readonly alerts: AlertReport;
  readonly isInterrupted: boolean;
}

async function judge(
  request: Request,
  wanted: Wanted,
  { verdicts, quarantine, alerts, out }: Outputs,
  printsFindings: boolean,
): Promise<number> {
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
    if (wanted.files.includes('-')) process.stdin.destroy(); // it may never say another word
  };
  for (const signal of STOPS) process.on(signal, interrupt);
  const gathered = out === null ? null : gatherer();
  const desk = alertDesk(
    wanted.config,
    wanted.now,
    options.has('lake'),
    alerts === null ? null : { name: options.get('alerts') ?? '', writer: alerts },
    gathered?.alert,
  );
  let isFresh = false;
  const write = (finding: Finding, known: Known) => {
    isFresh = true;
    desk.add(finding, known);
    gathered?.finding(finding);
    if (!printsFindings) return;
    output.line(JSON.stringify(options.get('format') === 'ocsf' ? toOcsf(finding) : finding));
  };
  const refused = refusedRows();
  const progress = progressReporter({
    isTerminal: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
    language,
    nowMs: () => performance.now(),
    write: (text) => process.stderr.write(text),
  });
  if (!isQuiet && wanted.skipped.length > 0) talk(`${SKIPPED[language]}: ${wanted.skipped.join(', ')}`);
  const outcome = await judged(options, {
    files: [...wanted.files],
    registersDir: options.get('registers') ?? null,
    config: wanted.config,
    now: wanted.now,
    encoding: options.get('encoding') ?? null,
    source: options.get('source') ?? null,
    wantVerdicts: verdicts !== null,
    onEarlier: desk.earlier,
    workers: Number(options.get('workers') ?? wanted.config.workers),
    onFinding: write,
    onVerdict: (verdict) => verdicts?.line(JSON.stringify(verdict)),
    onQuarantined(row) {
      refused.add(row);
      quarantine?.line(JSON.stringify(quarantineRecord(row)));
    },
    onProgress: (report) => {
      if (isFresh && process.stdout.isTTY) progress.clear(); // both on one screen
      output.flush();
      isFresh = false;
      if (!isQuiet) progress.report(report);
    },
    onAgain: (events) => {
      if (!isQuiet) progress.again(events);
    },
    onRestart: (file) => {
      verdicts?.restart();
      quarantine?.restart();
      refused.clear();
      progress.clear();
      if (!isQuiet) talk(`${SORTING[language]}: ${file}`);
    },
    signal: stop.signal,
  });
  const report = desk.close();
  if (out !== null && gathered !== null && !('code' in outcome)) {
    const written = { ...outcome, refused: refused.causes(), isInterrupted: end.isInterrupted };
    await writeReport(request, wanted.now, written, gathered, out);
  }
  for (const writer of [output, verdicts, quarantine, alerts, out]) writer?.close();
  progress.clear();
  for (const signal of STOPS) process.off(signal, interrupt);
  if (end.isPipeClosed) return EXIT.ok; // the reader has seen enough
  if ('code' in outcome) return refuse(request, { exit: stoppedBy(outcome), problems: [outcome] });
  return conclude(request, {
    ...outcome,
    refused: refused.causes(),
    alerts: report,
    isInterrupted: end.isInterrupted,
  });
}

/** Writes the daily report in the form that its name asks for. */
async function writeReport(
  { options, language }: Request,
  now: Micros,
  run: Pick<Ending, 'summary' | 'problems' | 'refused' | 'isInterrupted'>,
  gathered: Gatherer,
  out: LineWriter,
): Promise<void> {
  const made = formatInstant(now).slice(0, 16).replace('T', ' ');
  const report = { ...run, made, days: gathered.days(), findings: gathered.findings };
  if (reportForm(options.get('out') ?? '') === 'csv') {
    const { csvReport } = await import('./daily-report/csv.ts');
    for (const line of csvReport(report, language)) out.line(`${line}\r`);
    return;
  }
  const { htmlReport } = await import('./daily-report/html.ts');
  for (const piece of htmlReport(report, language)) out.line(piece);
}

/** With a lake or without; what a lake needs is loaded only for one. */
async function judged(options: Request['options'], asked: DetectRequest): Promise<Detected | Problem> {
  const folder = options.get('lake');
  try {
    if (folder === undefined) return await detect(asked);
    const { detectInLake } = await import('../pipeline/lake/detect.ts');
    const [keys, mayRenewKey] = [options.get('keys'), options.has('new-key')];
    return await detectInLake({ ...asked, folder, keys, mayRenewKey });
  } catch (error) {
    if (error instanceof ThreadFailed) return error.problem;
    throw error;
  }
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
function conclude({ options, language }: Request, ending: Ending): number {
  const { summary, problems, refused, alerts, isInterrupted } = ending;
  const exit = isInterrupted ? EXIT.interrupted : codeFor(options, summary, problems);
  if (options.has('json')) {
    talk(
      JSON.stringify({
        exit,
        interrupted: isInterrupted,
        summary,
        alerts: forMachines(alerts),
        refused,
        problems,
      }),
    );
    return exit;
  }
  for (const one of problems) tell(one, language);
  if (options.has('quiet')) return exit;
  if (isInterrupted) talk(INTERRUPTED[language]);
  const lines = [
    ...summaryLines(summary, refused, language),
    ...alertLines(alerts, language),
    ...sealLines(summary, language),
  ];
  talk(lines.join('\n'));
  return exit;
}

/** The counts, and which to look at first. */
function forMachines({ first, ...counts }: AlertReport) {
  return { ...counts, first: first.map(({ id, severity, harm, title }) => ({ id, severity, harm, title })) };
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
    problems.some(({ code }) => code === 'seal-key-missing') ? EXIT.incomplete : EXIT.ok,
    isGrave ? EXIT.findings : EXIT.ok,
  ]);
}

/** Problems of one row or one register entry end no run; those of a whole file do. */
function isWholeFile(code: Problem['code']): boolean {
  return /^(?:file|input|encoding|csv-header|temporary)-/.test(code);
}

function talk(text: string): void {
  process.stderr.write(`${terminalText(text)}\n`);
}
