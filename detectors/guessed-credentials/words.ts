/** Puts a finding of guessed-credentials into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, number, times, when } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';
import { KEEP } from './tries.ts';

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  if (evidence.how === 'new-place') return newPlace(evidence, facts);
  const tried = refused(evidence, facts);
  const inside = entered(evidence, facts);
  return { ja: tried.ja + inside.ja, en: tried.en + inside.en };
}

function refused(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { counts, firstTime, lastTime } = facts;
  const from = origin(evidence, facts);
  const time = between(firstTime, lastTime);
  const tried = times(counts.events);
  const at = aim(evidence, facts);
  const limit = why(evidence);
  return {
    ja: `${time.ja}、${from.ja}から、${at.ja}へのログインが${tried.ja}試みられました。${limit.ja}`,
    en: `Sign-ins to ${at.en} were tried ${tried.en} from ${from.en} ${time.en}.${limit.en}`,
  };
}

/** What came of it. */
function entered({ entered: inside = 0 }: Partial<Evidence>, { counts }: Facts): Bilingual {
  if (inside === 0) return { ja: '', en: '' };
  const accounts = count(inside, 'account was', 'accounts were', '個のアカウント');
  if (inside > 1 && inside >= counts.accounts)
    return {
      ja: 'そのすべてでログインに成功しており、パスワードを当てられたおそれがあります。',
      en: ' All of them were entered: guesses may have come right.',
    };
  const isOne = counts.accounts === 1;
  return {
    ja: `${isOne ? 'その後' : `このうち${accounts.ja}で`}ログインに成功しており、パスワードを当てられたおそれがあります。`,
    en: ` ${isOne ? 'It was' : `${accounts.en}`} entered: ${inside === 1 ? 'a guess' : 'guesses'} may have come right.`,
  };
}

function newPlace({ tries = 0 }: Partial<Evidence>, facts: Facts): Bilingual {
  const tried = times(tries);
  const last = when(facts.lastTime);
  const name = facts.actor ?? '';
  return {
    ja: `${last.ja}、アカウント ${name} が、これまで使われたことのない接続元からログインしました。その前の7日間に、同じように見慣れない接続元からのログインが${tried.ja}失敗しています。`,
    en: `Account ${name} was signed in to on ${last.en} from a place where it had never been used, after sign-ins from new places had failed ${tried.en} in the 7 days before.`,
  };
}

/** Where it came from. */
function origin(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { device_owner: owner, origins = 0, origins_that_day: thatDay = 0, how } = evidence;
  if (how === 'origins' && origins > 0) return { ja: '複数の接続元', en: 'several places' };
  if (facts.device !== null)
    return owner === undefined
      ? { ja: `端末 ${facts.device} `, en: `the device ${facts.device}` }
      : { ja: `${owner} の端末 ${facts.device} `, en: `the device ${facts.device} of ${owner}` };
  if (facts.ip !== null) return { ja: `接続元 ${facts.ip} `, en: `the address ${facts.ip}` };
  if (thatDay > 0) return places(thatDay);
  return { ja: '記録に残っていない接続元', en: 'places the log does not name' };
}

/** So many places. */
function places(origins: number): Bilingual {
  const many = count(origins, 'place', 'different places', 'か所の接続元');
  return { ja: `${origins > 1 ? '別々の' : ''}${many.ja}`, en: many.en };
}

/** What was tried. */
function aim({ device_owner: owner }: Partial<Evidence>, { actor, counts }: Facts): Bilingual {
  if (actor !== null) return { ja: `アカウント ${actor} `, en: `account ${actor}` };
  if (counts.accounts === 0)
    return { ja: '名前の記録されていないアカウント', en: 'accounts the log does not name' };
  const many = number(counts.accounts);
  return owner === undefined
    ? { ja: `${many}個のアカウント`, en: `${many} different accounts` }
    : { ja: `他の人の${many}個のアカウント`, en: `${many} other people’s accounts` };
}

/** Why that is odd; nothing where only the success tells. */
function why({
  how,
  window_minutes = 0,
  tries = 0,
  accounts = 0,
  origins = 0,
  device_owner: owner,
}: Partial<Evidence>): Bilingual {
  if (how === undefined) return { ja: '', en: '' };
  const during = span(window_minutes);
  const isMore = tries >= KEEP;
  const tried = {
    ja: `${number(tries)}回${isMore ? '以上' : ''}`,
    en: `${number(tries)}${isMore ? ' or more' : ''} refusals`,
  };
  if (how === 'accounts') {
    const whose = owner === undefined ? { ja: '', en: '' } : { ja: '他の人の', en: 'other people’s ' };
    return {
      ja: `${during.ja}に${whose.ja}${number(accounts)}個のアカウントで失敗しており、打ち間違いでは説明できません。`,
      en: ` Within ${during.en} ${number(accounts)} ${whose.en}accounts were refused, which slips of the finger do not explain.`,
    };
  }
  if (how === 'origins') {
    const from = places(origins);
    return {
      ja: `${during.ja}に${from.ja}から合わせて${tried.ja}失敗しており、接続元ごとの回数は少ないので、目立たないように分けた推測とみられます。`,
      en: ` ${tried.en} came from ${from.en} within ${during.en}, each with only a few: guessing spread so as not to be seen.`,
    };
  }
  return {
    ja: `${during.ja}に${tried.ja}失敗しており、ふだんの打ち間違いより多い回数です。`,
    en: ` ${tried.en} within ${during.en} are more than ordinary slips of the finger.`,
  };
}

function span(minutes: number): Bilingual {
  if (minutes >= 1440)
    return { ja: `${minutes / 1440}日以内`, en: minutes === 1440 ? 'a day' : `${minutes / 1440} days` };
  return minutes === 60
    ? { ja: '1時間以内', en: 'an hour' }
    : { ja: `${minutes}分以内`, en: `${minutes} minutes` };
}
