/** The sentences of access-after-termination. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, onDate, times, who } from '../../src/detector/wording.ts';
import type { Ended, Evidence } from './evidence.ts';

/** Who came back, when, how often, and what had ended when. */
export function sentence(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const ended = evidence.ended ?? 'log';
  const time = between(facts.firstTime, facts.lastTime);
  const did = whatWasDone(evidence, facts);
  if (ended === 'device-holder') {
    const { device } = facts;
    const { accounts } = facts.counts;
    const other = accounts > 1 ? count(accounts, 'account', 'accounts', '個のアカウントで') : whoLater(facts);
    const holder = evidence.holder ?? '?';
    const on = evidence.ended_on ? onDate(evidence.ended_on) : null;
    return {
      ja: `${on === null ? '' : `${on.ja}に退職などで離れた `}${holder} の端末${device === null ? '' : ` ${device} `}から、${other.ja}${time.ja}${did.ja}。持ち主が離れた後も端末が使われています。`,
      en: `From the device${device === null ? '' : ` ${device}`} of ${holder}, who left${on === null ? '' : ` on ${on.en}`}, ${other.en} ${did.en} ${time.en}. The device is still in use after its holder has gone.`,
    };
  }
  if (ended === 'leavers-place') return fromPlace(evidence, facts);
  const actor = who(facts);
  const why = WHY[ended](evidence, facts);
  const renewal = evidence.renewal_likely && facts.severity === 'low' ? RENEWAL : { ja: '', en: '' };
  return {
    ja: `${actor.ja}が${time.ja}${did.ja}。${why.ja}${renewal.ja}`,
    en: `${actor.en} ${did.en} ${time.en}. ${why.en}${renewal.en}`,
  };
}

/** A password that several know, used where only one of them was. */
function fromPlace(
  { holder, ended_on: end }: Partial<Evidence>,
  { actor, device, ip, firstTime, lastTime }: Facts,
): Bilingual {
  const time = between(firstTime, lastTime);
  const day = end ? onDate(end) : { ja: '', en: '' };
  const place = device ?? ip ?? '';
  return {
    ja: `${time.ja}、共用・サービスのアカウント ${actor ?? ''} が ${place} から使われました。ここは、${day.ja}で離れた ${holder ?? '?'} だけが使っていた場所です。`,
    en: `The shared or service account ${actor ?? ''} was used from ${place} ${time.en}: a place where only ${holder ?? '?'} had been, who left on ${day.en}.`,
  };
}

/** {@link who} as the doer within a sentence. */
function whoLater(facts: Facts): Bilingual {
  const { ja, en } = who(facts);
  return { ja: `${ja}が`, en: facts.principal === null ? en.charAt(0).toLowerCase() + en.slice(1) : en };
}

function whatWasDone({ entered = false, reason }: Partial<Evidence>, { counts }: Facts): Bilingual {
  const often = times(counts.events);
  if (!entered)
    return {
      ja: `${often.ja}アクセスを試み、拒否されました`,
      en: `tried ${often.en} to get in, without success,`,
    };
  const isAlsoRefused = reason !== undefined;
  const read = count(counts.records, 'record', 'records', '件');
  const ja = [isAlsoRefused ? '拒否された試みを含む' : '', counts.records > 0 ? `参照 ${read.ja}` : ''];
  const en = [isAlsoRefused ? 'refused tries included' : '', counts.records > 0 ? `${read.en} read` : ''];
  return {
    ja: `${often.ja}アクセスしました${inBrackets(ja, '、', '（', '）')}`,
    en: `had access ${often.en}${inBrackets(en, '; ', ' (', ')')}`,
  };
}

function inBrackets(parts: readonly string[], between: string, open: string, close: string): string {
  const said = parts.filter((part) => part !== '').join(between);
  return said === '' ? '' : `${open}${said}${close}`;
}

type Why = (evidence: Partial<Evidence>, facts: Facts) => Bilingual;

function endOf(what: Bilingual): Why {
  return ({ ended_on: end, days_after: days }, { counts }) => {
    if (!end) return { ja: `${what.ja}はすでに終わっています。`, en: `${what.en} had ended before.` };
    const day = onDate(end);
    const since = count(days ?? 0, 'day', 'days', '日');
    return counts.events === 1
      ? {
          ja: `${what.ja}は${day.ja}までで、その${since.ja}後のアクセスです。`,
          en: `${what.en} had ended on ${day.en}, ${since.en} earlier.`,
        }
      : {
          ja: `${what.ja}は${day.ja}までで、最後のアクセスはその${since.ja}後です。`,
          en: `${what.en} had ended on ${day.en}; the latest was ${since.en} after that.`,
        };
  };
}

const WHY: Readonly<Record<Exclude<Ended, 'device-holder' | 'leavers-place'>, Why>> = {
  employment: endOf({ ja: 'この人の在職', en: 'The person’s employment' }),
  secondment: endOf({ ja: 'この人の出向・派遣期間', en: 'The person’s secondment' }),
  assignment: endOf({ ja: 'この人の業務委託・派遣の期間', en: 'The person’s assignment' }),
  account: endOf({ ja: 'このアカウントの利用期間', en: 'The account’s validity' }),
  log: ({ reason }) => ({
    ja: `拒否の理由は、アカウントが無効または終了していること（${reason ?? '不明'}）です。`,
    en: `The log refused it because the account is disabled or has ended (${reason ?? 'no reason given'}).`,
  }),
};

const RENEWAL: Bilingual = {
  ja: '同じ日に多くの人の期間が終わり、自席の端末から続けて使われているため、更新の登録の遅れとみられます。',
  en: ' Many ended on that day and the person goes on at the registered desk: the renewal has probably not been entered yet.',
};
