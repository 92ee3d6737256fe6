/** `metsuke score`: findings and labels of any engine in; recall, delay and false findings out. */
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { SEVERITIES, type Severity } from '../../schemas/finding.ts';
import { type Labels, labels as labelsSchema } from '../../schemas/labels.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { type LabelScore, type Score, score } from '../findings/score/score.ts';
import { readTold, type Told } from '../findings/score/told.ts';
import { unreadable } from '../ingest/raw-file.ts';
import type { Request } from './declared.ts';
import { EXIT } from './exit.ts';
import { tell } from './run.ts';
import { SEVERITY_WORDS } from './severity-words.ts';
import { terminalText } from './terminal-text.ts';
import { table } from './text-width.ts';

/** Runs `metsuke score`. */
export async function scoreCommand({ operands, options, language }: Request): Promise<number> {
  const [findingsFile, labelsFile] = operands;
  const given = options.get('staff-days');
  const staffDays = given === undefined ? undefined : Number(given);
  if (staffDays !== undefined && !(staffDays > 0 && Number.isFinite(staffDays))) {
    tell(problem('option-number', { option: '--staff-days', value: given ?? '' }), language);
    return EXIT.usage;
  }
  const { labels, wrong } = readLabels(labelsFile);
  if (labels === null) return refuse(wrong, language);
  const read = await readFindings(findingsFile);
  if ('code' in read) return refuse(read, language);
  const least = (options.get('least') ?? 'low') as Severity;
  const result = score({ told: read.told, labels, least, ...(staffDays === undefined ? {} : { staffDays }) });
  if (options.has('json')) process.stdout.write(`${JSON.stringify({ ...result, unread: read.unread })}\n`);
  else process.stdout.write(`${terminalText(scoreLines(result, language).join('\n'))}\n`);
  if (read.unread > 0)
    tell(
      problem('findings-unread', { count: read.unread }, { file: findingsFile, line: read.firstUnread }),
      language,
    );
  return read.unread > 0 ? EXIT.incomplete : EXIT.ok;
}

function refuse(wrong: Problem, language: Language): number {
  tell(wrong, language);
  return wrong.code === 'file-unreadable' ? EXIT.unreadable : EXIT.failure;
}

type ReadLabels =
  | { readonly labels: Labels; readonly wrong: null }
  | { readonly labels: null; readonly wrong: Problem };

function readLabels(file: string): ReadLabels {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    return { labels: null, wrong: unreadable(file, error) };
  }
  const bad = (why: string): ReadLabels => ({
    labels: null,
    wrong: problem('labels-wrong', { why }, { file }),
  });
  try {
    const parsed = labelsSchema.safeParse(JSON.parse(text));
    if (parsed.success) return { labels: parsed.data, wrong: null };
    const [issue] = parsed.error.issues;
    const where = issue.path.length === 0 ? '' : `${issue.path.join('.')}: `;
    return bad(`${where}${issue.message}`);
  } catch (error) {
    return bad(error instanceof Error ? error.message : 'JSON');
  }
}

interface Read {
  readonly told: readonly Told[];
  /** Lines that are no findings, and the first of them. */
  readonly unread: number;
  readonly firstUnread: number;
}

async function readFindings(file: string): Promise<Read | Problem> {
  const told: Told[] = [];
  let unread = 0;
  let firstUnread = 0;
  let number = 0;
  try {
    const input = file === '-' ? process.stdin : createReadStream(file);
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      number++;
      if (line.trim() === '') continue;
      const one = readTold(line, number);
      if (one !== null) told.push(one);
      else if (unread++ === 0) firstUnread = number;
    }
  } catch (error) {
    return unreadable(file, error);
  }
  return { told, unread, firstUnread };
}

