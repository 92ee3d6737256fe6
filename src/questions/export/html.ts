/** An answer as a document to print: A4, the question and all its circumstances first, then the rows under a header on every page. */
import type { Bilingual, Language } from '../../core/bilingual.ts';
import type { Asked } from '../ask.ts';
import type { Column, Row, Value } from '../columns.ts';
import { figureLines, parameterTexts, periodText, snapshotText, systemText } from '../head-words.ts';
import { valueText } from '../value-words.ts';
import type { Form } from './form.ts';
import { breakable, escaped, pageHead } from './page.ts';

const WORDS = {
  title: { ja: 'アクセス記録の照会結果', en: 'Answer from the access log' },
  question: { ja: '質問', en: 'Question' },
  count: { ja: '件数', en: 'Count' },
  parameters: { ja: '条件', en: 'Asked with' },
  asker: { ja: '質問者', en: 'Asked by' },
  purpose: { ja: '目的', en: 'Purpose' },
  case: { ja: '案件', en: 'Case' },
  none: { ja: '（記載なし）', en: '(not given)' },
  snapshot: { ja: '保管庫の版', en: 'Snapshot' },
  registers: { ja: '指定された台帳', en: 'Given registers' },
  settings: { ja: '指定された設定', en: 'Given settings' },
  period: { ja: '調べた期間', en: 'Period searched' },
  sources: { ja: '調べた記録元', en: 'Sources searched' },
  gaps: { ja: '記録の抜け', en: 'Gaps' },
  noGaps: { ja: 'ありません。', en: 'None.' },
  incomplete: {
    ja: '抜けがあるため、この答えは完全ではありません。',
    en: 'Because of these gaps the answer is not complete.',
  },
  cannot: { ja: 'ログからは分からないこと', en: 'What the log cannot show' },
  recorded: {
    ja: 'この質問は保管庫に記録されています。',
    en: 'This question is recorded in the lake.',
  },
  notRecorded: {
    ja: '保管庫に書き込めないため、この質問は記録されていません。',
    en: 'The lake could not be written to: this question is not recorded.',
  },
  rows: { ja: '該当する記録', en: 'Rows' },
  nothing: { ja: '該当する記録はありません。', en: 'Nothing was found.' },
  blank: { ja: 'どの行にも記載のない項目（列を省きました）: ', en: 'Left out, since no row has a value: ' },
  end: { ja: '以上', en: 'End' },
  written: { ja: '作成日', en: 'Date' },
  writer: { ja: '作成者', en: 'Prepared by' },
  checker: { ja: '確認者', en: 'Checked by' },
} as const satisfies Readonly<Record<string, Bilingual>>;

const COMMA = { ja: '、', en: ', ' } as const;

/** So many rows are looked through for columns in which nothing stands. */
const LOOKED_AT = 5_000;

/**
 * Writes the document. Columns in which nothing stands are named instead of shown, since paper is narrow; in long answers they stay: what is missing is
 * evidence too.
 */
export const htmlForm: Form = async (asked, language, write) => {
  const put = (text: string) => write(Buffer.from(text));
  put(headHtml(asked, language));
  const first: Row[] = [];
  let shown: readonly Column[] | null = null;
  let count = 0;
  const begin = (columns: readonly Column[]) => {
    shown = columns;
    put(tableStart(asked.columns, columns, language));
    put(first.map((row) => rowHtml(row, columns, language)).join(''));
  };
  for await (const piece of asked.rows) {
    count += piece.length;
    if (shown !== null) put(piece.map((row) => rowHtml(row, asked.columns, language)).join(''));
    else first.push(...piece);
    if (shown === null && first.length > LOOKED_AT) begin(asked.columns);
  }
  if (shown === null && count > 0)
    begin(asked.columns.filter(({ name }) => first.some((row) => stands(row[name]))));
  put(count > 0 ? '</tbody></table>\n' : `<p>${WORDS.nothing[language]}</p>\n`);
  put(`<p class="end">${WORDS.end[language]}</p>\n${signatures(language)}</body></html>\n`);
  return count;
};

