/** `metsuke reexamine`: the past judged again by what is known of it now, or a whole lake replayed and compared. */
import { setFlagsFromString } from 'node:v8';
import type { Finding } from '../../schemas/finding.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { MILLISECOND, type Micros, parseDate, parseInstant, startOfDay } from '../core/time.ts';
import { type Asked, reexamineFolder, replayFolder } from '../pipeline/lake/reexamine.ts';
import { told } from '../pipeline/reexamination/find-out.ts';
import type { Replayed } from '../pipeline/reexamination/replay.ts';
import type { Request } from './declared.ts';
import { folderProblems } from './detect-wanted.ts';
import { examinationLines } from './examination-lines.ts';
import { EXIT, stoppedBy } from './exit.ts';
import { grouped } from './progress.ts';
import { tell } from './run.ts';
import { settingsNamed } from './settings-named.ts';
import { terminalText } from './terminal-text.ts';

const WORDS = {
  nothing: {
    ja: '過去について新しく分かったことはありません。判定し直す必要はありません',
    en: 'Nothing has become known of the past: there is nothing to judge again',
  },
  dry: { ja: '（--dry-run: 何も書き込んでいません）', en: '(--dry-run: nothing was written)' },
  cleared: { ja: '解消', en: 'cleared' },
  withdrawn: { ja: '統合', en: 'withdrawn' },
  because: { ja: '理由', en: 'because of' },
  replayed: { ja: '再生した操作', en: 'Events replayed' },
  rate: { ja: '件/秒', en: 'events/s' },
  same: { ja: '一致した検知結果の改訂', en: 'Revisions of findings that agree' },
  differ: { ja: '一致しなかった検知結果', en: 'Findings that differ' },
  onlyInLake: { ja: '保管庫だけにある', en: 'in the lake only' },
  onlyInReplay: { ja: '再生だけにある', en: 'in the replay only' },
  reexamined: {
    ja: '過去の再判定で変わったため比べなかったもの',
    en: 'Left out, because a re-examination has changed them',
  },
  otherVersion: {
    ja: '検知ルールの版が新しくなったため比べなかったもの',
    en: 'Left out, because another version of their detector judges now',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Differing findings that are named; all stand in --json. */
const SHOWN_MAX = 20;
const REDRAW_EVENTS = 50_000;

/** Runs `metsuke reexamine`. */
export async function reexamineCommand(request: Request): Promise<number> {
  // main.ts lets the heap grow sparingly; one person's year is over before that saves much (a fifth of its CPU time for 40 MB)
  if (process.versions.node.startsWith('24.')) setFlagsFromString('--heap-growing-percent=100');
  const { options, language } = request;
  const folder = options.get('lake');
  if (folder === undefined) return refuse(problem('lake-missing'), EXIT.usage, language);
  const config = settingsNamed(options);
  const times = timesOf(options);
  const wrong = [...('exit' in config ? config.problems : []), ...folderProblems(options.get('registers'))];
  if ('exit' in config || wrong.length > 0) {
    for (const one of wrong) tell(one, language);
    return wrong.some(({ code }) => code === 'file-unreadable') ? EXIT.unreadable : EXIT.configuration;
  }
  if ('code' in times) return refuse(times, EXIT.usage, language);
  const { now, asked } = times;
  const progress = progressOf(request);
  if (options.has('all')) return replayed(request, { folder, config, now, onEvents: progress.onEvents });
  const findings: Finding[] = [];
  const isDry = options.has('dry-run');
  const done = await reexamineFolder({
    folder,
    registersDir: options.get('registers') ?? null,
    config,
    now,
    asked,
    isDry,
    keys: options.get('keys'),
    onFinding: (finding) => findings.push(finding),
    onVerdict: () => {},
    onEvents: progress.onEvents,
  });
  progress.clear();
  if ('code' in done) return refuse(done, stoppedBy(done), language);
  for (const one of done.problems) tell(one, language);
  const { examination, snapshot } = done;
  if (options.has('json')) {
    const report = examination === null ? { due: false } : { due: true, ...told(examination) };
    print(JSON.stringify({ snapshot, dry_run: isDry, ...report }));
    for (const finding of findings) print(JSON.stringify(finding));
    return EXIT.ok;
  }
  const say = (word: keyof typeof WORDS) => WORDS[word][language];
  if (examination === null) print(say('nothing'));
  else {
    for (const line of examinationLines(told(examination), language)) print(line);
    for (const finding of findings) print(findingLine(finding, language));
    if (isDry) print(say('dry'));
  }
  return EXIT.ok;
}

/** One change for a reader: what stands now, or why it does no longer. */
function findingLine(finding: Finding, language: Language): string {
  const { id, severity, status, status_reason: reason, sentence, known_on: known } = finding;
  const isGone = status === 'cleared' || status === 'withdrawn';
  const how = isGone ? `${WORDS[status][language]} (${WORDS.because[language]}: ${reason})` : severity;
  return `- ${how} ${id} [${known ?? ''}] ${sentence[language]}`;
}

async function replayed(
  { options, language }: Request,
  wanted: Parameters<typeof replayFolder>[0],
): Promise<number> {
  const begun = process.hrtime.bigint();
  const before = process.cpuUsage();
  const done = await replayFolder(wanted);
  if ('code' in done) return refuse(done, stoppedBy(done), language);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  const { user, system } = process.cpuUsage(before);
  const differs = done.onlyInLake.length + done.onlyInReplay.length > 0;
  if (options.has('json')) {
    const { onlyInLake, onlyInReplay, events, same, reexamined, otherVersion } = done;
    const figures = { seconds, cpu_seconds: (user + system) / 1e6 };
    print(
      JSON.stringify({
        events,
        same,
        only_in_lake: onlyInLake,
        only_in_replay: onlyInReplay,
        reexamined,
        other_version: otherVersion,
        ...figures,
      }),
    );
  } else for (const line of replayLines(done, seconds, language)) print(line);
  return differs ? EXIT.integrity : EXIT.ok;
}

function replayLines(done: Replayed, seconds: number, language: Language): string[] {
  const say = (word: keyof typeof WORDS) => WORDS[word][language];
  const ids = [
    ...done.onlyInLake.map((id) => `- ${id} (${say('onlyInLake')})`),
    ...done.onlyInReplay.map((id) => `- ${id} (${say('onlyInReplay')})`),
  ];
  const rate = grouped(Math.round(done.events / Math.max(seconds, 1e-3)));
  return [
    `${say('replayed')}: ${grouped(done.events)} (${rate} ${say('rate')})`,
    `${say('same')}: ${grouped(done.same)}`,
    `${say('differ')}: ${grouped(ids.length)}`,
    ...ids.slice(0, SHOWN_MAX),
    ...(done.reexamined === 0 ? [] : [`${say('reexamined')}: ${grouped(done.reexamined)}`]),
    ...(done.otherVersion === 0 ? [] : [`${say('otherVersion')}: ${grouped(done.otherVersion)}`]),
  ];
}

/** The times that the options name, and whom they ask about; `asked` is null where it is about what is due. */
function timesOf(options: Request['options']): { now: Micros; asked: Asked | null } | Problem {
  const time = (name: string, isEnd: boolean, otherwise: Micros): Micros => {
    const text = options.get(name);
    if (text === undefined) return otherwise;
    const day = parseDate(text);
    return Number.isNaN(day) ? parseInstant(text) : startOfDay(isEnd ? day + 1 : day);
  };
  const now = time('now', false, Date.now() * MILLISECOND);
  const from = time('from', false, Number.NEGATIVE_INFINITY);
  const to = time('to', true, Number.POSITIVE_INFINITY);
  for (const [option, at] of Object.entries({ now, from, to }))
    if (Number.isNaN(at))
      return problem('option-time', { option: `--${option}`, value: options.get(option) ?? '' });
  const isAsked = ['principal', 'subject', 'from', 'to'].some((name) => options.has(name));
  const [principal, subject] = ['principal', 'subject'].map((name) => options.get(name) ?? null);
  return { now, asked: isAsked ? { principal, subject, from, to } : null };
}

/** Says on a terminal how many events were judged. */
function progressOf({ options, language }: Request) {
  const isShown = process.stderr.isTTY === true && !options.has('quiet') && !options.has('json');
  let shown = 0;
  return {
    onEvents(events: number) {
      if (!isShown || events - shown < REDRAW_EVENTS) return;
      shown = events;
      process.stderr.write(`\r${WORDS.replayed[language]}: ${grouped(events)}`);
    },
    clear() {
      if (shown > 0) process.stderr.write('\r\x1b[2K');
    },
  };
}

function print(text: string): void {
  process.stdout.write(`${terminalText(text)}\n`);
}

function refuse(what: Problem, exit: number, language: Language): number {
  tell(what, language);
  return exit;
}
