/** What the thresholds and the evidence of pre-departure-pull mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  before_days: {
    ja: '最終日の何日前から退職前とみるか（申出があればその日から）。単位: 日',
    en: 'How long before the last day somebody counts as leaving; after a notice from that day on. Unit: days.',
  },
  least_taken: {
    ja: '30日間にこれより少ない取り出しは知らせない。単位: 件',
    en: 'Less than this taken in 30 days is never reported. Unit: records.',
  },
  least_unsanctioned: {
    ja: '認められていない送り先・媒体への取り出しでは、これより少なければ知らせない。単位: 件',
    en: 'The same of what went to destinations or media that are not allowed. Unit: records.',
  },
  least_read: {
    ja: '画面での照会では、30日間にこれより少なければ知らせない。単位: 件・人',
    en: 'The same of what was looked up on screens. Unit: records, people.',
  },
  unknown_taken: {
    ja: '本人のふだんも同じ職務の人のふだんも分からないときの、30日間の目安。単位: 件',
    en: 'What 30 days may hold where neither the own past nor that of peers is known. Unit: records.',
  },
  tail: {
    ja: 'ふだんの範囲とみる確率の裾。小さいほど知らせにくい',
    en: 'How improbable an amount must be for this person and the peers. The smaller, the fewer findings.',
  },
  sensitive_classes: {
    ja: '取り出すと重大度を上げるデータ区分',
    en: 'Classes of data that make what was taken graver.',
  },
};

const sum = (ja: string, en: string) => ({ ja: `直近30日に${ja}した件数`, en: `Records ${en} in 30 days.` });

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  reason: {
    ja: '退職が分かる理由: `notice` 申出、`end` 最終在籍日、`contract` 契約の終了、`account` アカウントの終了（people 台帳にない人）',
    en: 'Why the person is known to leave: `notice`, `end` (last day), `contract`, `account` (of somebody the people register does not know).',
  },
  notice_on: { ja: '申出の日', en: 'Day of the notice.' },
  leaves_on: { ja: '最終日', en: 'Last day.' },
  days_left: { ja: '最終日までの日数', en: 'Days until the last day.' },
  measure: {
    ja: 'ふだんを超えたもの: `taken` 取り出し、`unsanctioned` 認められていない送り先・媒体への取り出し、`records` 照会した件数、`subjects` 照会した人数',
    en: 'What exceeded the usual: `taken`, `unsanctioned` (taken where it may not go), `records` and `subjects` looked up.',
  },
  seen: { ja: 'その30日間の量', en: 'How much it was in 30 days.' },
  limit: { ja: '説明がいらない量', en: 'How much needs no explanation.' },
  usual_own: { ja: '本人のふだんの30日の量', en: 'What 30 days of this person usually hold.' },
  usual_peers: { ja: '同じ部署・職務の人のふだんの30日の量', en: 'What 30 days of peers usually hold.' },
  exported: sum('抽出', 'exported'),
  printed: sum('印刷', 'printed'),
  downloaded: sum('ダウンロード', 'downloaded'),
  copied: sum('複写', 'copied'),
  sent: sum('送信', 'sent'),
  uploaded: sum('アップロード', 'uploaded'),
  unsanctioned: {
    ja: 'そのうち、認められていない送り先か持ち運べる媒体へ出た件数',
    en: 'Of these, records that went to destinations that are not allowed, or to removable media.',
  },
  destinations: {
    ja: '異なる送り先の数（プリンターを除く）',
    en: 'Different destinations, printers left out.',
  },
  destination: { ja: '最後の送り先', en: 'The latest destination.' },
  first_day: { ja: '30日間で最初に取り出した日', en: 'First day of the 30 on which something was taken.' },
  last_day: { ja: '最後に取り出した日', en: 'Last such day.' },
  data_class: { ja: '機微なデータの区分', en: 'Sensitive class of data taken.' },
};

/** Both. */
export const docs = { thresholds, evidence };
