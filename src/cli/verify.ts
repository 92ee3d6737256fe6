/** `metsuke verify`: is this lake what was sealed, and if not, where. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import { describe, problem } from '../core/problem.ts';
import { unreadable } from '../ingest/raw-file.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { readFingerprint } from '../store/seals/seal.ts';
import type { Fault, LostPositions } from '../store/verify/fault.ts';
import type { VerifyProgress } from '../store/verify/files.ts';
import { type VerifyReport, verifyLake } from '../store/verify/verify.ts';
import type { Request } from './declared.ts';
import { EXIT } from './exit.ts';
import { grouped } from './progress.ts';
import { tell } from './run.ts';
import { terminalText } from './terminal-text.ts';

const EXITS = { intact: EXIT.ok, altered: EXIT.integrity, incomplete: EXIT.incomplete } as const;
const REDRAW_MS = 200;
const PLAIN_MS = 10_000;
/** So many faults are shown; all are counted, and stand in --json. */
const SHOWN_MAX = 50;

const WORDS = {
  intact: { ja: '改ざんも欠落もありません', en: 'Intact: nothing was altered and nothing is missing' },
  altered: { ja: '改ざんまたは欠落があります', en: 'Altered: it is not what was sealed' },
  incomplete: {
    ja: '確かめられないところがあります（見つかった改ざんはありません）',
    en: 'Incomplete: nothing is known to be altered, but not everything could be checked',
  },
  read: { ja: '読んだもの', en: 'Read' },
  commits: { ja: 'コミット', en: 'commits' },
  seals: { ja: '封印', en: 'seals' },
  files: { ja: 'ファイル', en: 'files' },
  bundle: { ja: '書き出された証拠一式', en: 'An exported bundle' },
  proofs: {
    ja: '封印された保管庫にあったと証明された行グループ',
    en: 'row groups proved to have been in the sealed lake:',
  },
  asks: { ja: '質問の記録', en: 'Questions on record' },
  unsealed: { ja: 'うち未封印', en: 'not sealed yet:' },
  last: { ja: '最後の封印', en: 'Last seal' },
  witnessed: {
    ja: '控えの指紋と一致しました: 封印 {number} までは、指紋を控えたときのままです',
    en: 'The fingerprint fits: up to seal {number} this is what it was when the fingerprint was kept',
  },
  unwitnessed: {
    ja: '指紋（--witness）なしで確かめました。全体が古い状態に戻されていても、これでは分かりません',
    en: 'Checked without a fingerprint (--witness): that everything was rolled back would not be seen',
  },
  lost: { ja: '失われた範囲', en: 'Lost' },
  byte: { ja: 'バイト', en: 'byte' },
  line: { ja: '行', en: 'line' },
  unknown: { ja: '不明', en: 'unknown' },
  days: { ja: '期間', en: 'Days' },
  retention: {
    ja: '保存期間が過ぎたため {at} に削除（コミット {commit}）',
    en: 'Removed by retention on {at} (commit {commit})',
  },
  more: { ja: 'ほかにもあります（--json ですべて示します）', en: 'more; --json shows them all' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Runs `metsuke verify`. */
export async function verifyCommand({ operands, options, language }: Request): Promise<number> {
  const [folder] = operands;
  const given = options.get('witness');
  const witness = given === undefined ? null : readFingerprint(given);
  if (given !== undefined && witness === null) {
    tell(problem('fingerprint-wrong', {}, { file: given }), language);
    return EXIT.usage;
  }
  const isQuiet = options.has('quiet') || options.has('json');
  const progress = progressLine(process.stderr.isTTY === true);
  let report: VerifyReport | null;
  try {
    report = verifyLake({
      folder,
      files: nodeFileSystem,
      witness,
      ...(!isQuiet && { onProgress: progress.report }),
    });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    tell(unreadable(folder, error), language);
    return EXIT.unreadable;
  }
  progress.clear();
  if (report === null) {
    tell(problem('verify-not-lake', {}, { file: folder }), language);
    return EXIT.unreadable;
  }
  const { result } = report;
  const text = options.has('json')
    ? JSON.stringify({ ...report, witness: given === undefined ? null : fits(report) })
    : reportLines(report, witness?.number ?? null, language).join('\n');
  process.stdout.write(`${terminalText(text)}\n`);
  return EXITS[result];
}

function fits({ faults }: VerifyReport): boolean {
  return !faults.some(({ code }) => code === 'verify-witness-missing' || code === 'verify-witness-differs');
}

/** The report for a reader. */
function reportLines(report: VerifyReport, witnessed: number | null, language: Language): string[] {
  const say = (word: keyof typeof WORDS) => WORDS[word][language];
  const {
    result,
    snapshot,
    seals,
    last_seal: last,
    files,
    bytes,
    asks,
    asks_unsealed,
    proofs,
    retention,
    faults,
  } = report;
  const size = `${(bytes / 1e6).toFixed(1)} MB`;
  const rest = faults.length - SHOWN_MAX;
  return [
    `${say(result)}${language === 'ja' ? '。' : '.'}`,
    `${say('read')}: ${say('commits')} ${grouped(snapshot)}, ${say('seals')} ${grouped(seals)}, ${say('files')} ${grouped(files)} (${size})`,
    ...(proofs === undefined ? [] : [`${say('bundle')}: ${say('proofs')} ${grouped(proofs)}`]),
    ...(asks === 0
      ? []
      : [`${say('asks')}: ${grouped(asks)} (${say('unsealed')} ${grouped(asks_unsealed)})`]),
    ...retention.map(({ at, commit, limits, events }) => {
      const line = say('retention').replace('{at}', at).replace('{commit}', String(commit));
      const what = limits.map(({ system, before }) => {
        const count = events.find((one) => one.system === system)?.events ?? 0;
        return `${system} < ${before} (${grouped(count)})`;
      });
      return `${line}: ${what.join(', ')}`;
    }),
    ...(last === null ? [] : [`${say('last')}: ${last.sealed_at}`, `  ${last.fingerprint}`]),
    ...(witnessed === null
      ? [say('unwitnessed')]
      : fits(report)
        ? [say('witnessed').replace('{number}', String(witnessed))]
        : []),
    ...faults.slice(0, SHOWN_MAX).flatMap((one) => ['', ...faultLines(one, language)]),
    ...(rest > 0 ? ['', `+ ${grouped(rest)} ${say('more')}`] : []),
  ];
}

function faultLines(fault: Fault, language: Language): string[] {
  const { positions = [], days, fix } = fault;
  return [
    `${fault.kind === 'altered' ? '✗' : '?'} ${describe(fault, language)}`,
    ...positions.map((lost) => `    ${WORDS.lost[language]}: ${positionText(lost, language)}`),
    ...(days === undefined ? [] : [`    ${WORDS.days[language]}: ${days.join(' – ')}`]),
    `    → ${fix[language]}`,
  ];
}

function positionText({ input, from, to }: LostPositions, language: Language): string {
  const [byte, line] = [WORDS.byte[language], WORDS.line[language]];
  const end = to ?? { byte: WORDS.unknown[language], line: WORDS.unknown[language] };
  return `${input}, ${byte} ${from.byte} – ${end.byte} (${line} ${from.line} – ${end.line})`;
}

/** One line that tells how far the reading is. */
function progressLine(isTerminal: boolean) {
  let shownAt = performance.now();
  let isDrawn = false;
  return {
    report({ bytesRead, bytesTotal }: VerifyProgress): void {
      const now = performance.now();
      if (now - shownAt < (isTerminal ? REDRAW_MS : PLAIN_MS)) return;
      shownAt = now;
      isDrawn = isTerminal;
      const percent = Math.floor((100 * bytesRead) / Math.max(1, bytesTotal));
      const text = `${percent}%  ${(bytesRead / 1e6).toFixed(0)}/${(bytesTotal / 1e6).toFixed(0)} MB`;
      process.stderr.write(isTerminal ? `\r\u001b[K${text}` : `${text}\n`);
    },
    clear(): void {
      if (isDrawn) process.stderr.write('\r\u001b[K');
    },
  };
}
