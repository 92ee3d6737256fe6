/** What the thresholds and the evidence of destructive-administration mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  administrator: {
    ja: '管理者（管理用アカウント、職務にその区分がある人）の目安。1時間・1日・30日に説明がいらない、控え・鍵（safety）、アカウントの削除・停止（account）、権限の取消し・再設定（access）、住民・顧客などの記録（record）、その他の削除（document）の数。単位: 件',
    en: 'Limits of administrators (by account, or by a duty that names the class): backups and keys, accounts deleted or disabled, rights and passwords revoked or reset, records of people and business, other deletions that need no explanation in an hour, a day and 30 days.',
  },
  unknown: {
    ja: '台帳で立場の分からない人（アカウント台帳がない、操作者の名前がないなど）の目安',
    en: 'The same for those of whom the registers say nothing: no accounts register, or a log that names nobody.',
  },
  ordinary: {
    ja: '一般のアカウント（個人・共用）の目安',
    en: 'The same for personal and shared accounts.',
  },
  outsider: {
    ja: '委託先・派遣の人と、台帳にないアカウントの目安。0 なら1件で知らせる',
    en: 'The same for people of partners, agencies and contractors and for accounts that no register knows; 0: the first is told.',
  },
  usualTimes: {
    ja: 'その人の最近13週間の最多の日の何倍までを、ふだんどおりとみなすか。単位: 倍',
    en: 'How many times the own highest day of the last 13 weeks is usual. Unit: times.',
  },
  serviceTimes: {
    ja: '同じく、サービス用アカウント（夜間処理など）の場合。単位: 倍',
    en: 'The same for service accounts, that is nightly jobs. Unit: times.',
  },
  learningDays: {
    ja: 'サービス用アカウントのふだんを覚える日数。その間は控え・鍵とアカウントだけを見る。単位: 日',
    en: 'Days over which the usual of a service account is learned; only backups, keys and accounts are judged meanwhile. Unit: days.',
  },
  safetyClasses: { ja: '控え・鍵とみなすデータ区分', en: 'Classes of data that are backups and keys.' },
  accountClasses: {
    ja: 'アカウントとみなすデータ区分',
    en: 'Classes of data that are accounts.',
  },
  recordClasses: {
    ja: '住民・顧客・職員などの記録とみなすデータ区分',
    en: 'Classes of data that are records of people or business.',
  },
  passingClasses: {
    ja: '消しても差し支えなく、数えないデータ区分',
    en: 'Classes of data whose deletion does no harm and is not counted.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  kind: { ja: '失われたもの', en: 'What was hit.' },
  action: { ja: '最後の操作', en: 'The latest action.' },
  window: {
    ja: '目安を最も大きく超えた期間。退職・終了後の操作は `event`',
    en: 'The window that exceeded its limit most; `event` after an end, where one is enough.',
  },
  seen: { ja: 'その期間の数', en: 'How much it was in that window.' },
  limit: {
    ja: '説明がいらない数の上限（ふだんの量による引き上げを含む）',
    en: 'How much needs no explanation, raised by the own usual.',
  },
  usual: {
    ja: 'それまでの13週間で最も多かった日の数',
    en: 'The highest day of the 13 weeks before.',
  },
  standing: {
    ja: '操作した人の立場: left（退職・終了後）、outsider（外部の人、台帳にない人）、ordinary（一般のアカウント）、unknown、administrator、service',
    en: 'Who did it: `left` (after an end), `outsider` (a partner’s, or known to no register), `ordinary` account, `unknown`, `administrator`, `service`.',
  },
  leaving: { ja: '退職の申し出をした人か', en: 'Whether the person has given notice.' },
  object: { ja: '最後の対象', en: 'What the latest was done to.' },
  off_duty: {
    ja: '勤務時間外である理由。勤務中または不明なら `none`',
    en: 'Why the time was off duty; `none` on duty or not known.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
