/**
 * An answer as an Excel workbook: rows on sheets with a frozen header that is repeated in print, the head on a sheet of its own. Texts are inline
 * strings, so that leading zeros stay and nothing is run as a formula; times are dates. Rows are streamed. Source: ECMA-376, SpreadsheetML.
 */
import type { Bilingual, Language } from '../../core/bilingual.ts';
import { DAY, HOUR, parseInstant } from '../../core/time.ts';
import type { Asked } from '../ask.ts';
import type { Column, Value } from '../columns.ts';
import { figureLines, parameterTexts, periodText, snapshotText, systemText } from '../head-words.ts';
import { valueText } from '../value-words.ts';
import type { Form } from './form.ts';
import { printable } from './unprintable.ts';
import { type Zip, zipWriter } from './zip.ts';

/** Rows of one sheet with its header; what is more goes to the next sheet. */
const SHEET_ROWS = 1_048_576;
const CELL_CHARS = 32_767;
const PIECE_CHARS = 2 ** 18;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss.000"/></numFmts><fonts count="2"><font><sz val="10"/><name val="Yu Gothic"/></font><font><b/><sz val="10"/><name val="Yu Gothic"/></font></fonts><fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/></patternFill></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf fontId="1" fillId="2" applyFont="1" applyFill="1"/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment wrapText="1" vertical="top"/></xf><xf numFmtId="164" applyNumberFormat="1"/></cellXfs></styleSheet>`;
/** Styles by their place in the table above. */
const STYLE = { title: 1, text: 2, wrapped: 3, time: 4 } as const;

