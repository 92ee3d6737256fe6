/** `metsuke quarantine replay`: refused rows are read again, and what can be read now enters the lake, once. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Finding } from '../../schemas/finding.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type Problem, type ProblemCode, problem } from '../core/problem.ts';
import { PROBLEMS } from '../core/problem-list.ts';
import { encodingNamed, type RowEncoding } from '../ingest/encoding.ts';
import { unreadable } from '../ingest/raw-file.ts';
import type { LakeSummary, Summary } from '../pipeline/detect.ts';
import { detectInLake } from '../pipeline/lake/detect.ts';
import { planReplay, type ReplayPlan, type ReplayRequest, replaySource } from '../pipeline/lake/replay.ts';
import { rowDefaults } from '../pipeline/row-defaults.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { readLake } from '../store/lake.ts';
import { StoreFailed } from '../store/store.ts';
import type { Request } from './declared.ts';
import { checkWanted } from './detect-wanted.ts';
import { EXIT, stoppedBy } from './exit.ts';
import { lakeNamed } from './lake-named.ts';
import { lineWriter } from './line-writer.ts';
import { grouped } from './progress.ts';
import { tell } from './run.ts';
import { sealLines } from './seal-lines.ts';
import { terminalLine, terminalText } from './terminal-text.ts';
import { wrap } from './text-width.ts';

const WIDTH = 80;
const CAUSES_MAX = 20;

const WORDS = {
  tried: {
    ja: '隔離された {refused} 行のうち {tried} 行を読み直しました。',
    en: 'Read again: {tried} of {refused} rows in quarantine.',
  },
  would: {
    ja: '{readable} 行が読めるようになっています（まだ取り込んでいません）。',
    en: '{readable} can be read now. Nothing was taken in yet.',
  },
  taken: {
    ja: '{accepted} 行を取り込み、{duplicates} 行は重複でした。',
    en: 'Taken in: {accepted}; duplicates: {duplicates}.',
  },
  none: { ja: '読めるようになった行はありません。', en: 'None of them can be read now.' },
  left: { ja: '隔離に残っている行: {left}', en: 'Left in quarantine: {left}' },
  first: { ja: '最初は', en: 'first' },
  strangers: {
    ja: '隔離にない行への訂正（{count} 件）は使いませんでした。もう読み直された行かもしれません。最初は {row}',
    en: '{count} corrections are of rows that are not in quarantine, perhaps not any more; the first is {row}',
  },
  findings: {
    ja: '検知結果（新しいか、変わったもの）: {findings}',
    en: 'Findings, new or changed: {findings}',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Runs `metsuke quarantine replay`. */
export async function quarantineReplay(request: Request): Promise<number> {
  const { options, language } = request;
  const named = lakeNamed(options);
  if ('exit' in named) return refuse(named.problems, named.exit, language);
  const { folder } = named;
  const wanted = checkWanted(request);
  if ('exit' in wanted) return refuse(wanted.problems, wanted.exit, language);
  const code = options.get('code') ?? null;
  if (code !== null && !isCode(code))
    return refuse(
      [problem('option-value', { option: '--code', value: code, choices: 'row-…, csv-…' })],
      EXIT.usage,
      language,
    );
  const corrected = correctionsIn(options.get('input'));
  if (corrected !== null && 'code' in corrected)
    return refuse([corrected], corrected.code === 'replay-file' ? EXIT.usage : EXIT.unreadable, language);
  const encoding = options.get('encoding');
  const { config, now } = wanted;
  const source = options.get('source') ?? null;
  try {
    const asked: Omit<ReplayRequest, 'lake'> = {
      defaults: rowDefaults(config, source),
      code,
      corrected,
      encoding: encoding === undefined ? null : (encodingNamed(encoding) as RowEncoding),
    };
    const lake = readLake(folder, nodeFileSystem);
    const plan = planReplay({ ...asked, lake });
    if (options.has('dry-run') || plan.readable === 0) return conclude(request, plan, null, 0);
    const output = lineWriter(1, 'stdout', () => {});
    let findings = 0;
    const done = await detectInLake({
      folder,
      config,
      now,
      source,
      encoding: null,
      files: [],
      registersDir: named.registers,
      keys: named.keys,
      wantVerdicts: false,
      openInputs: async ({ lake: newest }) => ({
        sources: [replaySource({ ...asked, lake: newest })],
        problems: [],
        sorted: [],
      }),
      onFinding(finding: Finding) {
        findings++;
        output.line(JSON.stringify(finding));
      },
      onVerdict: () => {},
      onQuarantined: () => {},
      onProgress: () => {},
      onRestart: () => {},
    });
    output.close();
    if ('code' in done) return refuse([done], stoppedBy(done), language);
    return conclude(request, plan, done.summary, findings, done.problems);
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    return refuse([error.problem], stoppedBy(error.problem), language);
  }
}

