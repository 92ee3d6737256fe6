/** What the thresholds and the evidence of unregistered-device mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';

type Thresholds = {
  readonly uncoveredPeople: number;
  readonly uncoveredShare: number;
  readonly shownPeople: number;
  readonly takenRecords: number;
};

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  uncoveredPeople: {
    ja: '台帳がそのシステムの実態を表していないとみなすのに必要な、台帳にないものを使う人の数（ものの数も同じだけ必要）。単位: 人',
    en: 'People who must use what a register does not know (and as many different things) before it counts as not describing that system. Unit: people.',
  },
  uncoveredShare: {
    ja: '同じく必要な、そのシステムを90日間に使った人に占める割合。これより多ければ、個別には知らせずまとめて1件とする。0〜1',
    en: 'Which share of the people seen there in 90 days that must exceed, besides; then nothing is told one by one, but the gap of the register once. 0 to 1.',
  },
  shownPeople: {
    ja: '台帳にあるものだけを使った人が90日間にこの数より少ないシステムでは、台帳が実態を表しているとまだいえないため、重大度を1段下げる。単位: 人',
    en: 'Where fewer people than this were seen in 90 days with nothing but what the register knows, it has not been shown to describe the system: a finding is a step less grave. Unit: people.',
  },
  takenRecords: {
    ja: '1年間に取り出した（抽出・印刷・ダウンロード・複写・送信・アップロードした）件数がこれ以上なら、重大度を1段上げる。単位: 件',
    en: 'Records taken in a year (exported, printed, downloaded, copied, sent, uploaded) that raise the severity by a step. Unit: records.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  kind: {
    ja: '台帳にない、または認められていないもの: 端末、ネットワーク、拠点、アカウント',
    en: 'What the registers do not know or allow: the device, the network, the site or the account.',
  },
  name: {
    ja: 'その名前（端末、アドレス、拠点、アカウント）。まとめて知らせる場合はシステム名',
    en: 'Its name: device, address, site or account; the system where a gap of the register is told.',
  },
  why: {
    ja: '台帳にない、利用期間が終わっている、範囲外のアドレス、または台帳がそのシステムの実態を表していない',
    en: 'Not in the register, no longer valid, outside the address ranges; or the register does not describe the system.',
  },
  ended_on: {
    ja: '終わっている場合、最後に有効だった日',
    en: 'The last day on which it was valid, where it has ended.',
  },
  also: {
    ja: '同じ操作で、ほかに台帳にない、または認められていなかったもの',
    en: 'What else of the same access the registers do not know or allow.',
  },
  source: { ja: '最後に使われたシステム', en: 'The system where it was last used.' },
  strangers: {
    ja: 'そのシステムで90日間に、台帳にないものを使った人の数',
    en: 'People who used what the register does not know, at that system in 90 days.',
  },
  others: {
    ja: 'そのシステムで90日間に、台帳にあるものだけを使ったことのある人の数',
    en: 'People seen at that system in 90 days with nothing but what the registers know.',
  },
  taken_in_year: {
    ja: '直近1年間に取り出した件数（最後の記録の時点）',
    en: 'Records taken with it in a year, until the latest event.',
  },
  administrator: {
    ja: '管理者アカウントによる、または管理操作か',
    en: 'Whether an administrator’s account did it, or an administrator’s change was made.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
