/** Puts a finding of audit-tampering into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, listed, offDuty, times, who } from '../../src/detector/wording.ts';
import type { Standing } from '../../src/verdicts/standing.ts';
import { DEEDS, type Deed, type Evidence } from './evidence.ts';

const DEED_WORDS: Readonly<Record<Deed, Bilingual>> = {
  cleared: { ja: '消去', en: 'cleared' },
  stopped: { ja: '停止', en: 'stopped' },
  changed: { ja: '設定変更', en: 'changed' },
};

const STANDING_WORDS: Readonly<Record<Standing, Bilingual>> = {
  left: { ja: '退職・終了後の操作です。', en: ' The person or account had ended before.' },
  outsider: {
    ja: '外部の人、または台帳にない人による操作です。',
    en: ' It was somebody from outside, or whom no register knows.',
  },
  ordinary: {
    ja: '管理用ではないアカウントによる操作です。',
    en: ' The account is not an administrator’s.',
  },
  unknown: { ja: '', en: '' },
  administrator: { ja: '', en: '' },
  service: {
    ja: 'サービス用アカウントですが、いつもの入れ替え作業とは異なります。',
    en: ' It was a service account, but not its usual log rotation.',
  },
};

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { monitor = false, done = false, standing = 'unknown', leaving = false, object = null } = evidence;
  const name = who(facts);
  const time = between(facts.firstTime, facts.lastTime);
  const deeds = DEEDS.filter((deed) => evidence[deed]);
  const did = {
    ja: deeds.map((deed) => DEED_WORDS[deed].ja).join('・'),
    en: listed(deeds.map((deed) => DEED_WORDS[deed].en)).en,
  };
  const often = times(facts.counts.events);
  const of = object === null ? { ja: '', en: '' } : { ja: `（${object}）`, en: ` (${object})` };
  const what = monitor
    ? { ja: 'この監視の設定', en: 'this monitor' }
    : { ja: '監査ログ', en: 'the audit log' };
  const whose = STANDING_WORDS[standing];
  const going = leaving ? LEAVING : { ja: '', en: '' };
  const off = offDuty(evidence.off_duty, facts);
  const ended = done
    ? { ja: `を${did.ja}しました（${often.ja}）。`, en: `${did.en} ${what.en}${of.en} ${often.en}` }
    : {
        ja: `の${did.ja}を試み、拒否されました（${often.ja}）。`,
        en: `tried ${often.en} to have ${what.en}${of.en} ${did.en}, without success,`,
      };
  return {
    ja: `${name.ja}が、${time.ja}、${what.ja}${of.ja}${ended.ja}${done ? 'その間の操作は記録に残っていないおそれがあります。' : ''}${whose.ja}${going.ja}${off.ja}`,
    en: `${name.en} ${ended.en} ${time.en}.${done ? ' What was done meanwhile may be on no record.' : ''}${whose.en}${going.en}${off.en}`,
  };
}

const LEAVING: Bilingual = {
  ja: '退職を申し出ている人です。',
  en: ' The person has given notice.',
};

/** What would make it harmless. */
export function clearsIf(): Bilingual {
  return {
    ja: '承認された保守や設定変更だった場合。許可台帳に登録すると、以後は知らせず、許可された作業として一覧に示します。',
    en: 'It was approved maintenance. Entered in the permits register, it will be listed as permitted work and not reported again.',
  };
}
