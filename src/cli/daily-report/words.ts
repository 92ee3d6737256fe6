/** The words of a daily report that the summary does not have. */
import type { Bilingual } from '../../core/bilingual.ts';

/** Titles, columns and what is said where there is nothing. */
export const REPORT_WORDS = {
  title: { ja: 'アクセス監視 日報', en: 'Access monitoring: daily report' },
  made: { ja: '作成日時', en: 'Made' },
  period: { ja: '記録の期間', en: 'Period of the log' },
  nothingRead: { ja: '記録はありません', en: 'no event' },
  logs: { ja: 'ログの種類と件数', en: 'Logs, events' },
  resident: { ja: '住民情報', en: 'resident' },
  pos: { ja: '店舗（POS）', en: 'pos' },
  crm: { ja: '顧客管理', en: 'crm' },
  admin: { ja: '管理・認証', en: 'admin' },
  interrupted: {
    ja: '途中で中断されました。ここまでの結果です。',
    en: 'Interrupted: this is what was done until then.',
  },
  first: { ja: '確認していただきたいこと', en: 'To be looked at' },
  noAlerts: {
    ja: '知らせることはありませんでした。判定できなかったことが下にないかを確かめてください。',
    en: 'There is nothing to report. See below what could not be judged.',
  },
  order: {
    ja: '日ごとに、重大なものから並べています。検知は疑いを示すもので、本人や上司に確かめるまで、不正とは限りません。',
    en: 'Day by day, the gravest first. A finding asks a question: nothing is known to be wrong before somebody has asked.',
  },
  alertsInAll: { ja: 'アラートの件数', en: 'Alerts' },
  alerts: { ja: '件', en: 'to look at' },
  harm: { ja: '点', en: 'points' },
  beyond: { ja: '1日の目安を超えた分', en: 'beyond the number of a day' },
  cleared: { ja: '解消', en: 'cleared' },
  time: { ja: '日時', en: 'Time' },
  severity: { ja: '重大度', en: 'Severity' },
  detector: { ja: '種類', en: 'Kind' },
  sentence: { ja: '内容', en: 'What happened' },
  clearsIf: { ja: '問題がないといえる場合', en: 'Harmless if' },
  checked: { ja: '確認結果・確認者', en: 'Checked, by whom' },
  more: { ja: 'このほかの検知結果', en: 'More findings' },
  unjudged: { ja: '判定できなかったこと', en: 'What could not be judged' },
  allJudged: { ja: 'ありません（必要な台帳はそろっています）。', en: 'Nothing: no register is missing.' },
  withoutRegister: { ja: '台帳なし', en: 'no register' },
  quarantine: { ja: '読めなかった行（隔離）', en: 'Rows that could not be read (quarantine)' },
  rows: { ja: '行', en: 'rows' },
  problems: { ja: '読み込みの問題', en: 'Problems of the run' },
  bounds: { ja: '記憶の上限に達したもの', en: 'Given up at a bound' },
  nothing: { ja: 'ありません。', en: 'None.' },
  comma: { ja: '、', en: ', ' },
  colon: { ja: '：', en: ': ' },
  open: { ja: '（', en: ' (' },
  close: { ja: '）', en: ')' },
  end: { ja: '以上', en: 'End' },
  part: { ja: '区分', en: 'Part' },
  finding: { ja: '検知', en: 'finding' },
  reading: { ja: '読み込み', en: 'read' },
  day: { ja: '日', en: 'Day' },
  rank: { ja: '順位', en: 'Rank' },
  about: { ja: '対象', en: 'About' },
  status: { ja: '状態', en: 'Status' },
  id: { ja: '番号', en: 'Id' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** What a finding's status is called. */
export const STATUS_WORDS = {
  open: { ja: '継続中', en: 'open' },
  ended: { ja: '終了', en: 'ended' },
  cleared: { ja: '解消', en: 'cleared' },
  withdrawn: { ja: '取下げ', en: 'withdrawn' },
} as const satisfies Readonly<Record<string, Bilingual>>;
