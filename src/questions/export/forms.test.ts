/** The forms of an answer: what a spreadsheet or a browser would make of hostile cells, and many rows in little memory. */
import { describe, expect, test } from 'vitest';
import { unzip as unzipped } from '../../../test/ask/unzip.ts';
import { nodeFileSystem } from '../../store/file-system.ts';
import { posixStore } from '../../store/posix-store.ts';
import type { Asked } from '../ask.ts';
import { COLUMN, column, type Row } from '../columns.ts';
import { csvCell } from './csv.ts';
import { FORMS } from './forms.ts';
import { letters } from './xlsx.ts';

const HEAD: Asked['head'] = {
  question: 'who-looked-at',
  title: { ja: 'この人をだれが見たか', en: 'Who looked' },
  parameters: { subject: '<b>&"0012"' },
  asker: 'auditor',
  purpose: '開示請求',
  case: null,
  snapshot: { number: 2, sha256: 'abc' },
  registers: { given: true, sha256: 'def' },
  settings: null,
  count: 2,
  counted: { ja: 'アクセス', en: 'accesses' },
  figures: {},
  coverage: {
    from: '2024-06-01T00:00:00+09:00',
    to: '2024-07-01T00:00:00+09:00',
    sources: [
      {
        system: 'resident',
        source: 'juki',
        first_day: '2024-06-03',
        last_day: '2024-06-28',
        days: 20,
        events: 99,
        silent_days: 0,
      },
    ],
  },
  gaps: [{ ja: '抜け <1>', en: 'a gap' }],
  cannot_show: [{ ja: '紙', en: 'paper' }],
  complete: false,
  recorded: true,
};
const COLUMNS = [
  COLUMN.time,
  COLUMN.subject,
  COLUMN.resource,
  COLUMN.verdict,
  COLUMN.records,
  column('flag', '印', 'flag', 'flag'),
];

async function* pieces(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield rows;
}

const asked = (rows: AsyncIterable<readonly Row[]>): Asked => ({
  head: HEAD,
  figures: [],
  columns: COLUMNS,
  rows,
  rests: { store: posixStore('/nowhere', nodeFileSystem), snapshot: 1, groups: [] },
  close: () => {},
});

async function written(form: keyof typeof FORMS, rows: readonly Row[]): Promise<Buffer> {
  const bytes: Uint8Array[] = [];
  await FORMS[form](asked(pieces(rows)), 'ja', (piece) => bytes.push(Uint8Array.from(piece)));
  return Buffer.concat(bytes);
}

const ROWS: Row[] = [
  {
    time: '2024-06-03T10:00:00+09:00',
    subject: '0012',
    resource: '=cmd|x',
    verdict: 'explained',
    records: 7,
    flag: true,
  },
  {
    time: null,
    subject: ['0013', '+14'],
    resource: 'a "b",\nc <i>&\u0000\u202e',
    verdict: null,
    records: -1,
    flag: false,
  },
];

test('as NDJSON the head comes first, then a row a line', async () => {
  const bytes: Uint8Array[] = [];
  const rows = [{ subject: '0012' }, { subject: '=1+1' }];
  expect(await FORMS.ndjson(asked(pieces(rows)), 'ja', (part) => bytes.push(part))).toBe(2);
  const lines = Buffer.concat(bytes).toString().trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([HEAD, ...rows]);
});

