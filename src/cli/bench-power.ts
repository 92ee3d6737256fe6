/** `metsuke bench power`: how small and how slow a theft this log, these registers and these settings would have shown. */
import { writeFileSync } from 'node:fs';
import { SEVERITIES, type Severity } from '../../schemas/finding.ts';
import type { Bilingual, Language } from '../core/bilingual.ts';
import { problem } from '../core/problem.ts';
import { formatDate } from '../core/time.ts';
import { type Curve, type Power, power } from '../pipeline/power/power.ts';
import { WAYS } from '../pipeline/power/thefts.ts';
import type { Request } from './declared.ts';
import { checkWanted } from './detect-wanted.ts';
import { unwritable } from './event-files.ts';
import { EXIT } from './exit.ts';
import { powerPicture, WAY_WORDS } from './power-picture.ts';
import { tell } from './run.ts';
import { terminalText } from './terminal-text.ts';
import { table } from './text-width.ts';

/** Runs `metsuke bench power`. */
export async function benchPowerCommand(request: Request): Promise<number> {
  const { options, language, operands } = request;
  if (operands.includes('-')) {
    tell(problem('power-needs-files'), language);
    return EXIT.usage;
  }
  const wanted = checkWanted(request);
  if ('exit' in wanted) {
    for (const one of wanted.problems) tell(one, language);
    return wanted.exit;
  }
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  const isQuiet = options.has('quiet') || options.has('json');
  const result = await power({
    files: wanted.files,
    registersDir: options.get('registers') ?? null,
    config: wanted.config,
    now: wanted.now,
    encoding: options.get('encoding') ?? null,
    source: options.get('source') ?? null,
    least: (options.get('least') ?? SEVERITIES[1]) as Severity,
    signal: stop.signal,
    onProgress: (pass, passes) => {
      if (!isQuiet) process.stderr.write(`${WORDS.pass[language]} ${pass}/${passes}\n`);
    },
  });
  process.off('SIGINT', interrupt);
  for (const one of result.problems) tell(one, language);
  if (result.able === 0) {
    tell(problem('power-nobody'), language);
    return EXIT.failure;
  }
  const written = writePicture(request, result);
  if (written !== EXIT.ok) return written;
  if (options.has('json')) process.stdout.write(`${JSON.stringify(shownAsJson(result))}\n`);
  else process.stdout.write(`${terminalText(powerLines(result, language).join('\n'))}\n`);
  if (stop.signal.aborted) return EXIT.interrupted;
  return result.problems.length > 0 ? EXIT.unreadable : EXIT.ok;
}

function writePicture({ options, language }: Request, result: Power): number {
  const out = options.get('out');
  if (out === undefined) return EXIT.ok;
  try {
    writeFileSync(out, powerPicture(result, language), { mode: 0o600 });
    return EXIT.ok;
  } catch (error) {
    tell(unwritable(out, error), language);
    return EXIT.unreadable;
  }
}

function shownAsJson({ curves, readers, able, days, start }: Power) {
  return { curves, readers, able, days, start: start === null ? null : formatDate(start) };
}

const WORDS = {
  pass: { ja: '判定', en: 'Judging' },
  thefts: { ja: '持ち出しの開始日', en: 'Thefts begin on' },
  days: { ja: '勤務日', en: 'working days' },
  cells: {
    ja: '表の値は検知までの勤務日数（中央値）。– は検知せず、a/b は一部だけ検知',
    en: 'Figures: working days to detection (median). – not found; a/b only some found',
  },
  any: { ja: 'いずれか', en: 'any' },
  unseen: { ja: '過半が検知されない最大', en: 'The most at which most stay unseen' },
  aDay: { ja: '件/日', en: 'a day' },
  inAll: { ja: '合計', en: 'in all' },
  nothing: { ja: '試した最小の件数でも過半を検知', en: 'even of the smallest that was tried most are found' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The curves as tables. */
export function powerLines(result: Power, language: Language): string[] {
  const say = (text: Bilingual) => text[language];
  const head = `${say(WORDS.thefts)} ${result.start === null ? '' : formatDate(result.start)}, ≤ ${result.days} ${say(WORDS.days)}. ${say(WORDS.cells)}.`;
  return [
    head,
    ...WAYS.flatMap((way) => {
      const own = result.curves.filter((curve) => curve.way === way);
      const rates = own[0]?.points.map(({ rate }) => rate.toLocaleString('en')) ?? [];
      const rows = own
        .filter(({ detector, points }) => detector === 'any' || points.some(({ caught }) => caught > 0))
        .map((curve) => [
          curve.detector === 'any' ? say(WORDS.any) : curve.detector,
          ...curve.points.map(cell),
        ]);
      return [
        '',
        `${say(WAY_WORDS[way])}:`,
        ...table([['', ...rates], ...rows]).map((line) => `  ${line}`),
        unseen(own, result, say),
      ];
    }),
  ];
}

function cell({ thefts, caught, days }: Curve['points'][number]): string {
  if (days === null) return '–';
  return caught === thefts ? String(days) : `${days} (${caught}/${thefts})`;
}

/** The largest daily theft at which most thieves were not caught. */
function unseen(curves: readonly Curve[], { days }: Power, say: (text: Bilingual) => string): string {
  const points = curves.find(({ detector }) => detector === 'any')?.points ?? [];
  const most = points.findLast(({ caught, thefts }) => caught * 2 < thefts);
  if (most === undefined) return `  ${say(WORDS.nothing)}`;
  const total = (most.rate * days).toLocaleString('en');
  return `  ${say(WORDS.unseen)}: ${most.rate.toLocaleString('en')} ${say(WORDS.aDay)} (${say(WORDS.inAll)} ${total})`;
}
