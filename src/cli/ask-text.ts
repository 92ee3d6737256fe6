/** An answer on a terminal: the head first, then the rows as records a person can read. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import type { Head } from '../questions/ask.ts';
import type { Column, Row } from '../questions/columns.ts';
import type { Figure, Question } from '../questions/define.ts';
import {
  figureLines,
  parameterTexts,
  periodText,
  snapshotText,
  systemText,
} from '../questions/head-words.ts';
import { PARAMETERS } from '../questions/parameters.ts';
import { valueText } from '../questions/value-words.ts';
import type { Written } from './ask-out.ts';
import { cut, padEnd, textWidth, wrap } from './text-width.ts';

const WIDTH = 100;
const CELL_MAX = 28;

const WORDS = {
  count: { ja: '件数', en: 'Count' },
  parameters: { ja: '条件', en: 'Asked with' },
  asker: { ja: '質問者', en: 'Asked by' },
  purpose: { ja: '目的', en: 'Purpose' },
  none: { ja: '（記載なし）', en: '(not given)' },
  case: { ja: '案件', en: 'Case' },
  snapshot: { ja: '保管庫の版', en: 'Snapshot' },
  registers: { ja: '指定された台帳', en: 'Given registers' },
  settings: { ja: '指定された設定', en: 'Given settings' },
  period: { ja: '調べた期間', en: 'Period searched' },
  sources: { ja: '調べた記録元', en: 'Sources searched' },
  gaps: { ja: '記録の抜け', en: 'Gaps' },
  noGaps: { ja: 'ありません', en: 'none' },
  cannot: { ja: 'ログからは分からないこと', en: 'What the log cannot show' },
  notRecorded: {
    ja: '※ 保管庫に書き込めないため、この質問は記録されていません',
    en: 'Note: the lake cannot be written to, so this question was not recorded.',
  },
  recorded: { ja: 'この質問は保管庫に記録しました', en: 'This question was recorded in the lake.' },
  incomplete: {
    ja: '※ 上の抜けがあるため、この答えは完全ではありません（終了コード 5）',
    en: 'Note: because of these gaps the answer is not complete (exit code 5).',
  },
  nothing: {
    ja: '該当する記録はありません。調べた範囲は上のとおりです。',
    en: 'Nothing was found. Where it looked is said above.',
  },
  more: {
    ja: 'ほか {n} 件。すべて見るには --json か --out を使ってください。',
    en: '{n} more. Use --json or --out to get them all.',
  },
  events: { ja: '件', en: 'events' },
  days: { ja: '日', en: 'days' },
  needs: { ja: '必要', en: 'needs' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** The head as lines. */
export function headLines(head: Head, figures: readonly Figure[], language: Language): string[] {
  const say = (text: Bilingual) => text[language];
  const width = Math.max(18, ...figures.map(({ title }) => textWidth(say(title))));
  const field = (title: Bilingual, text: string) => wrapped(`${padEnd(say(title), width)} `, text);
  const { coverage, gaps, cannot_show: cannotShow } = head;
  const fields = (title: Bilingual, texts: readonly string[]) =>
    texts.flatMap((text, i) => field(i === 0 ? title : { ja: '', en: '' }, text));
  return [
    `${say(head.title)}  (${head.question})`,
    '',
    ...field(WORDS.count, countText(head, language)),
    ...figures.flatMap((figure) => fields(figure.title, figureLines(figure, language))),
    ...fields(WORDS.parameters, parameterTexts(head, language)),
    ...field(WORDS.asker, head.asker),
    ...field(WORDS.purpose, head.purpose ?? say(WORDS.none)),
    ...(head.case === null ? [] : field(WORDS.case, head.case)),
    ...field(WORDS.snapshot, snapshotText(head, language)),
    ...(head.registers.given ? field(WORDS.registers, `sha256 ${head.registers.sha256 ?? '–'}`) : []),
    ...(head.settings === null ? [] : field(WORDS.settings, `sha256 ${head.settings}`)),
    ...field(WORDS.period, periodText(coverage)),
    ...coverage.sources.flatMap(({ source, system, first_day: first, last_day: last, days, events }, i) =>
      field(
        i === 0 ? WORDS.sources : { ja: '', en: '' },
        `${source} (${systemText(system, language)})  ${first} – ${last}  ${days} ${say(WORDS.days)}  ${events.toLocaleString('en')} ${say(WORDS.events)}`,
      ),
    ),
    ...(gaps.length === 0 ? field(WORDS.gaps, say(WORDS.noGaps)) : listed(WORDS.gaps, gaps, language)),
    ...(gaps.length === 0 ? [] : [say(WORDS.incomplete)]),
    ...listed(WORDS.cannot, cannotShow, language),
    say(head.recorded ? WORDS.recorded : WORDS.notRecorded),
    '',
  ];
}

