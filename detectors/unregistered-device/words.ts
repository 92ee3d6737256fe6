/** The sentences of unregistered-device. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, listed, onDate, times, who } from '../../src/detector/wording.ts';
import type { Evidence, Kind } from './evidence.ts';

const NAMES: Readonly<Record<Kind, Bilingual>> = {
  device: { ja: '端末', en: 'device' },
  network: { ja: 'アドレス', en: 'address' },
  site: { ja: '拠点', en: 'site' },
  account: { ja: 'アカウント', en: 'account' },
};
const REGISTERS: Readonly<Record<Kind, Bilingual>> = {
  device: { ja: '端末台帳', en: 'devices register' },
  network: {
    ja: 'システム・拠点の台帳が認めるネットワーク',
    en: 'networks that the registers of systems and sites allow',
  },
  site: { ja: '拠点台帳', en: 'sites register' },
  account: { ja: 'アカウント台帳', en: 'accounts register' },
};

/** Who worked where, on what, since when, and what the register says of it. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  if (evidence.why === 'not-covered') return ofGap(evidence, facts);
  const { kind = 'device', name = '?', source = '?', also = [] } = evidence;
  const { counts } = facts;
  const isOne = facts.actor !== null || facts.principal !== null || counts.accounts < 2;
  const doer = isOne ? who(facts) : count(counts.accounts, 'account', 'accounts', '個のアカウント');
  const time = between(facts.firstTime, facts.lastTime);
  const often = times(counts.events);
  const what = NAMES[kind];
  const read = count(counts.records, 'record', 'records', '件');
  const much =
    counts.records > 0
      ? { ja: `（${often.ja}、参照 ${read.ja}）`, en: ` (${often.en}, ${read.en} read)` }
      : { ja: `（${often.ja}）`, en: ` (${often.en})` };
  const others = also.map((other) => NAMES[other]);
  const more =
    others.length === 0
      ? { ja: '', en: '' }
      : {
          ja: `${listed(others.map(({ ja }) => ja)).ja}も、台帳にないか、認められていません。`,
          en: ` Neither does a register know or allow the ${listed(others.map(({ en }) => en)).en}.`,
        };
  const why = whyIn(evidence);
  const withIt =
    kind === 'account'
      ? { ja: '', en: '' }
      : { ja: `${what.ja} ${name} から`, en: ` from ${what.en} ${name}` };
  return {
    ja: `${doer.ja}が${time.ja}、${withIt.ja}システム ${source} を利用しました${much.ja}。${why.ja}${more.ja}`,
    en: `${doer.en} used the system ${source}${withIt.en} ${time.en}${much.en}. ${why.en}${more.en}`,
  };
}

function whyIn({ kind = 'device', why, ended_on: end }: Partial<Evidence>): Bilingual {
  const register = REGISTERS[kind];
  const what = NAMES[kind];
  if (why === 'outside')
    return {
      ja: `このアドレスは、${register.ja}の外にあります。`,
      en: `The address lies outside the ${register.en}.`,
    };
  if (why === 'ended')
    return {
      ja: `この${what.ja}は、${register.ja}では${end ? `${onDate(end).ja}までの` : '終了した'}登録です。`,
      en: `By the ${register.en} this ${what.en} had ended${end ? ` on ${end}` : ' before'}.`,
    };
  return {
    ja: `この${what.ja}は${register.ja}にありません。`,
    en: `The ${register.en} does not know this ${what.en}.`,
  };
}

/** That the register does not describe a system. */
function ofGap(
  { kind = 'device', source = '?', strangers = 0, others = 0 }: Partial<Evidence>,
  facts: Facts,
): Bilingual {
  const what = NAMES[kind];
  const since = between(facts.firstTime, facts.lastTime);
  const all = strangers + others;
  const isNetwork = kind === 'network';
  const register = REGISTERS[kind];
  return {
    ja: `システム ${source} では、利用者${all}人のうち${strangers}人が${isNetwork ? `${register.ja}の外から` : `${register.ja}にない${what.ja}を`}利用しています（${since.ja}確認）。台帳がこのシステムの実態を表していないとみて、1件ずつは知らせません。`,
    en: `At the system ${source}, ${strangers} of ${count(all, 'person', 'people', '人').en} use ${isNetwork ? `addresses outside the ${register.en}` : `a ${what.en} that the ${register.en} does not know`} (seen ${since.en}). The register seems not to describe this system, so they are not reported one by one.`,
  };
}

const CLEARED_IF: Readonly<Record<Kind, Bilingual>> = {
  device: {
    ja: '組織が用意した端末で、登録が遅れていただけだった場合（端末台帳に加えてください）。',
    en: 'The organisation’s own device, only not entered yet: enter it in the devices register.',
  },
  network: {
    ja: '認められた場所（新しい拠点、認められた在宅勤務など）からの利用だった場合（networks を直してください）。',
    en: 'Use from a place that is allowed (a new office, approved work from home): correct the networks.',
  },
  site: {
    ja: '認められた拠点で、登録が遅れていただけだった場合（拠点台帳を直してください）。',
    en: 'A site that is allowed, only not entered yet: correct the sites register.',
  },
  account: {
    ja: '正規の手続で作られたアカウントで、登録が遅れていただけだった場合（アカウント台帳に加えてください）。',
    en: 'An account made by the proper procedure, only not entered yet: enter it in the accounts register.',
  },
};

/** What would make it harmless. */
export function clearsIf({ kind = 'device', why }: Partial<Evidence>): Bilingual {
  if (why !== 'not-covered') return CLEARED_IF[kind];
  return {
    ja: 'このシステムの利用者が使うものを台帳に加えれば、以後は1件ずつ判定します。',
    en: 'Enter what people use at this system in the register; from then on each is judged.',
  };
}
