/** The sentences of pre-departure-pull. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { count, listed, number, onDate, who } from '../../src/detector/wording.ts';
import type { Evidence, Measure } from './evidence.ts';
import { TAKEN_BY } from './takings.ts';

/** Who leaves when, what was taken, and what is usual. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const person = who(facts);
  const leaves = leaving(evidence);
  const what = taken(evidence);
  const usual = compared(evidence);
  const out = outside(evidence);
  return {
    ja: `${person.ja}は${leaves.ja}直近30日で${what.ja}。${usual.ja}${out.ja}`,
    en: `${person.en} ${leaves.en}, and ${what.en}.${usual.en}${out.en}`,
  };
}

function leaving({ reason = 'end', notice_on, leaves_on }: Partial<Evidence>): Bilingual {
  const day = leaves_on ? onDate(leaves_on) : null;
  if (reason === 'notice') {
    const on = notice_on ? onDate(notice_on) : { ja: '', en: '' };
    return {
      ja: `${on.ja}に退職を申し出ており${day === null ? '' : `（最終日 ${day.ja}）`}、`,
      en: `gave notice on ${on.en}${day === null ? '' : ` (last day ${day.en})`}`,
    };
  }
  const ja = { end: '在籍', contract: '契約', account: 'アカウントの利用' }[reason];
  const en = {
    end: 'leaves',
    contract: 'works under a contract that ends',
    account: 'has an account that ends',
  }[reason];
  return { ja: `${ja}が${day?.ja ?? ''}までで、`, en: `${en} on ${day?.en ?? ''}` };
}

const VERBS: Readonly<Record<(typeof TAKEN_BY)[keyof typeof TAKEN_BY], Bilingual>> = {
  exported: { ja: '抽出', en: 'exported' },
  printed: { ja: '印刷', en: 'printed' },
  downloaded: { ja: 'ダウンロード', en: 'downloaded' },
  copied: { ja: '複写', en: 'copied' },
  sent: { ja: '送信', en: 'sent' },
  uploaded: { ja: 'アップロード', en: 'uploaded' },
};

function taken(evidence: Partial<Evidence>): Bilingual {
  const { measure = 'taken', seen = 0 } = evidence;
  const amount = amountOf(measure, seen);
  if (measure === 'records' || measure === 'subjects')
    return { ja: `${amount.ja}を照会しました`, en: `looked up ${amount.en} in the last 30 days` };
  const parts = Object.values(TAKEN_BY).filter((fact) => (evidence[fact] ?? 0) > 0);
  const ja = listed(parts.map((fact) => `${VERBS[fact].ja} ${number(evidence[fact] ?? 0)}件`)).ja;
  const en = listed(parts.map((fact) => `${number(evidence[fact] ?? 0)} ${VERBS[fact].en}`)).en;
  const how =
    measure === 'unsanctioned' || parts.length === 0
      ? { ja: '', en: '' }
      : { ja: `（${ja}）`, en: ` (${en})` };
  const where =
    measure === 'unsanctioned'
      ? { ja: '認められていない送り先か媒体へ', en: ' to destinations or media that are not allowed' }
      : { ja: '', en: '' };
  return {
    ja: `${where.ja}${amount.ja}${how.ja}を取り出しました`,
    en: `took ${amount.en}${how.en}${where.en} in the last 30 days`,
  };
}

function amountOf(measure: Measure, value: number): Bilingual {
  return measure === 'subjects'
    ? count(value, 'person', 'people', '人分')
    : count(value, 'record', 'records', '件');
}

function compared(evidence: Partial<Evidence>): Bilingual {
  const { measure, usual_own = null, usual_peers = null, limit = 0 } = evidence;
  const most = number(limit);
  const facts = [
    usual_own === null
      ? null
      : { ja: `本人のふだんの30日は${number(usual_own)}件ほど`, en: `${number(usual_own)} for this person` },
    usual_peers === null
      ? null
      : {
          ja: `同じ部署・職務の人は${number(usual_peers)}件ほど`,
          en: `${number(usual_peers)} for the peers`,
        },
  ].filter((fact) => fact !== null);
  if (facts.length > 0) {
    return {
      ja: `${facts.map(({ ja }) => ja).join('、')}で、説明がいらないのは${most}件までです。`,
      en: ` Usual in 30 days are about ${facts.map(({ en }) => en).join(' and ')}; up to ${most} need no explanation.`,
    };
  }
  const isOut = measure === 'unsanctioned'; // of that nothing is usual
  return {
    ja: `${isOut ? '' : 'ふだんの量はまだ分かりません。'}説明がいらないのは${most}件までです。`,
    en: `${isOut ? '' : ' What is usual is not known yet.'} Up to ${most} need no explanation.`,
  };
}

function outside({ measure, unsanctioned = 0 }: Partial<Evidence>): Bilingual {
  if (measure !== 'taken' || unsanctioned === 0) return { ja: '', en: '' };
  const part = count(unsanctioned, 'record', 'records', '件');
  return {
    ja: `うち${part.ja}は認められていない送り先か媒体へ出ています。`,
    en: ` Of these, ${part.en} went to destinations or media that are not allowed.`,
  };
}

/** What would make it harmless. */
export function clearsIf(): Bilingual {
  return {
    ja: '引継ぎのための複写や整理で、上司が承知していた場合。引継ぎ先が認められた共有領域なら、送り先の台帳に登録すると以後は数えません。まとまった作業は許可台帳に登録できます。',
    en: 'It was copied or put in order for the hand-over, and the superior knew. A share for hand-overs that stands in the destinations register is not counted; work in bulk can have a permit.',
  };
}
