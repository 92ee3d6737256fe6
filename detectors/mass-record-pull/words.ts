/** Puts a finding of mass-record-pull into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, number, offDuty, who } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';
import { inAll } from './lifetime-words.ts';
import type { Measure, WindowName } from './limits.ts';
import { NEW_JOB, usually } from './usual-words.ts';

/** Counts of a finding are exact up to here, then estimates (src/state/distinct-counter.ts). */
const EXACT_MAX = 4_096;
const WINDOW_WORDS: Readonly<Record<WindowName, Bilingual>> = {
  hour: { ja: '1時間', en: 'one hour' },
  day: { ja: '1日', en: 'one day' },
  month: { ja: '30日間', en: '30 days' },
};
/** How much of a measure. */
function amount(measure: Measure, value: number): Bilingual {
  if (measure === 'subjects') return count(value, 'person', 'people', '人');
  if (measure === 'records') return count(value, 'record', 'records', '件');
  if (measure === 'taken') {
    const { ja, en } = count(value, 'record', 'records', '件');
    return { ja: `${ja}（抽出・印刷・送信など）`, en: `${en} exported, printed or sent` };
  }
  if (measure === 'guarded') {
    const { ja, en } = count(value, 'guarded record', 'guarded records', '件');
    return { ja: `特に守るべき情報${ja}（抽出・印刷・送信など）`, en: `${en} exported, printed or sent` };
  }
  if (measure === 'tenants') return count(value, 'client company', 'client companies', '社');
  return count(value, 'sensitive class of data', 'sensitive classes of data', '種類の機微な情報');
}

/** The same as a limit: what it is of has just been said. */
function limitOf(measure: Measure, value: number): Bilingual {
  return measure === 'taken' || measure === 'guarded'
    ? { ja: `${number(value)}件`, en: number(value) }
    : amount(measure, value);
}

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { measure = 'subjects', window = 'hour', seen = 0, limit = 0 } = evidence;
  const name = evidence.administrator ? administrator(facts) : who(facts);
  const device = facts.actor === null && facts.principal === null && facts.device !== null;
  const by = device ? { ja: `端末 ${facts.device} `, en: `The device ${facts.device}` } : name;
  const time = between(facts.firstTime, facts.lastTime);
  const read = total(facts);
  const span = WINDOW_WORDS[window];
  const most = amount(measure, seen);
  const may = limitOf(measure, limit);
  const extra = aggravations(evidence, facts);
  const usual = usually(evidence);
  const years = inAll(evidence);
  if (evidence.measure === undefined)
    return {
      ja: `${by.ja}が、${time.ja}、${read.ja}を照会しました。${years.ja}`,
      en: `${by.en} looked up ${read.en} ${time.en}.${years.en}`,
    };
  return {
    ja: `${by.ja}が、${time.ja}、${read.ja}を照会しました。${span.ja}で${most.ja}となり、ふだんの業務の目安${may.ja}を超えています。${usual.ja}${extra.ja}${years.ja}`,
    en: `${by.en} looked up ${read.en} ${time.en}: ${most.en} within ${span.en}, where up to ${may.en} need no explanation.${usual.en}${extra.en}${years.en}`,
  };
}

function administrator(facts: Facts): Bilingual {
  const { actor, principal, counts } = facts;
  if (actor === null && principal === null && counts.accounts > 1)
    return {
      ja: `${number(counts.accounts)}個の管理用・サービス用のアカウント`,
      en: `${number(counts.accounts)} administrators’ or service accounts`,
    };
  if (actor === null)
    return {
      ja: `管理用アカウントを使った${who(facts).ja}`,
      en: `${who(facts).en}, with administrators’ or service accounts,`,
    };
  const holder =
    principal === null || principal === actor
      ? { ja: '', en: '' }
      : { ja: `（${principal}）`, en: ` (${principal})` };
  return {
    ja: `管理用・サービス用のアカウント ${actor}${holder.ja || ' '}`,
    en: `The administrator’s or service account ${actor}${holder.en}`,
  };
}

/** Everything in the finding so far. */
function total({ counts: { subjects, records, tenants } }: Facts): Bilingual {
  const named = count(subjects, 'person', 'people', '人分');
  const people = subjects > EXACT_MAX ? { ja: `約${named.ja}`, en: `about ${named.en}` } : named;
  const rows = count(records, 'record', 'records', '件');
  const companies = count(tenants, 'client company', 'client companies', '社');
  const what =
    subjects === 0
      ? records === 0
        ? { ja: 'データ', en: 'data' }
        : rows
      : records > subjects
        ? { ja: `${people.ja}（${rows.ja}）`, en: `${people.en} (${rows.en})` }
        : people;
  return tenants > 1 ? { ja: `${companies.ja}の${what.ja}`, en: `${what.en} of ${companies.en}` } : what;
}

function aggravations(
  { data_class = null, off_duty, accounts = 0, new_job: isNewJob = false }: Partial<Evidence>,
  facts: Facts,
): Bilingual {
  const off = offDuty(off_duty, facts);
  const used = number(accounts);
  const isSensitive = data_class !== null;
  const { actor, principal, device, counts } = facts;
  const isSaid = actor === null && principal === null && device === null && counts.accounts > 1; // in its subject
  const isTold = accounts > 1 && !isSaid;
  return {
    ja: `${off.ja}${isSensitive ? `機微な情報（${data_class}）を含みます。` : ''}${isTold ? `${used}個のアカウントが使われています。` : ''}${isNewJob ? NEW_JOB.ja : ''}`,
    en: `${off.en}${isSensitive ? ` It includes sensitive data (${data_class}).` : ''}${isTold ? ` ${used} accounts were used.` : ''}${isNewJob ? NEW_JOB.en : ''}`,
  };
}

/** What would make it harmless. */
export function clearsIf({ administrator }: Partial<Evidence>): Bilingual {
  return administrator
    ? {
        ja: '承認された作業（移行・調査・夜間処理など）だった場合。許可台帳に登録すると、以後は知らせません。',
        en: 'It was approved work (a migration, an enquiry, a nightly job). Entered in the permits register, it will not be reported again.',
      }
    : {
        ja: '一括照会を要する担当業務（台帳の照合、通知の発送など）や承認された作業と確かめられた場合。',
        en: 'The person’s work needed so many look-ups (checking a register, a mailing), or it was approved.',
      };
}
