/** What the thresholds and the evidence of unsanctioned-destination mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  many_records: {
    ja: '1人が1つの送り先へ30日間に送ると重大度を1段上げる件数。10倍で2段、100倍で3段。単位: 件',
    en: 'Records one person sends to one destination in 30 days that raise the severity by one step; ten times as many by two, a hundred times by three. Unit: records.',
  },
  many_bytes: {
    ja: '同じく、データ量。単位: バイト',
    en: 'The same, as an amount of data. Unit: bytes.',
  },
  repeated_transfers: {
    ja: 'ほかに誰も使わない、台帳に載っていない送り先へ、1人が30日間に置いた回数（アップロード・複写・抽出。メールなどの送信を除く）がこれに達したら、少量でも medium とする。単位: 回',
    en: 'Uploads, copies and exports (not what is sent as a letter) by one person within 30 days, to a destination that is not listed and that nobody else uses, from which on even a small amount is medium. Unit: transfers.',
  },
  repeated_days: {
    ja: '同じく、置いた日数。単位: 日（30日間）',
    en: 'The same, as days on which something was put there. Unit: days within 30.',
  },
  shared_by: {
    ja: 'この人数が使う送り先は台帳の登録漏れとみて、人ごとではなく送り先ごとに1件にまとめる（大量の持ち出しと禁止された送り先は除く）。単位: 人（90日間）',
    en: 'From so many people on, a destination that is not listed is one finding for all of them, since an entry may be missing; not what one of them takes in bulk, and not what is forbidden. Unit: people within 90 days.',
  },
  device_change_days: {
    ja: '本人の端末の入替え（端末台帳の有効期間の始まり・終わり）の前後この日数以内なら重くみる。単位: 日',
    en: 'How near the replacement of a device of the person (its validity begins or ends in the devices register) makes a transfer graver. Unit: days.',
  },
  sensitive_classes: {
    ja: '重大度を上げるデータ区分（個人に関する情報）',
    en: 'Classes of data about people, which make a transfer graver.',
  },
  unregistered_records: {
    ja: '送り先の台帳がないとき、ほかに誰も使わない送り先へ1人が30日間に送ると知らせる件数。単位: 件',
    en: 'Without a destinations register: records one person sends in 30 days to a destination that nobody else uses, from which on they are reported. Unit: records.',
  },
  unregistered_bytes: {
    ja: '同じく、データ量。単位: バイト',
    en: 'The same, as an amount of data. Unit: bytes.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  destination: { ja: '送り先', en: 'Where the data went.' },
  register: {
    ja: '台帳の答え。`refused` 禁止、`unlisted` 載っていない、`missing` 台帳がない（または古すぎる）',
    en: 'What the register says: `refused` forbidden, `unlisted` not there, `missing` no register, or too old.',
  },
  removable: { ja: '持ち運べる媒体（USB など）か', en: 'Whether it is a removable medium.' },
  records_in_30_days: {
    ja: 'この人がこの送り先へ送った、直近30日の件数',
    en: 'Records the person sent there within 30 days.',
  },
  bytes_in_30_days: {
    ja: '同じく、データ量',
    en: 'Bytes the person sent there within 30 days.',
  },
  placed_in_30_days: {
    ja: 'この人がこの送り先へ直近30日に置いた回数（アップロード・複写・抽出）',
    en: 'How many times the person uploaded, copied or exported something there within 30 days.',
  },
  placed_on_days: { ja: '同じく、日数', en: 'On how many of these days.' },
  data_class: {
    ja: '個人に関する情報の場合、その区分',
    en: 'The class of the data, where it is about people.',
  },
  people: {
    ja: 'この送り先を90日間に使った人数',
    en: 'People who have used the destination within 90 days.',
  },
  first_use: {
    ja: 'この人がこの送り先を使い始めた日（90日以上使っていなければ改めて数える）',
    en: 'When the person first used it; anew after 90 days without.',
  },
  device_change: {
    ja: '近い日に本人の端末が入れ替わっていれば、その日',
    en: 'Day on which a device of the person was replaced, where it is near.',
  },
  off_duty: {
    ja: '勤務時間外である理由。勤務中または不明なら `none`',
    en: 'Why the time was off duty; `none` on duty or not known.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
