/** `metsuke quarantine list`: what could not be read, by cause, log and day, with the first row of each. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type RefusedLine, refusedLines } from '../pipeline/lake/refused.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { type Lake, readLake } from '../store/lake.ts';
import { StoreFailed } from '../store/store.ts';
import type { Request } from './declared.ts';
import { EXIT } from './exit.ts';
import { lakeNamed } from './lake-named.ts';
import { grouped } from './progress.ts';
import { tell } from './run.ts';
import { terminalJson, terminalLine, terminalText } from './terminal-text.ts';
import { cut, wrap } from './text-width.ts';

const WIDTH = 80;
const INDENT = '  ';
/** Logs and days shown of one cause. */
const PLACES_MAX = 5;
const CAUSES_MAX = 50;

const WORDS = {
  none: { ja: '隔離された行はありません。', en: 'No rows are in quarantine.' },
  all: { ja: '読めずに隔離した行: {rows}', en: 'Rows in quarantine: {rows}' },
  rows: { ja: '{rows} 行', en: 'rows: {rows}' },
  line: { ja: '最初は {line} 行目', en: 'the first in line {line}' },
  offset: { ja: '最初は offset {offset}', en: 'the first at offset {offset}' },
  byte: { ja: 'バイト {byte}', en: 'byte {byte}' },
  more: { ja: 'ほかに {more} か所', en: '{more} more logs and days' },
  causes: {
    ja: 'ほかに {more} 種類の理由（--json ですべて示します）',
    en: '{more} more causes; --json shows all',
  },
  next: {
    ja: '原因を直したら、metsuke quarantine replay で読み直します。行そのものを直すには、--json の出力の text を直して --input で渡します。',
    en: 'Once the cause is mended, metsuke quarantine replay reads them again. To mend the rows themselves, change text in the output of --json and give it with --input.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

interface Place {
  readonly first: RefusedLine;
  rows: number;
}

interface Cause {
  readonly first: RefusedLine;
  readonly places: Map<string, Place>;
  rows: number;
}

/** Runs `metsuke quarantine list`. */
export async function quarantineList({ options, language }: Request): Promise<number> {
  const named = lakeNamed(options);
  if ('exit' in named) {
    for (const one of named.problems) tell(one, language);
    return named.exit;
  }
  let lake: Lake;
  try {
    lake = readLake(named.folder, nodeFileSystem);
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    tell(error.problem, language);
    return error.problem.code === 'lake-damaged' ? EXIT.integrity : EXIT.unreadable;
  }
  const code = options.get('code');
  const causes = new Map<string, Cause>();
  let rows = 0;
  for (const line of refusedLines(lake)) {
    if (code !== undefined && line.record.code !== code) continue;
    rows++;
    if (options.has('json')) {
      const json = JSON.stringify({ row: line.row, day: line.day, ...line.record });
      process.stdout.write(`${terminalJson(json)}\n`);
    } else count(causes, line);
  }
  if (options.has('json')) return EXIT.ok;
  process.stdout.write(`${terminalText(listLines(causes, rows, language).join('\n'))}\n`);
  return EXIT.ok;
}

function count(causes: Map<string, Cause>, line: RefusedLine): void {
  const { record, day } = line;
  const cause = causes.get(record.cause.en) ?? { first: line, places: new Map<string, Place>(), rows: 0 };
  causes.set(record.cause.en, cause);
  cause.rows++;
  const where = `${record.input} ${day ?? ''}`;
  const place = cause.places.get(where) ?? { first: line, rows: 0 };
  cause.places.set(where, place);
  place.rows++;
}

function listLines(causes: ReadonlyMap<string, Cause>, rows: number, language: Language): string[] {
  if (rows === 0) return [WORDS.none[language]];
  const ordered = [...causes.values()].sort((a, b) => b.rows - a.rows);
  const rest = ordered.length - CAUSES_MAX;
  return [
    filled(WORDS.all, { rows }, language),
    ...ordered.slice(0, CAUSES_MAX).flatMap((cause) => ['', ...causeLines(cause, language)]),
    ...(rest > 0 ? ['', filled(WORDS.causes, { more: rest }, language)] : []),
    '',
    ...wrap(WORDS.next[language], WIDTH),
  ];
}

function causeLines({ first: { record }, places, rows }: Cause, language: Language): string[] {
  const shown = [...places.values()].sort((a, b) => b.rows - a.rows).slice(0, PLACES_MAX);
  const rest = places.size - shown.length;
  const fix = wrap(terminalLine(record.fix[language]), WIDTH - 4);
  return [
    ...wrap(`${grouped(rows)} × ${terminalLine(record.cause[language])} (${record.code})`, WIDTH),
    ...shown.flatMap((place) => placeLines(place, language)),
    ...(rest > 0 ? [`${INDENT}${filled(WORDS.more, { more: rest }, language)}`] : []),
    ...fix.map((line, at) => `${at === 0 ? '  → ' : '    '}${line}`),
  ];
}

function placeLines({ first: { record, day }, rows }: Place, language: Language): string[] {
  const { input, line, byte, offset, text, raw } = record;
  const at =
    offset === undefined
      ? `${filled(WORDS.line, { line }, language)} (${filled(WORDS.byte, { byte }, language)})`
      : filled(WORDS.offset, { offset }, language);
  const where = [
    terminalLine(input),
    ...(day === null ? [] : [day]),
    filled(WORDS.rows, { rows }, language),
    at,
  ].join(', ');
  const preview = text ?? Buffer.from(raw, 'base64').toString('latin1');
  return [
    ...wrap(where, WIDTH - 2).map((part) => `${INDENT}${part}`),
    `${INDENT}${INDENT}${cut(terminalLine(preview), WIDTH - 4)}`,
  ];
}

function filled(words: Bilingual, values: Readonly<Record<string, number>>, language: Language): string {
  return words[language].replace(/\{(\w+)\}/g, (_, name: string) =>
    name === 'line' || name === 'byte' || name === 'offset' ? String(values[name]) : grouped(values[name]),
  );
}