const WORDS = {
  found: { ja: '検知', en: 'Found' },
  of: { ja: 'ラベル', en: 'labels' },
  missed: { ja: '見逃し', en: 'Missed' },
  delay: { ja: '検知まで（中央値、最大）', en: 'Until found (median, most)' },
  time: { ja: '時間', en: 'time' },
  events: { ja: '件数', en: 'events' },
  records: { ja: '流出したレコード', en: 'records lost' },
  wrong: { ja: '誤検知', en: 'False findings' },
  among: { ja: '検知結果', en: 'findings' },
  forbidden: { ja: '検知してはならないもの', en: 'forbidden' },
  rate: { ja: '延べ 1,000 勤務日あたり、中以上', en: 'medium or above per 1,000 staff-days' },
  unknown: { ja: '勤務日数が不明', en: 'staff-days not known' },
  none: { ja: '重大度なし', en: 'no severity' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The score for a reader. */
export function scoreLines(result: Score, language: Language): string[] {
  const say = (text: Bilingual) => text[language];
  const percent = result.recall === null ? '' : ` (${(result.recall * 100).toFixed(1)} %)`;
  return [
    `${say(WORDS.found)}: ${result.found} / ${result.labels} ${say(WORDS.of)}${percent}`,
    ...table(result.by_pattern.map(({ pattern, labels, found }) => [pattern, `${found} / ${labels}`])).map(
      indent,
    ),
    ...missedLines(result.scores, say),
    ...delayLines(result.scores, say),
    ...falseLines(result, say),
  ];
}

type Say = (text: Bilingual) => string;

function missedLines(scores: readonly LabelScore[], say: Say): string[] {
  const missed = scores.filter(({ found }) => !found);
  if (missed.length === 0) return [];
  return ['', `${say(WORDS.missed)}:`, ...missed.map(({ id, pattern }) => indent(`${pattern}: ${id}`))];
}

function delayLines(scores: readonly LabelScore[], say: Say): string[] {
  const rows = (
    [
      ['time', 'seconds', spanText],
      ['events', 'events', String],
      ['records', 'records', String],
    ] as const
  ).flatMap(([word, member, show]) => {
    const values = scores.flatMap((one) => one[member] ?? []).sort((a, b) => a - b);
    if (values.length === 0) return [];
    return [[say(WORDS[word]), show(values[(values.length - 1) >> 1]), show(values.at(-1) ?? 0)]];
  });
  return rows.length === 0 ? [] : ['', `${say(WORDS.delay)}:`, ...table(rows).map(indent)];
}

function falseLines(result: Score, say: Say): string[] {
  const { false_findings: wrong, findings, forbidden, grave_per_1000_staff_days: rate } = result;
  const head = `${say(WORDS.wrong)}: ${wrong} / ${findings} ${say(WORDS.among)}`;
  const forbade = forbidden === 0 ? '' : `, ${say(WORDS.forbidden)} ${forbidden}`;
  const severities = [...SEVERITIES.toReversed(), 'none'] as const;
  const shown = severities.filter(
    (severity) => severity !== 'none' || result.false_by_detector.some(({ by_severity: by }) => by.none > 0),
  );
  const name = (severity: (typeof severities)[number]) =>
    severity === 'none' ? say(WORDS.none) : say(SEVERITY_WORDS[severity]);
  const rows = result.false_by_detector.map(
    ({ detector, by_severity: by, grave_per_1000_staff_days: own }) => [
      detector,
      ...shown.map((severity) => String(by[severity])),
      own === null ? '–' : own.toFixed(2),
    ],
  );
  const heads = ['', ...shown.map(name), '/ 1,000'];
  return [
    '',
    head + forbade,
    ...(rows.length === 0 ? [] : table([heads, ...rows]).map(indent)),
    indent(rate === null ? say(WORDS.unknown) : `${say(WORDS.rate)}: ${rate.toFixed(2)}`),
  ];
}

function spanText(seconds: number): string {
  if (seconds >= 172_800) return `${(seconds / 86_400).toFixed(1)} d`;
  if (seconds >= 7_200) return `${(seconds / 3_600).toFixed(1)} h`;
  return seconds >= 120 ? `${(seconds / 60).toFixed(0)} min` : `${seconds} s`;
}

function indent(line: string): string {
  return `  ${line}`;
}
