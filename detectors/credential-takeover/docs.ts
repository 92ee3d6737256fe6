/** What the thresholds and the evidence of credential-takeover mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

const others = (ja: string, en: string) => ({
  ja: `1人の端末から${ja}以内にログインのあった、ほかの人の個人アカウントの数（別の日に再び使われたものは2個と数える）。単位: 個`,
  en: `Other people’s personal accounts signed in to within ${en} on one person’s PC. Unit: accounts; one that is used again on another day counts twice.`,
});

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  accountsDay: others('1日', 'a day'),
  accountsWeek: others('7日', '7 days'),
  accountsMonth: others('30日', '30 days'),
  accountsThirdOfYear: others('120日', '120 days'),
  newcomersWeek: {
    ja: '台帳にない新しい端末・接続元で7日以内に使われたら知らせる、アカウントの数。単位: 個',
    en: 'Accounts used within 7 days at a new device or address that no register knows. Unit: accounts.',
  },
  atOnceMinutes: {
    ja: '使われてきたアカウントに、この間隔以内に離れた2つのネットワークからログインがあれば medium とする。単位: 分',
    en: 'How soon an account with a past must be signed in to from a second network outside to be medium. Unit: minutes.',
  },
  travelMinutes: {
    ja: '離れた2つのネットワークからのログインを low で知らせる間隔。単位: 分',
    en: 'How soon two networks outside are told at all, as low. Unit: minutes.',
  },
  newPlacesWeek: {
    ja: '1つのアカウントが7日以内に使われた、それまで使われたことのない外部の場所の数。単位: か所',
    en: 'Places outside, never used before by an account with a past, within 7 days. Unit: places.',
  },
  turns: {
    ja: '同じ拠点にある本人の端末と他人の端末が、15分以内の間隔で交互に使われた回数。単位: 回。別の拠点なら1回で知らせる',
    en: 'How often in a row an account turns between its holder’s device and another person’s of the same site, each time within 15 minutes. Unit: turns; between sites one is enough.',
  },
  resetDays: {
    ja: 'パスワードや多要素認証の再設定のあと、ログインを疑う期間。単位: 日',
    en: 'How long a sign-in counts as following a reset of a password or second factor. Unit: days.',
  },
  actsDays: {
    ja: '新しい場所からのログインのあと、権限付与などの操作を疑う期間。単位: 日',
    en: 'How long acts such as grants count as following a sign-in from a new place. Unit: days.',
  },
  establishedDays: {
    ja: 'これだけ前から使われているアカウントについてだけ、新しい場所を疑う。単位: 日',
    en: 'For how long an account must be known before a place can be new to it. Unit: days.',
  },
  establishedUses: {
    ja: 'これだけの日数使われたアカウントについてだけ、新しい場所を疑う。単位: 日',
    en: 'On how many days it must have been used. Unit: days.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  how: {
    ja: '何が疑わしいか: ほかの人のアカウント、新しい場所の多数のアカウント、休暇中、別の端末で使用中、同時に2か所、次々に新しい場所、新しい場所からの操作、再設定したのと同じ場所、再設定後の新しい場所',
    en: 'What is odd: other people’s accounts; many accounts at a new place; the holder on leave; at work elsewhere; two places at once; one new place after the other; acts from a new place; the place of a reset; a new place after a reset.',
  },
  window_days: { ja: '数えた期間（日）', en: 'The horizon, in days.' },
  accounts: { ja: 'その期間のアカウントの数', en: 'Accounts in the horizon.' },
  limit: { ja: '達した目安', en: 'The limit that was reached.' },
  places: { ja: '新しい場所の数', en: 'New places.' },
  minutes_apart: { ja: '2か所からのログインの間隔（分）', en: 'Minutes between the two places.' },
  turns: { ja: '2台の端末が交互に使われた回数', en: 'Turns between the two devices.' },
  acts: { ja: '新しい場所からの権限付与などの回数', en: 'Grants and the like from the new place.' },
  refused_before: {
    ja: 'ログインの前の1日に同じ場所で失敗した回数',
    en: 'Refused sign-ins from the same place in the day before the entry.',
  },
  device: {
    ja: '端末台帳での端末: 未登録、本人、共用、他の人',
    en: 'By the devices register: nobody’s, the account holder’s own, shared, or another person’s device.',
  },
  device_owner: {
    ja: '他の人の端末の場合、台帳での持ち主。それ以外では項目がない',
    en: 'Who has the device by register, where it is another person’s; else absent.',
  },
  reset_by: {
    ja: '再設定した人（台帳で分かるとき）。分からなければ項目がない',
    en: 'Who made the reset, where a register tells; else absent.',
  },
  reset_by_itself: {
    ja: 'そのアカウント自身（または名前のない操作）による再設定か',
    en: 'Whether the reset was made in the account’s own name, or in nobody’s.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
