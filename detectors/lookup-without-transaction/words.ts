/** Puts a finding of lookup-without-transaction into words. The account that was signed in is named, not blamed. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, number } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';

const WINDOWS: Readonly<Record<number, Bilingual>> = {
  60: { ja: '1時間', en: 'an hour' },
  1440: { ja: '1日', en: 'a day' },
  43200: { ja: '30日', en: '30 days' },
};

const CONTEXT: Readonly<Record<NonNullable<Evidence['context']>, Bilingual>> = {
  'site-ended': {
    ja: 'この拠点は、台帳ではもう利用を認められていません。',
    en: ' By register the site is no longer authorised.',
  },
  absent: {
    ja: 'アカウントの持ち主は、その時間は勤務ではありませんでした。',
    en: ' The holder of the account was not on duty then.',
  },
  'other-hands': {
    ja: '端末は、別の人のログインで開かれていました。',
    en: ' Somebody else had opened the session.',
  },
};

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { counts, firstTime, lastTime, device, actor } = facts;
  const time = between(firstTime, lastTime);
  const where =
    device === null
      ? { ja: `アカウント ${actor ?? ''} `, en: `account ${actor ?? ''}` }
      : { ja: `端末 ${device} `, en: `the device ${device}` };
  const why = whyOdd(evidence);
  const odd = evidence.context === undefined ? { ja: '', en: '' } : CONTEXT[evidence.context];
  const whose =
    device === null || actor === null
      ? { ja: '', en: '' }
      : {
          ja: `使われていたのはアカウント ${actor} ですが、本人が操作したとは限りません。`,
          en: ` Account ${actor} was signed in, which does not say who sat there.`,
        };
  return {
    ja: `${time.ja}、${where.ja}で顧客${number(counts.subjects)}人が照会され、そのあと売上・見積・受付の記録がありません。${why.ja}${odd.ja}${whose.ja}`,
    en: `${number(counts.subjects)} customers were looked up on ${where.en} ${time.en}, and no sale, quote or ticket followed.${why.en}${odd.en}${whose.en}`,
  };
}

function whyOdd({
  how,
  of,
  window_minutes: minutes = 0,
  lookups = 0,
  without = 0,
  usual_percent: usual = 0,
}: Partial<Evidence>): Bilingual {
  const within = WINDOWS[minutes] ?? { ja: '', en: '' };
  if (how === 'context')
    return {
      ja: `${within.ja}に${number(without)}件ありました。`,
      en: ` There were ${number(without)} within ${within.en}.`,
    };
  const whose =
    of === 'person' ? { ja: 'この人では', en: 'this person' } : { ja: 'この端末では', en: 'this device' };
  return {
    ja: `${within.ja}の${number(lookups)}件のうち${number(without)}件で、${whose.ja}ふだん${usual}%ほどです。`,
    en: ` ${number(without)} of ${number(lookups)} within ${within.en}; about ${usual}% are usual for ${whose.en}.`,
  };
}

/** What would make it harmless. */
export function clearsIf({ context }: Partial<Evidence>): Bilingual {
  if (context === 'site-ended')
    return {
      ja: '拠点の利用が引き続き認められており、台帳を直した場合。',
      en: 'The site is still authorised and the register is corrected.',
    };
  return {
    ja: '問い合わせや修理の受付など、売上につながらない業務だったと確かめられた場合、または売上の記録が欠けていた場合。',
    en: 'It was work that ends in no sale, as enquiries or repairs; or sales are missing from the log.',
  };
}
