/** The sentences of access-after-termination. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, times, who } from '../../src/detector/wording.ts';
import type { Ended, Evidence } from './evidence.ts';

/** Who came back, when, how often, and what had ended when. */
export function sentence(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const ended = evidence.ended ?? 'log';
  const time = between(facts.firstTime, facts.lastTime);
  const did = whatWasDone(evidence, facts);
  if (ended === 'device-holder') {
    const { device } = facts;
    const other = facts.actor === null ? { ja: '複数のアカウント', en: 'several accounts' } : who(facts);
    const holder = evidence.holder ?? '?';
    return {
      ja: `${on(evidence).ja}${holder} の端末${device === null ? '' : ` ${device} `}から、${other.ja}が${time.ja}${did.ja}。退職などの後も端末が使われています。`,
      en: `From the device${device === null ? '' : ` ${device}`} of ${holder}, who left${on(evidence).en}, ${other.en} ${did.en} ${time.en}. The device is still in use after its holder has gone.`,
    };
  }
  const actor = who(facts);
  const why = WHY[ended](evidence);
  return {
    ja: `${actor.ja}が${time.ja}${did.ja}。${why.ja}`,
    en: `${actor.en} ${did.en} ${time.en}. ${why.en}`,
  };
}

/** What would make it harmless. */
export function clearing({ ended = 'log' }: Partial<Evidence>): Bilingual {
  return CLEARED_IF[ended];
}

function whatWasDone({ entered = false, records = 0 }: Partial<Evidence>, { counts }: Facts): Bilingual {
  const often = times(counts.events);
  if (!entered)
    return {
      ja: `${often.ja}アクセスを試み、拒否されました`,
      en: `tried to get in ${often.en} and was refused`,
    };
  const read = count(records, 'record', 'records', '件');
  const readJa = records > 0 ? `（参照 ${read.ja}）` : '';
  const readEn = records > 0 ? ` (${read.en} read)` : '';
  return { ja: `${often.ja}アクセスしました${readJa}`, en: `had access ${often.en}${readEn}` };
}

function on({ ended_on: day }: Partial<Evidence>): Bilingual {
  return day === null || day === undefined
    ? { ja: '', en: '' }
    : { ja: `${day} に離れた `, en: ` on ${day}` };
}

function endOf(what: Bilingual): (evidence: Partial<Evidence>) => Bilingual {
  return ({ ended_on: day, days_after: days }) => {
    const since = days === null || days === undefined ? null : count(days, 'day', 'days', '日');
    return {
      ja: `${what.ja}は ${day ?? '以前'} までで、${since === null ? 'すでに終わっています' : `その${since.ja}後のアクセスです`}。`,
      en: `${what.en} ended${day ? ` on ${day}` : ' before'}${since === null ? '' : `, ${since.en} earlier`}.`,
    };
  };
}

const WHY: Readonly<Record<Exclude<Ended, 'device-holder'>, (evidence: Partial<Evidence>) => Bilingual>> = {
  employment: endOf({ ja: 'この人の在職', en: 'The person’s employment' }),
  secondment: endOf({ ja: 'この人の出向・派遣期間', en: 'The person’s secondment' }),
  assignment: endOf({ ja: 'この人の業務委託・派遣の期間', en: 'The person’s assignment' }),
  account: endOf({ ja: 'このアカウントの利用期間', en: 'The account’s validity' }),
  log: ({ reason }) => ({
    ja: `拒否の理由は、アカウントが無効または終了していること（${reason ?? '不明'}）です。`,
    en: `The log refused it because the account is disabled or has ended (${reason ?? 'no reason given'}).`,
  }),
};

const STAYED: Bilingual = {
  ja: '終了日の登録が誤り（延長・再雇用・在籍中）だった場合、または引継ぎのため上司が認めた利用だった場合。',
  en: 'The registered end was wrong (extended, hired again, still there), or a superior had allowed it for the hand-over.',
};

const CLEARED_IF: Readonly<Record<Ended, Bilingual>> = {
  employment: STAYED,
  secondment: STAYED,
  assignment: STAYED,
  account: {
    ja: 'アカウント台帳の終了日が誤りだった場合、または別の人に割り当て直されていた場合。',
    en: 'The end in the accounts register was wrong, or the account had been given to somebody else.',
  },
  'device-holder': {
    ja: '端末が返却され、別の職員や情報システム担当が使っていたと確認できた場合（端末台帳を更新してください）。',
    en: 'The device had been returned and was used by another employee or by IT: bring the devices register up to date.',
  },
  log: {
    ja: '休職者や異動者が誤って旧アカウントを使った、または設定に残った自動接続だったと確認できた場合。',
    en: 'Somebody on leave or transferred used an old account by mistake, or a forgotten automatic sign-in did.',
  },
};