/** Writes the workbook. */
export const xlsxForm: Form = async (asked, language, write) => {
  const zip = zipWriter(write);
  const text = (name: string, content: string) => whole(zip, name, content);
  const { sheets, count } = await rowSheets(zip, asked, language);
  await text('xl/worksheets/head.xml', headSheet(asked, language));
  await text('xl/styles.xml', STYLES);
  await text('xl/workbook.xml', workbook(sheets, language));
  await text('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
  await text(
    '_rels/.rels',
    `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="r1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  await text('[Content_Types].xml', contentTypes(sheets));
  zip.finish();
  return count;
};

async function whole(zip: Zip, name: string, content: string): Promise<void> {
  const entry = zip.entry(name);
  await entry.write(Buffer.from(content));
  await entry.end();
}

/** The sheets of rows, `rows-1.xml` and on. */
async function rowSheets(zip: Zip, { columns, rows }: Asked, language: Language) {
  const refs = columns.map((_, i) => letters(i));
  let sheets = 0;
  let count = 0;
  let line = SHEET_ROWS;
  let waiting = '';
  let entry: ReturnType<Zip['entry']> | null = null;
  const flush = async () => {
    await entry?.write(Buffer.from(waiting));
    waiting = '';
  };
  const close = async () => {
    if (entry === null) return;
    waiting += SHEET_END;
    await flush();
    await entry.end();
  };
  const open = async () => {
    await close();
    entry = zip.entry(`xl/worksheets/rows-${++sheets}.xml`);
    waiting = sheetStart(columns) + titleRow(columns, language);
    line = 1;
  };
  await open();
  for await (const piece of rows)
    for (const row of piece) {
      if (line === SHEET_ROWS) await open();
      line++;
      count++;
      waiting += `<row r="${line}">`;
      for (const [i, column] of columns.entries())
        waiting += cell(refs[i] + line, row[column.name], column, language);
      waiting += '</row>';
      if (waiting.length >= PIECE_CHARS) await flush();
    }
  await close();
  return { sheets, count };
}

const SHEET_END =
  '</sheetData><printOptions gridLines="1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.5" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;R&amp;P / &amp;N</oddFooter></headerFooter></worksheet>';

/** In signs. A date that does not fit is shown as ####, so there is some to spare over its 23. */
const TIME_WIDTH = 27;

function sheetStart(columns: readonly Column[]): string {
  const widths = columns.map(
    ({ kind, title }, i) =>
      `<col min="${i + 1}" max="${i + 1}" width="${kind === 'time' ? TIME_WIDTH : Math.max(14, title.ja.length * 2 + 2)}" customWidth="1"/>`,
  );
  return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${widths.join('')}</cols><sheetData>`;
}

function titleRow(columns: readonly Column[], language: Language): string {
  return `<row r="1">${columns.map(({ title }, i) => inline(`${letters(i)}1`, title[language], STYLE.title)).join('')}</row>`;
}

function cell(ref: string, value: Value | undefined, column: Column, language: Language): string {
  if (typeof value === 'number' && Number.isFinite(value)) return `<c r="${ref}"><v>${value}</v></c>`;
  if (column.kind === 'time' && typeof value === 'string') {
    const serial = dateSerial(value);
    if (serial >= DATES.first && serial < DATES.end)
      return `<c r="${ref}" s="${STYLE.time}"><v>${serial}</v></c>`;
  }
  const text = valueText(value, column, language);
  return text === '' ? '' : inline(ref, text, STYLE.text);
}

/** Excel shows no day before 1900-03-01 as it was, and none after 9999: the times of clocks that cannot be right stay texts. */
const DATES = { first: 61, end: 2_958_466 };
const EPOCH_SERIAL = 25_569;
const JST = 9 * HOUR;
const MILLISECOND = 1_000;

/**
 * A time as Excel counts it: days since 1899-12-30, here in Japan. Excel shows thousandths of a second and rounds to them, so the rest is cut: no
 * event is moved into the next day.
 */
function dateSerial(text: string): number {
  const time = parseInstant(text) + JST;
  return (time - (time % MILLISECOND)) / DAY + EPOCH_SERIAL;
}

function inline(ref: string, text: string, style: number): string {
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapedXml(cutCell(text))}</t></is></c>`;
}

/** A cell holds so many characters; what is cut is said. */
function cutCell(text: string): string {
  if (text.length <= CELL_CHARS) return text;
  const mark = ` … (+${text.length - CELL_CHARS + 40})`;
  return text.slice(0, CELL_CHARS - mark.length).replace(/[\ud800-\udbff]$/, '') + mark;
}

/** Text as XML text; what XML cannot hold is replaced. */
function escapedXml(text: string): string {
  const safe = printable(text);
  return /[&<>]/.test(safe)
    ? safe.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    : safe;
}

/** The name of a column: A … Z, AA … */
export function letters(index: number): string {
  return (index >= 26 ? letters(Math.floor(index / 26) - 1) : '') + String.fromCharCode(65 + (index % 26));
}

const SHEETS: Readonly<Record<'rows' | 'head', Bilingual>> = {
  rows: { ja: '該当する記録', en: 'rows' },
  head: { ja: '質問と範囲', en: 'question' },
};

function headSheet({ head, figures }: Asked, language: Language): string {
  const say = (text: Bilingual) => text[language];
  const words = HEAD_WORDS[language];
  const each = (title: string, texts: readonly string[]) =>
    texts.map((text): [string, string] => [title, text]);
  const lines: [string, string][] = [
    [words.question, `${say(head.title)} (${head.question})`],
    [words.count, `${head.count.toLocaleString('en')} ${say(head.counted)}`],
    ...figures.flatMap((figure) => each(say(figure.title), figureLines(figure, language))),
    ...each(words.parameters, parameterTexts(head, language)),
    [words.asker, head.asker],
    [words.purpose, head.purpose ?? words.unsaid],
    ...(head.case === null ? [] : each(words.case, [head.case])),
    [words.snapshot, snapshotText(head, language)],
    ...(head.registers.given
      ? [[words.registers, `SHA-256 ${head.registers.sha256 ?? ''}`] as [string, string]]
      : []),
    ...(head.settings === null ? [] : [[words.settings, `SHA-256 ${head.settings}`] as [string, string]]),
    [words.period, periodText(head.coverage)],
    ...head.coverage.sources.map(
      ({ source, system, first_day: first, last_day: last, days, events }): [string, string] => [
        words.source,
        `${source} (${systemText(system, language)})  ${first} – ${last}  ${days} ${words.days}  ${events.toLocaleString('en')} ${words.events}`,
      ],
    ),
    ...(head.gaps.length === 0
      ? [[words.gaps, words.none] as [string, string]]
      : head.gaps.map((gap): [string, string] => [words.gaps, say(gap)])),
    ...head.cannot_show.map((text): [string, string] => [words.cannot, say(text)]),
    [words.recorded, head.recorded ? words.yes : words.no],
    ...[words.written, words.writer, words.checker].map((title): [string, string] => [title, '']),
  ];
  const rows = lines.map(
    ([title, text], i) =>
      `<row r="${i + 1}" ht="${heightOf(text)}" customHeight="1">${inline(`A${i + 1}`, title, STYLE.title)}${inline(`B${i + 1}`, text, STYLE.wrapped)}</row>`,
  );
  return `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><cols><col min="1" max="1" width="30" customWidth="1"/><col min="2" max="2" width="${HEAD_WIDTH}" customWidth="1"/></cols><sheetData>${rows.join('')}${SHEET_END}`;
}

const HEAD_WIDTH = 100;
const LINE_POINTS = 14;
/** Excel has no higher rows (409 points). */
const LINES_MAX = 29;
/** Signs as wide as two. */
const WIDE = /[\u1100-\uffdc]/g;

/** The height of a line of the head: not every program finds it out by itself. An empty one is there to be filled in. */
function heightOf(text: string): number {
  const width = text.length + (text.match(WIDE)?.length ?? 0);
  const lines = text === '' ? 2 : Math.ceil(width / (HEAD_WIDTH - 5));
  return LINE_POINTS * Math.min(lines, LINES_MAX);
}

const HEAD_WORDS = {
  ja: {
    question: '質問',
    count: '件数',
    parameters: '条件',
    asker: '質問者',
    purpose: '目的',
    case: '案件',
    snapshot: '保管庫の版',
    registers: '指定された台帳',
    settings: '指定された設定',
    period: '調べた期間',
    source: '調べた記録元',
    days: '日',
    events: '件',
    gaps: '記録の抜け',
    none: 'ありません',
    unsaid: '（記載なし）',
    cannot: 'ログからは分からないこと',
    recorded: '保管庫への質問の記録',
    written: '作成日',
    writer: '作成者',
    checker: '確認者',
    yes: 'あり',
    no: 'なし（書き込めないため）',
  },
  en: {
    question: 'Question',
    count: 'Count',
    parameters: 'Asked with',
    asker: 'Asked by',
    purpose: 'Purpose',
    case: 'Case',
    snapshot: 'Snapshot',
    registers: 'Given registers',
    settings: 'Given settings',
    period: 'Period searched',
    source: 'Source searched',
    days: 'days',
    events: 'events',
    gaps: 'Gap',
    none: 'none',
    unsaid: '(not given)',
    cannot: 'What the log cannot show',
    recorded: 'Recorded in the lake',
    written: 'Date',
    writer: 'Prepared by',
    checker: 'Checked by',
    yes: 'yes',
    no: 'no: it cannot be written to',
  },
} as const;

function workbook(sheets: number, language: Language): string {
  const names = Array.from(
    { length: sheets },
    (_, i) => SHEETS.rows[language] + (i === 0 ? '' : ` ${i + 1}`),
  );
  const listed = [...names, SHEETS.head[language]].map(
    (name, i) => `<sheet name="${name}" sheetId="${i + 1}" r:id="s${i + 1}"/>`,
  );
  const titles = names.map(
    (name, i) => `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">'${name}'!$1:$1</definedName>`,
  );
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${listed.join('')}</sheets><definedNames>${titles.join('')}</definedNames></workbook>`;
}

function workbookRelations(sheets: number): string {
  const files = [...Array.from({ length: sheets }, (_, i) => `rows-${i + 1}`), 'head'];
  const listed = files.map(
    (file, i) =>
      `<Relationship Id="s${i + 1}" Type="${RELATIONS}/worksheet" Target="worksheets/${file}.xml"/>`,
  );
  return `${XML}<Relationships xmlns="${PACKAGE}/relationships">${listed.join('')}<Relationship Id="styles" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`;
}

function contentTypes(sheets: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const files = [...Array.from({ length: sheets }, (_, i) => `rows-${i + 1}`), 'head'];
  return `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${files
    .map((file) => `<Override PartName="/xl/worksheets/${file}.xml" ContentType="${type}.worksheet+xml"/>`)
    .join('')}</Types>`;
}
