/** The sentences of out-of-scope-lookup: what was looked up and what speaks against it, and what would clear it. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, offDuty, onDate, times, who } from '../../src/detector/wording.ts';
import type { ScopeCause } from './causes.ts';
import type { Evidence } from './evidence.ts';

/** Who looked at whom, when, and why that is odd. */
export function sentence(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const actor = who(facts);
  const time = between(facts.firstTime, facts.lastTime);
  const what = lookedAt(evidence, facts);
  const reason = WHY[evidence.cause ?? 'case-required'](evidence);
  const off = evidence.cause === 'leave' ? { ja: '', en: '' } : offDuty(evidence.off_duty, facts); // else said twice
  return {
    ja: `${actor.ja}が${time.ja}、${what.ja}。${reason.ja}${off.ja}`,
    en: `${actor.en} ${what.en} ${time.en}. ${reason.en}${off.en}`,
  };
}

function lookedAt(
  { cause, data_class: dataClass }: Partial<Evidence>,
  { subject, counts }: Facts,
): Bilingual {
  const often = times(counts.events);
  const isOften = counts.events > 1;
  if (subject !== null) {
    return {
      ja: `対象者 ${subject} を${isOften ? often.ja : ''}照会しました`,
      en: `looked up subject ${subject}${isOften ? ` ${often.en}` : ''}`,
    };
  }
  const people = count(counts.subjects, 'person', 'people', '人');
  if (counts.subjects > 0) return { ja: `${people.ja}の情報を照会しました`, en: `looked up ${people.en}` };
  const kind = cause === 'class-new' || cause === 'data-class' ? dataClass : null;
  const records = count(counts.records, 'record', 'records', '件');
  if (kind !== null && kind !== undefined)
    return {
      ja: `区分「${kind}」の情報を${records.ja}参照しました`,
      en: `read ${records.en} of class “${kind}”`,
    };
  return { ja: `情報を${records.ja}参照しました`, en: `read ${records.en}` };
}

const named = (text: string | null | undefined, ja: string, en: string): Bilingual =>
  text === null || text === undefined ? { ja, en } : { ja: `${ja} ${text} `, en: `${en} ${text}` };

type Why = (evidence: Partial<Evidence>) => Bilingual;

const WHY: Readonly<Record<ScopeCause, Why>> = {
  'no-contact': () => ({
    ja: 'この対象者は、この職員の接触禁止の相手として登録されています。',
    en: 'The no-contact register forbids this person any dealing with this subject.',
  }),
  self: () => ({ ja: '対象者は照会した本人です。', en: 'The subject is the person who looked.' }),
  relative: () => ({
    ja: '対象者は照会した職員の親族として登録されています。',
    en: 'The subject is registered as a relative of the person who looked.',
  }),
  protected: ({ protection }) => ({
    ja: `この対象者は保護の対象（${protection || '区分不明'}）で、照会の根拠となる案件・許可・手続がありません。`,
    en: `The subject is under protection (${protection || 'kind unknown'}), and no case, permit or transaction explains the look-up.`,
  }),
  'case-closed': (e) => {
    const about = named(e.case_id, '案件', 'case');
    const day = e.closed_on;
    return {
      ja: `根拠とされた${about.ja}は${day ? `${onDate(day).ja}に` : 'すでに'}終了しています。`,
      en: `The cited ${about.en} was closed${day ? ` on ${day}` : ' before'}.`,
    };
  },
  'after-case-closed': (e) => {
    const about = named(e.case_id, '案件', 'case');
    return {
      ja: `この職員が担当した${about.ja}は${e.closed_on ? `${onDate(e.closed_on).ja}に` : 'すでに'}終了しており、ほかに照会の根拠がありません。`,
      en: `The person’s own ${about.en} about this subject was closed${e.closed_on ? ` on ${e.closed_on}` : ''}, and nothing else explains the look-up.`,
    };
  },
  'case-not-open': (e) => ({
    ja: `根拠とされた${named(e.case_id, '案件', 'case').ja}は、その時点でまだ始まっていません。`,
    en: `The cited ${named(e.case_id, '案件', 'case').en} had not been opened yet.`,
  }),
  'case-other-subject': (e) => ({
    ja: `根拠とされた${named(e.case_id, '案件', 'case').ja}は別の人に関するもので、同じ世帯でもありません。`,
    en: `The cited ${named(e.case_id, '案件', 'case').en} is about somebody else, not of the same household.`,
  }),
  'case-other-assignee': (e) => ({
    ja: `根拠とされた${named(e.case_id, '案件', 'case').ja}の担当は、この職員でも所属部署でもありません。`,
    en: `The cited ${named(e.case_id, '案件', 'case').en} is assigned neither to this person nor to the unit.`,
  }),
  'case-unknown': (e) => ({
    ja: `根拠とされた${named(e.case_id, '案件', 'case').ja}は案件台帳にありません。`,
    en: `The cited ${named(e.case_id, '案件', 'case').en} is not in the cases register.`,
  }),
  'case-required': () => ({
    ja: 'このシステムの照会には案件が必要ですが、根拠となる案件・許可・手続が見当たりません。',
    en: 'Look-ups in this system need a case, and no case, permit or transaction explains this one.',
  }),
  leave: () => ({
    ja: 'この職員は休暇中で、照会の根拠がありません。ほかの人がこのアカウントを使ったおそれもあります。',
    en: 'The person was on leave, and nothing explains the look-up; somebody else may have used the account.',
  }),
  'site-not-authorised': ({ site, authorised_until: until }) => ({
    ja: `拠点${site ? ` ${site} ` : ''}は${until ? `${onDate(until).ja}を最後に、` : 'すでに'}利用を認められていません。`,
    en: `The site${site ? ` ${site}` : ''} is no longer authorised to use the system${until ? ` (last day ${until})` : ''}.`,
  }),
  duty: () => ({
    ja: 'この照会は、この職員の担当業務に含まれていません。',
    en: 'None of the duties of this person allows such a look-up.',
  }),
  'data-class': ({ data_class: dataClass }) => ({
    ja: `データ区分「${dataClass ?? '不明'}」は、この職員の担当業務に含まれていません。`,
    en: `None of the duties of this person allows data of class “${dataClass ?? 'unknown'}”.`,
  }),
  'class-new': ({ data_class: dataClass }) => ({
    ja: `データ区分「${dataClass ?? '不明'}」は、この職員も所属部署もそれまで扱ったことがありません。`,
    en: `Neither this person nor the unit had looked at data of class “${dataClass ?? 'unknown'}” before.`,
  }),
};
