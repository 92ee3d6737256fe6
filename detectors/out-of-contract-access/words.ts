/** The sentences of out-of-contract-access. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, onDate, times, who } from '../../src/detector/wording.ts';
import type { Beyond, Evidence } from './evidence.ts';

/** Who of which employer, when, how much, and beyond what. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { employer = '?', source = '?', beyond = [] } = evidence;
  const { counts, actor, principal } = facts;
  const isOne = actor !== null || principal !== null || counts.accounts < 2;
  const doer = isOne ? who(facts) : count(counts.accounts, 'account', 'accounts', '個のアカウント');
  const time = between(facts.firstTime, facts.lastTime);
  const often = times(counts.events);
  const read = count(counts.records, 'record', 'records', '件');
  const much = counts.records > 0 ? { ja: `、${read.ja}`, en: `, ${read.en}` } : { ja: '', en: '' };
  const why = beyond.map((name) => WHY[name](evidence));
  const last = counts.events > 1 ? { ja: '最後の操作では、', en: 'Of the latest: ' } : { ja: '', en: '' };
  return {
    ja: `${employer} の${doer.ja}が${time.ja}、契約の範囲外でシステム ${source} を利用しました（${often.ja}${much.ja}）。${last.ja}${why.map(({ ja }) => ja).join('')}`,
    en: `${doer.en} of ${employer} used the system ${source} outside the contract ${time.en} (${often.en}${much.en}). ${last.en}${why.map(({ en }) => en).join(' ')}`,
  };
}

type Why = (evidence: Partial<Evidence>) => Bilingual;

const WHY: Readonly<Record<Beyond, Why>> = {
  'no-contract': ({ employer = '?' }) => ({
    ja: `${employer} には契約がありません。`,
    en: `${employer} has no contract.`,
  }),
  ended: ({ contract, ended_on: end }) => ({
    ja: `契約${named(contract)}は${end ? `${onDate(end).ja}までで、` : ''}すでに終了しています。`,
    en: `The contract${namedEn(contract)} had ended${end ? ` on ${end}` : ''}.`,
  }),
  system: ({ contract }) => ({
    ja: `このシステムは契約${named(contract)}に含まれません。`,
    en: `The contract${namedEn(contract)} does not include this system.`,
  }),
  tenant: ({ contract, tenant }) => ({
    ja: `委託元 ${tenant ?? '不明'} のデータは契約${named(contract)}に含まれません。`,
    en: `The contract${namedEn(contract)} does not include data of ${tenant ?? 'this tenant'}.`,
  }),
  'data-class': ({ contract, data_class: name }) => ({
    ja: `データ区分「${name ?? '不明'}」は契約${named(contract)}に含まれません。`,
    en: `The contract${namedEn(contract)} does not include data of class “${name ?? 'unknown'}”.`,
  }),
  action: ({ contract, action }) => ({
    ja: `操作「${action ?? '不明'}」は契約${named(contract)}に含まれません。`,
    en: `The contract${namedEn(contract)} does not include the action “${action ?? 'unknown'}”.`,
  }),
  'record-date': ({ contract, record_date: date, records_from: from, records_to: to }) => ({
    ja: `${date ? onDate(date).ja : '不明な日'}の記録は、契約${named(contract)}で扱える期間（${from ? onDate(from).ja : ''}〜${to ? onDate(to).ja : ''}）の外です。`,
    en: `The record of ${date ?? 'an unknown day'} lies outside the period of the contract${namedEn(contract)} (${from ?? '…'} to ${to ?? '…'}).`,
  }),
};

function named(contract: string | null | undefined): string {
  return contract ? ` ${contract} ` : '';
}

function namedEn(contract: string | null | undefined): string {
  return contract ? ` ${contract}` : '';
}

/** What would make it harmless. */
export function clearsIf({ beyond = [] }: Partial<Evidence>): Bilingual {
  if (beyond.includes('ended') || beyond.includes('no-contract'))
    return {
      ja: '契約の更新・締結が登録されていなかっただけの場合（contracts 台帳に加えてください）。',
      en: 'The contract had been renewed or made and was only not entered: enter it in the contracts register.',
    };
  return {
    ja: '契約の範囲の登録が誤りだった場合、または委託元がこの作業を書面で求めていた場合（contracts 台帳に行を加えてください）。',
    en: 'The contract was entered wrongly, or its client had asked for this work in writing: add a row to the contracts register.',
  };
}