describe('CSV', () => {
  test('begins with a byte order mark, ends lines as spreadsheets do, and runs nothing', async () => {
    const text = (await written('csv', ROWS)).toString();
    expect(text).toBe(
      '\ufeff日時,対象者,文書など,判定,件数,印\r\n' +
        "2024-06-03 10:00:00,0012,'=cmd|x,説明あり,7,はい\r\n" +
        ',0013 +14,"a ""b"",\nc <i>&\u0000\u202e",,-1,\r\n',
    );
  });

  test.each(['=1', '+1', '-1', '@x', '\tx', '\rx', '＝1', '＋1', '－1', '＠x'])('defuses %j', (text) => {
    expect(csvCell(text).replace(/^"/, '').startsWith("'")).toBe(true);
  });
});

describe('the document to print', () => {
  test('names the question, gaps and what cannot be shown; no cell is markup', async () => {
    const html = (await written('html', ROWS)).toString();
    for (const part of [
      'lang="ja"',
      'size:A4',
      'display:table-header-group',
      'この人をだれが見たか',
      '開示請求',
      '抜け &#60;1&#62;',
      '紙',
      '以上',
      '2024-06-01 – 2024-06-30',
      '住民情報',
      '作成日',
      '確認者',
    ])
      expect(html).toContain(part);
    expect(html).not.toMatch(/<b>|<i>|<script|\u202e/);
    expect(html.match(/<tr>/g)).toHaveLength(2 + 1 + 2 + 2); // sources, titles, rows, signatures
  });

  test('columns in which nothing stands are named instead of shown', async () => {
    const html = (
      await written('html', [{ subject: '0012', records: 7, resource: null, flag: false }])
    ).toString();
    expect(html).toContain('<th>対象者</th><th>件数</th></tr>');
    expect(html).toContain('列を省きました）: 日時、文書など、判定、印');
  });

  test('long words may be broken, others are not; the title stands at the foot of every page', async () => {
    const [long, kanji] = ['x'.repeat(40), '漢'.repeat(20)];
    const html = (
      await written('html', [{ subject: 'R-0012', resource: `${long} ${kanji} <${'y'.repeat(18)}` }])
    ).toString();
    expect(html).toContain('<td>R-0012</td>');
    expect(html).toContain(
      `${'x'.repeat(18)}<wbr>${'x'.repeat(18)}<wbr>xxxx ${'漢'.repeat(18)}<wbr>漢漢 &#60;${'y'.repeat(17)}<wbr>y<`,
    );
    expect(html).toContain('@bottom-left{content:"アクセス記録の照会結果 – この人をだれが見たか"');
  });

  test('says so where nothing was found', async () => {
    expect((await written('html', [])).toString()).toContain('該当する記録はありません');
  });
});

const unzip = (bytes: Buffer) =>
  new Map([...unzipped(bytes)].map(([name, content]) => [name, content.toString()]));

describe('the workbook', () => {
  test('keeps leading zeros, has a frozen header that is repeated in print, and the head on its own sheet', async () => {
    const files = unzip(await written('xlsx', ROWS));
    const rows = files.get('xl/worksheets/rows-1.xml') ?? '';
    expect(rows).toContain('state="frozen"');
    expect(rows).toContain('<c r="B2" s="2" t="inlineStr"><is><t xml:space="preserve">0012</t></is></c>');
    expect(rows).toContain('<t xml:space="preserve">=cmd|x</t>');
    expect(rows).toContain('<c r="A2" s="4"><v>45446.41666666667</v></c>'); // 2024-06-03 10:00 in Japan
    expect(rows).toContain('<c r="E2"><v>7</v></c>');
    expect(rows).not.toMatch(/<f>|<i>/);
    expect(files.get('xl/workbook.xml')).toContain(
      '_xlnm.Print_Titles" localSheetId="0">\'該当する記録\'!$1:$1',
    );
    expect(files.get('xl/worksheets/head.xml')).toContain('抜け &lt;1&gt;');
  });

  test('has days that Excel cannot show as texts', async () => {
    const times = ['0001-01-01T09:00:00+09:00', '1900-02-28T00:00:00+09:00', '1900-03-01T00:00:00+09:00'];
    const files = unzip(
      await written(
        'xlsx',
        [...times, '+010000-01-01'].map((time) => ({ time })),
      ),
    );
    const rows = files.get('xl/worksheets/rows-1.xml') ?? '';
    expect(rows).toContain('0001-01-01 09:00:00</t>');
    expect(rows).toContain('1900-02-28 00:00:00</t>');
    expect(rows).toContain('<c r="A4" s="4"><v>61</v></c>');
    expect(rows).toContain('+010000-01-01</t>');
  });

  test('is the same in every byte', async () => {
    expect(await written('xlsx', ROWS)).toEqual(await written('xlsx', ROWS));
  });

  test('cuts a cell that Excel could not hold, and says so', async () => {
    const files = unzip(await written('xlsx', [{ subject: 'x'.repeat(40_000) }]));
    const [cell] = /x{100,}[^<]*/.exec(files.get('xl/worksheets/rows-1.xml') ?? '') ?? [''];
    expect([cell.length <= 32_767, cell.includes('… (+')]).toEqual([true, true]);
  });

  test('goes on to a second sheet', async () => {
    async function* many(): AsyncGenerator<readonly Row[]> {
      const piece = Array.from({ length: 2 ** 16 }, (): Row => ({ records: 1 }));
      for (let i = 0; i < 16; i++) yield piece;
    }
    const bytes: Uint8Array[] = [];
    const count = await FORMS.xlsx(asked(many()), 'en', (piece) => bytes.push(Uint8Array.from(piece)));
    const files = unzip(Buffer.concat(bytes));
    expect(count).toBe(2 ** 20);
    expect([...files.keys()].filter((name) => name.includes('rows-'))).toHaveLength(2);
    expect(files.get('xl/worksheets/rows-2.xml')?.match(/<row /g)).toHaveLength(2);
  });

  test.each([
    [0, 'A'],
    [25, 'Z'],
    [26, 'AA'],
    [701, 'ZZ'],
    [702, 'AAA'],
  ])('column %i is %s', (index, name) => {
    expect(letters(index)).toBe(name);
  });
});
