/** Puts a finding of destructive-administration into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, number, offDuty, times, who } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';
import type { Kind, WindowName } from './limits.ts';

const WINDOW_WORDS: Readonly<Record<WindowName, Bilingual>> = {
  hour: { ja: '1時間', en: 'one hour' },
  day: { ja: '1日', en: 'one day' },
  month: { ja: '30日間', en: '30 days' },
};

/** What was hit, and the number of it. */
const AMOUNT: Readonly<Record<Kind, (value: number) => Bilingual>> = {
  safety: (value) => count(value, 'backup or key', 'backups or keys', '件の控え・鍵'),
  account: (value) => count(value, 'account', 'accounts', '個のアカウント'),
  access: (value) => count(value, 'right or password', 'rights or passwords', '件の権限・パスワード'),
  record: (value) => count(value, 'record', 'records', '件の記録'),
  document: (value) => count(value, 'item', 'items', '件のデータ'),
};
const VERB: Readonly<Record<Kind, Bilingual>> = {
  safety: { ja: '削除または停止', en: 'removed' },
  account: { ja: '削除または停止', en: 'removed' },
  access: { ja: '取消しまたは再設定', en: 'revoked or reset' },
  record: { ja: '削除', en: 'deleted' },
  document: { ja: '削除', en: 'deleted' },
};

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { kind = 'document', window = 'event', seen = 0, limit = 0, object = null } = evidence;
  const name = who(facts);
  const time = between(facts.firstTime, facts.lastTime);
  const verb = VERB[kind];
  const tail = joined(standing(evidence), offDuty(evidence.off_duty, facts));
  if (window === 'event') {
    const often = times(facts.counts.events);
    const last =
      object === null ? { ja: '', en: '' } : { ja: `（最後は ${object}）`, en: ` (the latest: ${object})` };
    const what = AMOUNT[kind](2);
    const noun = { ja: what.ja.replace(/^2件の|^2個の/, ''), en: what.en.replace(/^2 /, '') };
    return {
      ja: `${name.ja}が、${time.ja}、${noun.ja}を${often.ja}${verb.ja}しました${last.ja}。${tail.ja}`,
      en: `${name.en} ${verb.en} ${noun.en} ${often.en} ${time.en}${last.en}.${tail.en}`,
    };
  }
  const most = AMOUNT[kind](seen);
  const span = WINDOW_WORDS[window];
  return {
    ja: `${name.ja}が、${time.ja}、${span.ja}で${most.ja}を${verb.ja}しました。目安の${number(limit)}件を超えています。${usual(evidence).ja}${tail.ja}`,
    en: `${name.en} ${verb.en} ${most.en} within ${span.en} ${time.en}, where up to ${number(limit)} need no explanation.${usual(evidence).en}${tail.en}`,
  };
}

function usual({ usual: peak = 0 }: Partial<Evidence>): Bilingual {
  if (peak === 0)
    return { ja: 'これまでの13週間にはありませんでした。', en: ' There were none in the 13 weeks before.' };
  return {
    ja: `これまでの13週間で最も多い日でも${number(peak)}件でした。`,
    en: ` The highest day of the 13 weeks before had ${number(peak)}.`,
  };
}

function standing({ standing: who = 'unknown', leaving = false }: Partial<Evidence>): Bilingual {
  const going = leaving
    ? { ja: '退職を申し出ている人です。', en: ' The person has given notice.' }
    : { ja: '', en: '' };
  if (who === 'left')
    return {
      ja: 'この人またはアカウントの利用期間は終わっています。',
      en: ' The person or account had ended before.',
    };
  if (who === 'outsider')
    return joined(
      {
        ja: '外部の人、または台帳にない人による操作です。',
        en: ' It was somebody from outside, or whom no register knows.',
      },
      going,
    );
  if (who === 'ordinary')
    return joined(
      { ja: '管理用ではないアカウントによる操作です。', en: ' The account is not an administrator’s.' },
      going,
    );
  if (who === 'service')
    return {
      ja: 'サービス用アカウントのふだんの処理より多い量です。',
      en: ' It was a service account, beyond its usual job.',
    };
  return going;
}

function joined(one: Bilingual, other: Bilingual): Bilingual {
  return { ja: one.ja + other.ja, en: one.en + other.en };
}

/** What would make it harmless. */
export function clearsIf({ standing: who, kind }: Partial<Evidence>): Bilingual {
  if (who === 'left')
    return {
      ja: '終了日の登録が誤り（延長・再雇用）だった場合、または引継ぎのため上司が認めた操作だった場合。',
      en: 'The registered end was wrong (extended, hired again), or a superior had allowed it for the hand-over.',
    };
  return kind === 'account' || kind === 'access'
    ? {
        ja: '退職者・異動者の整理など、承認された作業だった場合。people・accounts 台帳に終了日を、または許可台帳に作業を登録すると、以後は知らせません。',
        en: 'It was approved, such as removing people who have left. With their end in the people or accounts register, or a permit, it will not be reported again.',
      }
    : {
        ja: '承認された廃棄・整理（年次の消去など）だった場合。許可台帳に登録すると、以後は知らせず、許可された作業として一覧に示します。',
        en: 'It was an approved purge. Entered in the permits register, it will be listed as permitted work and not reported again.',
      };
}
