/** What the thresholds and the evidence of mass-record-pull mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  ordinary: {
    ja: '職務ごとの目安がない人すべての目安。1時間・1日・30日に説明がいらない、人数（subjects）・件数（records）・委託元の会社数（tenants）・機微な情報の種類（classes）・取り出した件数（taken。抽出・印刷・ダウンロード・複写・送信・アップロード）、そのうち特に守るべき情報を一度に10件以上取り出した件数（guarded）',
    en: 'Limits of everybody whose duty has none of its own: people, records, client companies, sensitive classes of data and records taken (exported, printed, downloaded, copied, sent, uploaded), and of these the guarded ones taken ten or more at once, that need no explanation in an hour, a day and 30 days.',
  },
  administrator: {
    ja: '管理用・サービス用アカウントの目安',
    en: 'Limits of administrator and service accounts.',
  },
  administratorLifetime: {
    ja: '管理用・サービス用アカウントの通算の目安（人数・件数・委託元の会社数）。超えたときと、その後は倍になるたびに知らせる',
    en: 'Limits of administrator and service accounts over all the years: people, records, client companies. Told when they are crossed, and each time the count has doubled since.',
  },
  profile: {
    ja: 'ふだんの仕事による調整。`false_alarms` は、ふだんどおりの人が1日に目安を超えてしまう確率。ふだんが少ない人の目安は `floor`（1日・30日）まで下がり、多い人の目安は、同じ担当の人も同じくらい多いときに限り `ceiling` 倍まで上がる',
    en: 'How what is usual moves the limits. `false_alarms`: the probability that somebody who does as usual exceeds the limit on a day. For who does little they sink, down to `floor` (a day, 30 days); for who does much they rise, up to `ceiling` times, as far as the peers do as much.',
  },
  byDuty: {
    ja: '職務（people 台帳）ごとの目安。書かないものは共通の目安による。職務が複数あれば最も大きい目安による',
    en: 'Limits by duty (people register); what is left out is as for everybody. Of several duties the highest limit counts.',
  },
  sensitiveClasses: {
    ja: '機微とみなし、重大度を上げるデータ区分',
    en: 'Classes of data that are counted as sensitive and make a finding graver.',
  },
  guardedClasses: {
    ja: '特に守るべき情報とみなし、取り出した件数に低い目安（guarded）を使うデータ区分',
    en: 'Classes of data of which much less may be taken without an explanation (`guarded`).',
  },
  technicalClasses: {
    ja: '管理者の本来の仕事とみなし、数えないデータ区分',
    en: 'Classes of data that are an administrator’s own work and not counted.',
  },
  goodsClasses: {
    ja: '人の情報ではない商品・在庫などのデータ区分。対象者を名指ししない照会は、だれについても数えない',
    en: 'Classes of data about wares and not about people (stock, prices): look-ups that name nobody are not counted, whoever makes them.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  measure: {
    ja: '目安を最も大きく超えたもの',
    en: 'What exceeded its limit most.',
  },
  window: {
    ja: 'その期間',
    en: 'Over how long.',
  },
  seen: {
    ja: 'その期間の数',
    en: 'How much it was in that window.',
  },
  limit: {
    ja: '説明がいらない数の上限',
    en: 'How much needs no explanation.',
  },
  data_class: {
    ja: '機微な情報の場合、その区分',
    en: 'The sensitive class of the data, where it is one.',
  },
  administrator: {
    ja: '管理用・サービス用のアカウントか',
    en: 'Whether an administrator or service account did it.',
  },
  off_duty: {
    ja: '勤務時間外である理由。勤務中または不明なら `none`',
    en: 'Why the time was off duty; `none` on duty or not known.',
  },
  accounts: {
    ja: 'その期間に使われたアカウントの数',
    en: 'Accounts used in the window.',
  },
  usual: {
    ja: 'その期間の、本人のふだんの数。まだ分からなければ null',
    en: 'What is usual for the person in that window; null where not known yet.',
  },
  peers_usual: {
    ja: 'その期間の、同じ係・職務の人のふだんの数。まだ分からなければ null',
    en: 'What is usual for people of the same section and duty in that window; null where not known yet.',
  },
  new_job: {
    ja: 'サービス用アカウントが登録されたサーバーで、または（ログに端末名がないとき）夜間・休日に読んだもので、ログが始まって間もなく、いつもの処理かどうかまだ分からないか',
    en: 'Whether a service account read it on a registered server, or outside working hours where the log names no machine, while the log is too young to show whether that is its usual job.',
  },
  lifetime_measure: {
    ja: '通算の目安を最も大きく超えたもの。超えていなければない',
    en: 'What exceeded its limit over the years most; absent where nothing did.',
  },
  lifetime_seen: { ja: '通算の数', en: 'How much it is in all.' },
  lifetime_limit: { ja: '通算で説明がいらない数の上限', en: 'How much of it needs no explanation.' },
  lifetime_exact: {
    ja: '通算の数が正確か。推計なら標準誤差は 1.6 %',
    en: 'Whether it is exact; an estimate has a standard error of 1.6 %.',
  },
  lifetime_since: { ja: '通算の始まり', en: 'Since when it is counted.' },
};

/** Both. */
export const docs = { thresholds, evidence };
