/** What the thresholds and the evidence of guessed-credentials mean, for the reference and the sample configuration. */
import type { DetectorDocs } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';
import type { Thresholds } from './limits.ts';

/** Every threshold, with its unit. */
const thresholds: DetectorDocs<Thresholds, Evidence>['thresholds'] = {
  triesQuarterHour: {
    ja: '同じ接続元・端末・セッションから15分以内にこの回数失敗したら推測とみなす（1つのアカウントへの、複数の接続元からの失敗も。接続元が不明なら1.5倍まで）。単位: 回。アカウントが1つ増えるごとに0.5回を加える',
    en: 'Refused tries within 15 minutes from one address, device or session (or at one account, from several addresses; half as many again where the log names none) at which it is guessing. Unit: tries; each further account counts half a try more.',
  },
  triesHour: {
    ja: '同じ接続元・端末・セッションから1時間以内にこの回数失敗したら推測とみなす（1つのアカウントへの、複数の接続元からの失敗も。接続元が不明なら1.5倍まで）。単位: 回。アカウントが1つ増えるごとに0.5回を加える',
    en: 'Refused tries within an hour from one address, device or session (or at one account, from several addresses; half as many again where the log names none) at which it is guessing. Unit: tries; each further account counts half a try more.',
  },
  triesDay: {
    ja: '同じ接続元・端末・セッションから1日以内にこの回数失敗したら推測とみなす（1つのアカウントへの、複数の接続元からの失敗も。接続元が不明なら1.5倍まで）。単位: 回。アカウントが1つ増えるごとに0.5回を加える',
    en: 'Refused tries within a day from one address, device or session (or at one account, from several addresses; half as many again where the log names none) at which it is guessing. Unit: tries; each further account counts half a try more.',
  },
  triesMonth: {
    ja: '同じ接続元・端末・セッションから30日以内にこの回数失敗したら推測とみなす（1つのアカウントへの、複数の接続元からの失敗も。接続元が不明なら1.5倍まで）。単位: 回。アカウントが1つ増えるごとに0.5回を加える',
    en: 'Refused tries within 30 days from one address, device or session (or at one account, from several addresses; half as many again where the log names none) at which it is guessing. Unit: tries; each further account counts half a try more.',
  },
  triesThirdOfYear: {
    ja: '同じ接続元・端末・セッションから120日以内にこの回数失敗したら推測とみなす（1つのアカウントへの、複数の接続元からの失敗も。接続元が不明なら1.5倍まで）。単位: 回。アカウントが1つ増えるごとに0.5回を加える',
    en: 'Refused tries within 120 days from one address, device or session (or at one account, from several addresses; half as many again where the log names none) at which it is guessing. Unit: tries; each further account counts half a try more.',
  },
  accountsDay: {
    ja: '1人の端末で1日以内に試されたら知らせる、他の人のアカウントの数。単位: 個。未登録の端末では2個、アドレスでは4個、共用端末では8個で1個と数える。一度もログインに成功したことのない接続元では、そのまま数える',
    en: 'Other people’s accounts tried within a day on one person’s PC. Unit: accounts; on a device nobody registered two count as one, at an address four, on a shared device or terminal eight; where nobody has ever signed in each counts in full.',
  },
  accountsMonth: {
    ja: '1人の端末で30日以内に試されたら知らせる、他の人のアカウントの数。単位: 個。未登録の端末では2個、アドレスでは4個、共用端末では8個で1個と数える。一度もログインに成功したことのない接続元では、そのまま数える',
    en: 'Other people’s accounts tried within 30 days on one person’s PC. Unit: accounts; on a device nobody registered two count as one, at an address four, on a shared device or terminal eight; where nobody has ever signed in each counts in full.',
  },
  accountsThirdOfYear: {
    ja: '1人の端末で120日以内に試されたら知らせる、他の人のアカウントの数。単位: 個。未登録の端末では2個、アドレスでは4個、共用端末では8個で1個と数える。一度もログインに成功したことのない接続元では、そのまま数える',
    en: 'Other people’s accounts tried within 120 days on one person’s PC. Unit: accounts; on a device nobody registered two count as one, at an address four, on a shared device or terminal eight; where nobody has ever signed in each counts in full.',
  },
  ownTriesPerTry: {
    ja: '本人の登録端末での失敗は、この回数で1回と数える。単位: 回',
    en: 'How many tries of an owner on his own registered PC count as one. Unit: tries.',
  },
  sharedTriesPerTry: {
    ja: '登録された共用端末での失敗は、この回数で1回と数える。単位: 回',
    en: 'The same on a registered shared device or terminal. Unit: tries.',
  },
  originsMin: {
    ja: '1つのアカウントの推測に加わった接続元（それぞれは目安未満）の数。単位: か所',
    en: 'Addresses or devices, none of them over a limit itself, that must share in guessing one account. Unit: origins.',
  },
  enteredMin: {
    ja: '1人の端末で、失敗のあとログインに成功した他の人のアカウントの数（120日以内）。単位: 個',
    en: 'Other people’s accounts entered after refused tries on one person’s PC within 120 days. Unit: accounts.',
  },
  fewTries: {
    ja: '新しい接続元からの成功の前に、半日を超え7日以内にあった、新しい接続元からの失敗の回数。単位: 回',
    en: 'Refused tries from new places, over more than half a day and at most 7, before a success from a new place. Unit: tries.',
  },
  sameTrySeconds: {
    ja: '2つのシステムが同じアカウントをこの間隔以内に記録したら、1回の試行とみなす。単位: 秒',
    en: 'How near in time two systems must log the same account to have logged one try. Unit: seconds.',
  },
};

/** Every fact of the evidence. */
const evidence: DetectorDocs<Thresholds, Evidence>['evidence'] = {
  how: {
    ja: '目安に達したもの: 回数、アカウントの数、1つのアカウントへの多数の接続元、または少数の失敗のあとの新しい接続元からの成功',
    en: 'What reached its limit: tries, accounts, tries of many origins at one account, or few tries before a success from a new place.',
  },
  window_minutes: {
    ja: '達した期間（分）',
    en: 'The horizon in which it did.',
  },
  tries: {
    ja: 'その期間の失敗の回数（直近64回まで）',
    en: 'Refused tries in the horizon (at most the 64 latest).',
  },
  accounts: {
    ja: '試されたアカウントの数',
    en: 'Different accounts tried.',
  },
  origins: {
    ja: '1つのアカウントの推測に使われた接続元・端末の数',
    en: 'Addresses or devices that shared in guessing one account.',
  },
  origins_that_day: {
    ja: 'ログインに成功するまでの1日に、ふだんと違う接続元・端末のうち失敗のあったものの数',
    en: 'Addresses or devices, none of them usual, that were refused within the day before the entry.',
  },
  limit: {
    ja: '達した目安',
    en: 'The limit that was reached.',
  },
  device: {
    ja: '端末台帳での端末: 未登録、本人、共用、他の人',
    en: 'By the devices register: nobody’s, the account holder’s own, shared, or another person’s device.',
  },
  device_owner: {
    ja: '他の人の端末の場合、台帳での持ち主。それ以外では項目がない',
    en: 'Who has the device by register, where it is another person’s; else absent.',
  },
  entered: {
    ja: '推測のあと、そこからログインに成功したアカウントの数（120日以内）',
    en: 'Different accounts entered after guessing from there, within 120 days.',
  },
};

/** Both. */
export const docs = { thresholds, evidence };
