/** The words of the summary of a run and of its daily report. */
import type { VERDICTS } from '../../schemas/verdict.ts';
import type { Bilingual } from '../core/bilingual.ts';

/** What a summary, and a daily report, call what they tell. */
export const WORDS = {
  rows: { ja: '読み込み', en: 'Rows' },
  read: { ja: '読んだ行', en: 'read' },
  accepted: { ja: '採用', en: 'accepted' },
  quarantined: { ja: '隔離', en: 'quarantined' },
  duplicates: { ja: '重複', en: 'duplicates' },
  marked: { ja: '採用したうち', en: 'of the accepted' },
  fellBack: { ja: '読んだ行のうち、時間のかかる読み方をした行', en: 'of the read: read the slow way' },
  late: { ja: '遅着', en: 'late' },
  clockMarked: { ja: '時計の異常', en: 'clock out of range' },
  reusedIds: { ja: '番号の使い回し', en: 'reused ids' },
  first: { ja: '最初は', en: 'first' },
  sorted: { ja: '先に時刻順に並べ替えたファイル', en: 'Files sorted by time first' },
  events: { ja: '記録の件数', en: 'Events' },
  total: { ja: '合計', en: 'total' },
  verdicts: { ja: '照会の判定', en: 'Verdicts of look-ups' },
  findings: { ja: '検知結果', en: 'Findings' },
  none: { ja: 'ありません', en: 'none' },
  permits: { ja: '許可された作業', en: 'Permits' },
  permitEvents: {
    ja: '許可の範囲の操作',
    en: 'events within their bounds',
  },
  permitExplains: { ja: '説明した照会', en: 'look-ups explained' },
  permitLifts: { ja: '知らせから除いた操作', en: 'left out of' },
  morePermits: { ja: 'ほかは --json で示します', en: 'the others stand in --json' },
  unjudged: { ja: '台帳がないためにできなかった判定', en: 'Not judged, for want of a register' },
  withoutSales: {
    ja: '売上・見積・受付の記録がなく、取引のない照会を判定できなかったログ',
    en: 'Look-ups without a transaction not judged, since the log never tells of a sale',
  },
  nameless: {
    ja: '操作者も端末も分からず、誰の件数にも数えられなかった照会',
    en: 'Look-ups counted under nobody, since the log names neither account nor device',
  },
  registers: { ja: '台帳', en: 'Registers' },
  registerRows: { ja: '行', en: 'rows' },
  versions: { ja: '訂正', en: 'corrected' },
  transfers: { ja: '異動', en: 'transfers' },
  withdrawals: { ja: '取消し', en: 'withdrawn' },
  refused: { ja: '使えなかった行', en: 'Rows that could not be used' },
  detectorsOff: { ja: '設定で止めている検知器', en: 'Detectors switched off by the configuration' },
  presets: { ja: 'しきい値の段階が標準でない検知器', en: 'Detectors not at the standard preset' },
  emptyFiles: { ja: '中身のないファイル', en: 'Empty files' },
  lake: { ja: '保管庫', en: 'Lake' },
  snapshot: { ja: 'コミット', en: 'commit' },
  noNews: {
    ja: '新しい行はありませんでした（取り込み済みのファイルです）',
    en: 'Nothing new: the lake has these files already.',
  },
  evicted: {
    ja: '記憶の上限に達し、途中で忘れたもの（設定 state_megabytes で増やせます）',
    en: 'Forgotten on the way, because memory has a bound (setting state_megabytes)',
  },
  suppressed: {
    ja: '同時に扱える件数を超え、検知結果に加えなかったもの',
    en: 'Not added to findings, because only so many may be open at a time',
  },
} as const satisfies Record<string, Bilingual>;

/** Verdicts in words. */
export const VERDICT_WORDS: Readonly<Record<(typeof VERDICTS)[number], Bilingual>> = {
  contradicted: { ja: '矛盾', en: 'contradicted' },
  explained: { ja: '説明あり', en: 'explained' },
  undecidable: { ja: '判定不能', en: 'undecidable' },
  unexplained: { ja: '説明なし', en: 'unexplained' },
};
