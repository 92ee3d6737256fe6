/** Puts a finding of credential-takeover into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, number, times, when } from '../../src/detector/wording.ts';
import type { Evidence, How } from './evidence.ts';

type Say = (evidence: Partial<Evidence>, facts: Facts) => Bilingual;

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  return SAYS[evidence.how ?? 'others-accounts'](evidence, facts);
}

/** Whose device, or which address. */
function place({ device_owner: owner }: Partial<Evidence>, { device, ip }: Facts): Bilingual {
  if (device !== null)
    return owner === undefined
      ? { ja: `端末 ${device} `, en: `the device ${device}` }
      : { ja: `${owner} の端末 ${device} `, en: `the device ${device} of ${owner}` };
  return ip === null
    ? { ja: '記録に残っていない接続元', en: 'a place the log does not name' }
    : { ja: `接続元 ${ip} `, en: `the address ${ip}` };
}

function account({ actor, counts }: Facts): Bilingual {
  return actor === null
    ? count(counts.accounts, 'account', 'accounts', '個のアカウント')
    : { ja: `アカウント ${actor} `, en: `account ${actor}` };
}

const many: Say = (evidence, facts) => {
  const at = place(evidence, facts);
  const time = between(facts.firstTime, facts.lastTime);
  const used = number(facts.counts.accounts);
  const { accounts = 0, window_days: days = 0 } = evidence;
  const within = days === 1 ? { ja: '1日', en: 'a day' } : { ja: `${days}日`, en: `${days} days` };
  return {
    ja: `${time.ja}、${at.ja}で、ほかの人のアカウント${used}個が使われました（${within.ja}以内に${number(accounts)}個）。失敗はなくても、パスワードが知られているおそれがあります。`,
    en: `${used} other people’s accounts were used at ${at.en} ${time.en}, ${number(accounts)} of them within ${within.en}. Even without a refusal, their passwords may be known.`,
  };
};

const afterReset: Say = (evidence, facts) => {
  const at = place(evidence, facts);
  const time = when(facts.lastTime);
  const who = account(facts);
  const by = evidence.reset_by_itself
    ? { ja: 'そのアカウントの名前で誰か', en: 'somebody in its own name' }
    : evidence.reset_by === undefined
      ? { ja: '別の人', en: 'somebody else' }
      : { ja: `${evidence.reset_by} `, en: evidence.reset_by };
  const isSame = evidence.how === 'reset-same-place';
  return {
    ja: `${time.ja}、${who.ja}に${at.ja}からログインがありました。その前に、${by.ja}がパスワードや多要素認証を再設定しており、${isSame ? '再設定したのと同じ場所からのログインです。' : '本人がこれまで使ったことのない場所からのログインです。'}`,
    en: `There was a sign-in to ${who.en} from ${at.en} on ${time.en}, after its password or second factor had been reset by ${by.en}${isSame ? ', from the very place where that was done.' : ': a place from which it had never been used.'}`,
  };
};

const SAYS: Readonly<Record<How, Say>> = {
  'others-accounts': many,
  'many-accounts': many,
  'on-leave'(evidence, facts) {
    const [at, who, time] = [place(evidence, facts), account(facts), when(facts.lastTime)];
    return {
      ja: `${time.ja}、休暇中の職員の${who.ja}に、${at.ja}からログインがありました。`,
      en: `On ${time.en} there was a sign-in from ${at.en} to ${who.en}, whose holder was on leave.`,
    };
  },
  'in-use-elsewhere'(evidence, facts) {
    const [at, who, time] = [
      place(evidence, facts),
      account(facts),
      between(facts.firstTime, facts.lastTime),
    ];
    return {
      ja: `${time.ja}、${who.ja}が${at.ja}で使われました。同じ時間に、その持ち主は別の端末で操作しています。`,
      en: `${who.en.replace(/^a/, 'A')} was used on ${at.en} ${time.en}, while its holder was at work on another device.`,
    };
  },
  'two-places'({ minutes_apart: minutes = 0 }, facts) {
    const [who, time] = [account(facts), when(facts.lastTime)];
    return {
      ja: `${time.ja}、${who.ja}に、${minutes}分以内に2つの離れたネットワークからログインがありました。電話とパソコンのように回線を使い分けたのでなければ、1人では難しい間隔です。`,
      en: `On ${time.en} ${who.en} was signed in to from two networks within ${count(minutes, 'minute', 'minutes', '分').en}: too soon for one person, unless two lines were at hand (a telephone and a PC).`,
    };
  },
  'new-places'({ places = 0 }, facts) {
    const [who, time] = [account(facts), between(facts.firstTime, facts.lastTime)];
    return {
      ja: `${time.ja}、${who.ja}に、これまで使われたことのない${places}か所からログインがありました。パスワードが複数の人に渡っているおそれがあります。`,
      en: `There were sign-ins to ${who.en} ${time.en} from ${places} places where it had never been used: its password may have been handed round.`,
    };
  },
  'new-place-acts'({ acts = 0, refused_before: refused = 0 }, facts) {
    const [at, who, time, done] = [
      place({}, facts),
      account(facts),
      between(facts.firstTime, facts.lastTime),
      times(acts),
    ];
    const tried = times(refused);
    return {
      ja: `${time.ja}、${who.ja}が、これまで使われたことのない${at.ja}からログインし、権限付与やアカウント作成などを${done.ja}行いました。${refused > 0 ? `ログインの前に同じ場所から${tried.ja}失敗しています。` : ''}`,
      en: `${who.en.replace(/^a/, 'A')} signed in from ${at.en}, where it had never been used, and granted rights, made accounts or the like ${done.en} ${time.en}.${refused > 0 ? ` Sign-ins from there had failed ${tried.en} before.` : ''}`,
    };
  },
  'reset-same-place': afterReset,
  'reset-new-place': afterReset,
};