/** Where those who file the paper sign it. The date is theirs: an answer is the same whenever it is asked. */
function signatures(language: Language): string {
  const titles = [WORDS.written, WORDS.writer, WORDS.checker].map((title) => `<th>${title[language]}</th>`);
  return `<table class="sign"><tr>${titles.join('')}</tr><tr><td></td><td></td><td></td></tr></table>\n`;
}

function stands(value: Value | undefined): boolean {
  if (Array.isArray(value)) return value.some((each: string | null) => each !== null);
  return value !== null && value !== undefined && value !== false;
}

function tableStart(all: readonly Column[], shown: readonly Column[], language: Language): string {
  const blank = all.filter((column) => !shown.includes(column)).map(({ title }) => title[language]);
  const told =
    blank.length === 0 ? '' : `<p>${WORDS.blank[language]}${escaped(blank.join(COMMA[language]))}</p>\n`;
  const titles = shown.map(({ title }) => `<th>${escaped(title[language])}</th>`);
  return `${told}<table class="rows"><thead><tr>${titles.join('')}</tr></thead>\n<tbody>\n`;
}

function rowHtml(row: Row, columns: readonly Column[], language: Language): string {
  const cells = columns.map((column) => {
    const value = row[column.name];
    const text = breakable(valueText(value, column, language));
    return typeof value === 'number' ? `<td class="n">${text}</td>` : `<td>${text}</td>`;
  });
  return `<tr>${cells.join('')}</tr>\n`;
}

function headHtml({ head, figures }: Asked, language: Language): string {
  const say = (text: Bilingual) => escaped(text[language]);
  const item = (title: string, text: string) => `<dt>${title}</dt><dd>${text}</dd>\n`;
  const list = (texts: readonly Bilingual[]) =>
    `<ul>${texts.map((text) => `<li>${say(text)}</li>`).join('\n')}</ul>\n`;
  const lines = (texts: readonly string[]) => texts.map(escaped).join('<br>');
  const { coverage, gaps } = head;
  const sources = coverage.sources.map(
    ({ source, system, first_day: first, last_day: last, days, events }) =>
      `<tr><td>${escaped(source)}</td><td>${systemText(system, language)}</td><td>${first} – ${last}</td><td class="n">${days}</td><td class="n">${events.toLocaleString('en')}</td></tr>`,
  );
  const sourceTitles = {
    ja: ['記録元', '種類', '記録のある期間', '日数', '件数'],
    en: ['source', 'kind', 'has events', 'days', 'events'],
  }[language];
  return `${pageHead(`${WORDS.title[language]} – ${head.title[language]}`, language)}<h1>${say(WORDS.title)}</h1>
<dl>
${item(say(WORDS.question), `${say(head.title)} (${escaped(head.question)})`)}${item(say(WORDS.count), `<span class="count">${head.count.toLocaleString('en')}</span> ${say(head.counted)}`)}${figures.map((figure) => item(say(figure.title), lines(figureLines(figure, language)))).join('')}${item(say(WORDS.parameters), lines(parameterTexts(head, language)))}${item(say(WORDS.asker), escaped(head.asker))}${item(say(WORDS.purpose), escaped(head.purpose ?? WORDS.none[language]))}${head.case === null ? '' : item(say(WORDS.case), escaped(head.case))}${item(say(WORDS.snapshot), snapshotText(head, language))}${head.registers.given ? item(say(WORDS.registers), `SHA-256 ${head.registers.sha256 ?? '–'}`) : ''}${head.settings === null ? '' : item(say(WORDS.settings), `SHA-256 ${head.settings}`)}${item(say(WORDS.period), periodText(coverage))}</dl>
<h2>${say(WORDS.sources)}</h2>
<table class="sources"><thead><tr>${sourceTitles.map((title) => `<th>${title}</th>`).join('')}</tr></thead><tbody>
${sources.join('\n')}
</tbody></table>
<h2>${say(WORDS.gaps)}</h2>
${gaps.length === 0 ? `<p>${say(WORDS.noGaps)}</p>` : `<div class="warn">${list(gaps)}<p>${say(WORDS.incomplete)}</p></div>`}
<h2>${say(WORDS.cannot)}</h2>
${list(head.cannot_show)}<p>${say(head.recorded ? WORDS.recorded : WORDS.notRecorded)}</p>
<h2>${say(WORDS.rows)}</h2>
`;
}
