/** Puts a finding of guessed-credentials into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, number, times, when } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const told = evidence.how === 'new-place' ? newPlace(evidence, facts) : refused(evidence, facts);
  const { entered = 0 } = evidence;
  if (entered === 0 || evidence.how === 'new-place') return told;
  const accounts = count(entered, 'account was', 'accounts were', '個のアカウント');
  const least = entered > 1 ? { ja: '少なくとも', en: 'at least ' } : { ja: '', en: '' };
  return {
    ja: `${told.ja}そのうえで${least.ja}${accounts.ja}でログインに成功しており、パスワードを当てられたおそれがあります。`,
    en: `${told.en} Then ${least.en}${accounts.en} entered: a guess may have come right.`,
  };
}

function refused(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { counts, firstTime, lastTime } = facts;
  const from = origin(evidence, facts);
  const time = between(firstTime, lastTime);
  const tried = times(counts.events);
  const at = aim(facts);
  const limit = why(evidence);
  return {
    ja: `${time.ja}、${from.ja}から${at.ja}へのログインが${tried.ja}試みられました。${limit.ja}`,
    en: `Sign-ins to ${at.en} were tried ${tried.en} from ${from.en} ${time.en}. ${limit.en}`,
  };
}

function newPlace({ tries = 0 }: Partial<Evidence>, facts: Facts): Bilingual {
  const tried = times(tries);
  const last = when(facts.lastTime);
  const at = aim(facts);
  return {
    ja: `${last.ja}、${at.ja}が、これまで使われたことのない接続元からログインしました。その前の7日間に、同じように見慣れない接続元からのログインが${tried.ja}失敗しています。`,
    en: `The ${at.en} was signed in to from a place it had never worked from on ${last.en}, after sign-ins from new places had failed ${tried.en} in the 7 days before.`,
  };
}

/** Where it came from. */
function origin(
  { device, device_owner = null, origins = 0, how }: Partial<Evidence>,
  facts: Facts,
): Bilingual {
  if (how === 'origins' && origins > 0) {
    const many = count(origins, 'place', 'different places', 'か所の接続元');
    return { ja: `別々の${many.ja}`, en: many.en };
  }
  if (facts.device !== null && device === 'other') {
    const owner =
      device_owner === null
        ? { ja: '他の職員', en: 'another person' }
        : { ja: device_owner, en: device_owner };
    return { ja: `${owner.ja}の端末 ${facts.device} `, en: `the device ${facts.device} of ${owner.en}` };
  }
  if (facts.device !== null) return { ja: `端末 ${facts.device} `, en: `the device ${facts.device}` };
  if (facts.ip !== null) return { ja: `接続元 ${facts.ip} `, en: `the address ${facts.ip}` };
  return { ja: '記録に残っていない接続元', en: 'places the log does not name' };
}

/** What was tried. */
function aim({ actor, counts }: Facts): Bilingual {
  if (actor !== null) return { ja: `アカウント ${actor} `, en: `account ${actor}` };
  if (counts.accounts > 0) return count(counts.accounts, 'account', 'different accounts', '個のアカウント');
  return { ja: '名前の記録されていないアカウント', en: 'accounts the log does not name' };
}

/** Why that is odd. */
function why({ how, window_minutes = 0, tries = 0, accounts = 0, device }: Partial<Evidence>): Bilingual {
  const during = span(window_minutes);
  const tried = { ja: `${number(tries)}回`, en: `${number(tries)} refusals` };
  if (how === 'accounts') {
    const whose = device === 'other' ? { ja: '持ち主以外の', en: 'other people’s ' } : { ja: '', en: '' };
    return {
      ja: `${during.ja}に${whose.ja}${number(accounts)}個のアカウントで失敗しており、打ち間違いでは説明できません。`,
      en: `Within ${during.en} ${number(accounts)} ${whose.en}accounts were refused, which slips of the finger do not explain.`,
    };
  }
  if (how === 'origins')
    return {
      ja: `${during.ja}に${tried.ja}失敗しました。接続元ごとの回数は少なく、目立たないように分けた推測とみられます。`,
      en: `${tried.en} within ${during.en}, each place with only a few: guessing spread so as not to be seen.`,
    };
  return {
    ja: `${during.ja}に${tried.ja}失敗しており、ふだんの打ち間違いより多い回数です。`,
    en: `${tried.en} within ${during.en} are more than ordinary slips of the finger.`,
  };
}

function span(minutes: number): Bilingual {
  if (minutes >= 1440)
    return { ja: `${minutes / 1440}日以内`, en: minutes === 1440 ? 'a day' : `${minutes / 1440} days` };
  return minutes === 60
    ? { ja: '1時間以内', en: 'an hour' }
    : { ja: `${minutes}分以内`, en: `${minutes} minutes` };
}

/** What would make it harmless. */
export function clearsIf({ device, entered = 0, how }: Partial<Evidence>, { counts }: Facts): Bilingual {
  if (device === 'other')
    return {
      ja: '端末の持ち主が各アカウントの使用を許されていた場合、または共用の端末と分かり、端末台帳を直した場合。',
      en: 'The owner of the device was allowed to use these accounts, or it turns out to be shared and the devices register is corrected.',
    };
  if (entered > 0 || how === 'new-place')
    return {
      ja: 'アカウントの本人が、その時刻にその場所から自分でログインしたと確かめられた場合。',
      en: 'The holder of the account confirms having signed in at that time from that place.',
    };
  if (counts.accounts <= 1)
    return {
      ja: '本人がパスワードを忘れていた場合、または古いパスワードのまま動く処理と分かり、設定を直した場合。',
      en: 'The holder had forgotten the password, or it is a process with an old one and is corrected.',
    };
  return {
    ja: '許可された診断や試験、または多くの人が使う端末・接続元の打ち間違いと確かめられた場合。',
    en: 'It was an approved test, or slips of many people who share the device or address.',
  };
}