function countText({ count, counted }: Head, language: Language): string {
  const figure = count.toLocaleString('en');
  return { ja: `${figure}（${counted.ja}）`, en: `${figure} ${counted.en}` }[language];
}

function listed(title: Bilingual, texts: readonly Bilingual[], language: Language): string[] {
  return [`${title[language]}:`, ...texts.flatMap((text) => wrapped('  - ', text[language]))];
}

function wrapped(start: string, text: string): string[] {
  const indent = ' '.repeat(textWidth(start));
  return wrap(text, WIDTH - textWidth(start)).map((line, i) => (i === 0 ? start : indent) + line);
}

/** Rows as a table; columns in which nothing stands are left out. */
export function tableLines(rows: readonly Row[], columns: readonly Column[], language: Language): string[] {
  const filled = columns.filter(({ name }) => rows.some((row) => !isBlank(row[name])));
  const texts = rows.map((row) =>
    filled.map((column) => cut(valueText(row[column.name], column, language), CELL_MAX)),
  );
  const titles = filled.map(({ title }) => title[language]);
  const widths = titles.map((title, i) =>
    Math.max(textWidth(title), ...texts.map((cells) => textWidth(cells[i]))),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => padEnd(cell, widths[i]))
      .join('  ')
      .trimEnd();
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...texts.map(line)];
}

function isBlank(value: Row[string] | undefined): boolean {
  return (
    value === null || value === undefined || (Array.isArray(value) && value.every((each) => each === null))
  );
}

/** What to say below the rows. */
export function footLines(count: number, shown: number, isAll: boolean, language: Language): string[] {
  if (shown === 0 && isAll) return [WORDS.nothing[language]];
  return isAll ? [] : ['', WORDS.more[language].replace('{n}', (count - shown).toLocaleString('en'))];
}

const UNFIT_SHOWN = 20;

/** What was written where, and what did not fit into its encoding. */
export function writtenLines(path: string, { rows, unfit }: Written, language: Language): string[] {
  const count = rows.toLocaleString('en');
  const said = { ja: `${path} に ${count} 行を書き出しました`, en: `${count} rows written to ${path}` }[
    language
  ];
  if (unfit.length === 0) return [said];
  const shown = unfit
    .slice(0, UNFIT_SHOWN)
    .map(({ character, code_point: point }) => `${character} (${point})`);
  const list = shown.join(' ') + (unfit.length > shown.length ? ' …' : '');
  return [
    said,
    {
      ja: `※ CP932 にない文字が ${unfit.length} 種類あり、〓で表しました: ${list}。回数と行は ${path}.head.json にあります`,
      en: `Note: CP932 has no code for ${unfit.length} characters; they became 〓: ${list}. How often and where is in ${path}.head.json`,
    }[language],
  ];
}

/** All questions, each with what it needs and an example. */
export function listLines(questions: readonly Question[], language: Language): string[] {
  return questions.flatMap(({ id, title, about, needs, takes, ofEvents, example }) => {
    const asked = needs.map((group) => group.map((name) => `--${name} ${PARAMETERS[name]}`).join(' | '));
    const rest = [
      ...takes.map((name) => `[--${name} ${PARAMETERS[name]}]`),
      ...(ofEvents === true ? ['[--raw]'] : []),
    ];
    return [
      `${padEnd(id, 26)} ${title[language]}`,
      ...wrapped('    ', about[language]),
      ...wrapped('    ', [...asked, ...rest].join(' ')),
      `    metsuke ask ${example.replace(' ', ' --lake lake/ ')}`,
      '',
    ];
  });
}