function refuse(problems: readonly Problem[], exit: number, language: Language): number {
  for (const one of problems) tell(one, language);
  return exit;
}

function isCode(code: string): code is ProblemCode {
  return Object.hasOwn(PROBLEMS, code);
}

const CORRECTION = z.object({
  row: z.string().regex(/^\d{12}-\d+:\d+$/),
  text: z.string(),
  raw: z.string().optional(),
});

/** The texts that somebody has put in place of what was refused. Rows whose text is what it was are left out. */
function correctionsIn(file: string | undefined): Map<string, string> | Problem | null {
  if (file === undefined) return null;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return unreadable(file, error);
  }
  const corrections = new Map<string, string>();
  for (const [at, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const read = CORRECTION.safeParse(parsed(line));
    if (!read.success) {
      if (isUntouched(parsed(line))) continue;
      return problem('replay-file', {}, { file, line: at + 1 });
    }
    const { row, raw } = read.data;
    const isChanged = raw === undefined || Buffer.from(read.data.text).toString('base64') !== raw;
    if (isChanged) corrections.set(row, read.data.text);
  }
  return corrections;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** A row that is no text, as it was listed. */
function isUntouched(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && 'row' in value && 'text' in value && value.text === null
  );
}

/** Says what came of it. */
function conclude(
  { options, language }: Request,
  plan: ReplayPlan,
  summary: (Summary & { readonly lake?: LakeSummary }) | null,
  findings: number,
  problems: readonly Problem[] = [],
): number {
  const { refused, tried, readable, still, strangers } = plan;
  const { accepted = 0, duplicates = 0 } = summary ?? {};
  const left = refused - (summary === null ? 0 : readable);
  if (options.has('json')) {
    const told = { refused, tried, readable, accepted, duplicates, left, still, strangers };
    process.stderr.write(
      `${JSON.stringify({ ...told, findings, seal: summary?.lake?.seal ?? null, problems })}\n`,
    );
    return EXIT.ok;
  }
  for (const one of problems) tell(one, language);
  if (options.has('quiet')) return EXIT.ok;
  const say = (words: Bilingual, values: Readonly<Record<string, number | string>>) =>
    words[language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      return typeof value === 'number' ? grouped(value) : value;
    });
  const outcome =
    readable === 0
      ? WORDS.none[language]
      : summary === null
        ? say(WORDS.would, { readable })
        : say(WORDS.taken, { accepted, duplicates });
  const lines = [
    say(WORDS.tried, { refused, tried }),
    outcome,
    ...(summary === null ? [] : [say(WORDS.findings, { findings })]),
    say(WORDS.left, { left }),
    ...still
      .slice(0, CAUSES_MAX)
      .flatMap(({ count, cause, fix, row }) => [
        ...wrap(
          `${grouped(count)} × ${terminalLine(cause[language])} (${WORDS.first[language]} ${row})`,
          WIDTH - 2,
        ).map((line) => `  ${line}`),
        ...wrap(fix[language], WIDTH - 6).map((line, at) => `${at === 0 ? '    → ' : '      '}${line}`),
      ]),
    ...(strangers.length === 0
      ? []
      : wrap(say(WORDS.strangers, { count: strangers.length, row: strangers[0] }), WIDTH)),
    ...(summary === null ? [] : sealLines(summary, language)),
  ];
  process.stderr.write(`${terminalText(lines.join('\n'))}\n`);
  return EXIT.ok;
}
