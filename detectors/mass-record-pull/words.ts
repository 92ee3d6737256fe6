/** Puts a finding of mass-record-pull into words a lay reader understands. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, number, who } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';
import type { Measure, WindowName } from './limits.ts';

const WINDOW_WORDS: Readonly<Record<WindowName, Bilingual>> = {
  hour: { ja: '1時間', en: 'one hour' },
  day: { ja: '1日', en: 'one day' },
  month: { ja: '30日間', en: '30 days' },
};
const OFF_DUTY_WORDS: Readonly<Record<Evidence['off_duty'], Bilingual | null>> = {
  none: null,
  night: { ja: '勤務時間外', en: 'outside working hours' },
  weekend: { ja: '休日（土日）', en: 'on a weekend' },
  holiday: { ja: '祝日', en: 'on a public holiday' },
  closed: { ja: '閉庁日', en: 'on a day the office is closed' },
  leave: { ja: '休暇中', en: 'on leave' },
  'outside-shift': { ja: '勤務割の時間外', en: 'outside the rostered shift' },
};

function amount(measure: Measure, value: number): Bilingual {
  if (measure === 'subjects') return count(value, 'person', 'people', '人');
  if (measure === 'records') return count(value, 'record', 'records', '件');
  if (measure === 'tenants') return count(value, 'client company', 'client companies', '社');
  return count(value, 'sensitive class of data', 'sensitive classes of data', '種類の機微な情報');
}

/** Who, what, when, why odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { measure = 'subjects', window = 'hour', seen = 0, limit = 0 } = evidence;
  const name = evidence.administrator ? administrator(facts) : who(facts);
  const device = facts.actor === null && facts.principal === null && facts.device !== null;
  const by = device ? { ja: `端末 ${facts.device}`, en: `The device ${facts.device}` } : name;
  const time = between(facts.firstTime, facts.lastTime);
  const read = total(facts);
  const span = WINDOW_WORDS[window];
  const most = amount(measure, seen);
  const may = amount(measure, limit);
  const extra = aggravations(evidence);
  return {
    ja: `${by.ja}が、${time.ja}、${read.ja}を照会しました。${span.ja}で${most.ja}となり、ふだんの業務の目安${may.ja}を超えています。${extra.ja}`,
    en: `${by.en} looked up ${read.en} ${time.en}: ${most.en} within ${span.en}, where up to ${may.en} need no explanation.${extra.en}`,
  };
}

function administrator(facts: Facts): Bilingual {
  const { ja, en } = who(facts);
  return { ja: `システム管理用の${ja}`, en: `${en}, an administrator’s or service account,` };
}

/** Everything in the finding so far. */
function total({ counts: { subjects, records, tenants } }: Facts): Bilingual {
  const parts: Bilingual[] = [];
  if (subjects > 0) parts.push(count(subjects, 'person', 'people', '人分'));
  if (records > subjects) parts.push(count(records, 'record', 'records', '件'));
  if (tenants > 1) parts.push(count(tenants, 'client company', 'client companies', '社分'));
  if (parts.length === 0) return { ja: 'データ', en: 'data' };
  return { ja: parts.map(({ ja }) => ja).join('・'), en: parts.map(({ en }) => en).join(', ') };
}

function aggravations({ data_class = null, off_duty = 'none', accounts = 0 }: Partial<Evidence>): Bilingual {
  const ja: string[] = [];
  const en: string[] = [];
  const offDuty = OFF_DUTY_WORDS[off_duty];
  if (offDuty !== null) {
    ja.push(`${offDuty.ja}の操作です。`);
    en.push(` It was done ${offDuty.en}.`);
  }
  if (data_class !== null) {
    ja.push(`機微な情報（${data_class}）を含みます。`);
    en.push(` It includes sensitive data (${data_class}).`);
  }
  if (accounts > 1) {
    ja.push(`${number(accounts)}個のアカウントが使われています。`);
    en.push(` ${number(accounts)} accounts were used.`);
  }
  return { ja: ja.join(''), en: en.join('') };
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
