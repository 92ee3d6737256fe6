import { expect, test } from 'vitest';
import type { Summary } from '../pipeline/detect.ts';
import type { RefusedCause } from './refused-rows.ts';
import { summaryLines } from './summary.ts';
import { textWidth } from './text-width.ts';

const SUMMARY = {
  read: 12_345,
  accepted: 12_300,
  quarantined: 40,
  fellBack: 41,
  duplicates: 5,
  late: 3,
  clockMarked: 0,
  reusedIds: 1,
  bySystemDay: [
    { system: 'resident', day: '2024-05-01', events: 12_000 },
    { system: 'admin', day: '2024-05-02', events: 300 },
  ],
  verdicts: { contradicted: 1, explained: 9_000, undecidable: 0, unexplained: 999 },
  findings: [
    { detector: 'out-of-scope-lookup', severity: 'high', count: 1 },
    { detector: 'mass-record-pull', severity: 'medium', count: 12 },
  ],
  permits: [
    {
      permit: 'STANDING-01',
      user: 'svc-batch',
      events: 120,
      explained: 0,
      lifted: [{ detector: 'mass-record-pull', events: 120 }],
    },
    { permit: 'W-12', user: 'P0101', events: 1_204, explained: 1_200, lifted: [] },
  ],
  registers: [
    { register: 'people', rows: 1_204, versions: 3, transfers: 40, withdrawals: 1 },
    { register: 'accounts', rows: 9, versions: 0, transfers: 0, withdrawals: 0 },
  ],
  registerRowsRefused: 2,
  unjudged: [
    { register: 'permits', judgement: { ja: '承認された作業', en: 'approved work' } },
    { register: 'shifts', judgement: { ja: '勤務と休暇', en: 'duty and leave of a person' } },
  ],
  nameless: [{ source: 'web', lookups: 1_204 }],
  detectorsOff: ['mass-record-pull'],
  presets: [{ detector: 'guessed-credentials', preset: 'strict' }],
  suppressed: 0,
  emptyFiles: [],
  evicted: 0,
  sortedFiles: ['logs/b.csv'],
} as unknown as Summary;

const REFUSED: readonly RefusedCause[] = [
  {
    code: 'row-not-json',
    count: 40,
    first: { input: 'logs/a.ndjson', line: 7, cause: { ja: 'JSON として読めません', en: 'is not JSON' } },
  },
];

test('the summary in English', () => {
  expect(summaryLines(SUMMARY, REFUSED, 'en').join('\n')).toMatchInlineSnapshot(`
    "Rows: read 12,345 = accepted 12,300 + quarantined 40 + duplicates 5
      of the read: read the slow way 41 (0.3 %)
      of the accepted: late 3, clock out of range 0, reused ids 1
      Files sorted by time first: logs/b.csv
      40 × is not JSON (first logs/a.ndjson:7)

    Events:
                  resident  admin
      2024-05-01    12,000      0
      2024-05-02         0    300
      total         12,000    300

    Verdicts of look-ups:
      contradicted      1   0.1 %
      explained     9,000  90.0 %
      undecidable       0     0 %
      unexplained     999  10.0 %

    Findings:
                           critical  high  medium  low
      out-of-scope-lookup         0     1       0    0
      mass-record-pull            0     0      12    0

    Permits:
      W-12 (P0101): events within their bounds 1,204, look-ups explained 1,200
      STANDING-01 (svc-batch): events within their bounds 120, left out of
        mass-record-pull 120

    Registers:
                 rows  corrected  transfers  withdrawn
      people    1,204          3         40          1
      accounts      9          0          0          0
      Rows that could not be used: 2

    Not judged, for want of a register:
      permits: approved work
      shifts: duty and leave of a person

      Look-ups counted under nobody, since the log names neither account nor
        device: web 1,204

      Detectors switched off by the configuration: mass-record-pull
      Detectors not at the standard preset: guessed-credentials strict"
  `);
});

test('the summary in Japanese, in columns that line up on a terminal', () => {
  expect(summaryLines(SUMMARY, REFUSED, 'ja').join('\n')).toMatchInlineSnapshot(`
    "読み込み: 読んだ行 12,345 = 採用 12,300 + 隔離 40 + 重複 5
      読んだ行のうち、時間のかかる読み方をした行 41 (0.3 %)
      採用したうち: 遅着 3, 時計の異常 0, 番号の使い回し 1
      先に時刻順に並べ替えたファイル: logs/b.csv
      40 × JSON として読めません (最初は logs/a.ndjson:7)

    記録の件数:
                  resident  admin
      2024-05-01    12,000      0
      2024-05-02         0    300
      合計          12,000    300

    照会の判定:
      矛盾          1   0.1 %
      説明あり  9,000  90.0 %
      判定不能      0     0 %
      説明なし    999  10.0 %

    検知結果:
                           重大  高  中  低
      out-of-scope-lookup     0   1   0   0
      mass-record-pull        0   0  12   0

    許可された作業:
      W-12 (P0101): 許可の範囲の操作 1,204, 説明した照会 1,200
      STANDING-01 (svc-batch): 許可の範囲の操作 120, 知らせから除いた操作
        mass-record-pull 120

    台帳:
                   行  訂正  異動  取消し
      people    1,204     3    40       1
      accounts      9     0     0       0
      使えなかった行: 2

    台帳がないためにできなかった判定:
      permits: 承認された作業
      shifts: 勤務と休暇

      操作者も端末も分からず、誰の件数にも数えられなかった照会: web 1,204

      設定で止めている検知器: mass-record-pull
      しきい値の段階が標準でない検知器: guessed-credentials 厳格"
  `);
});

test('a year of days is added up by month, and nothing is wider than 80 columns', () => {
  const days = Array.from({ length: 300 }, (_, i) => ({
    system: 'resident' as const,
    day: new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
    events: 1,
  }));
  const lines = summaryLines({ ...SUMMARY, bySystemDay: days }, REFUSED, 'ja');
  expect(lines.filter((line) => /^ {2}2024-\d\d /.test(line))).toHaveLength(10);
  expect(Math.max(...lines.map(textWidth))).toBeLessThanOrEqual(80);
});
