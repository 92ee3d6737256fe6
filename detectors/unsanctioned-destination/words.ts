/** The sentences of unsanctioned-destination. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import { between, count, offDuty, onDate, times, who } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';

/** Who sent how much where, when, and why that is odd. */
export function explain(evidence: Partial<Evidence>, facts: Facts): Bilingual {
  const { register = 'unlisted', removable = false, people = 1 } = evidence;
  const isShared = facts.counts.accounts > 1 && facts.actor === null && facts.principal === null;
  const by = isShared ? count(facts.counts.accounts, 'account', 'accounts', '個のアカウント') : who(facts);
  const time = between(facts.firstTime, facts.lastTime);
  const what = amount(evidence, facts);
  const place = name(evidence.destination ?? '', removable);
  const why = isShared && register === 'unlisted' ? SHARED : WHY[register];
  const more = aggravations(evidence, facts);
  const alone =
    people === 1 && (register === 'missing' || isRepeated(evidence)) ? aloneThere(evidence) : NOTHING;
  return {
    ja: `${by.ja}が、${time.ja}、${what.ja}を${place.ja}へ送り出しました。${why.ja}${alone.ja}${more.ja}`,
    en: `${by.en} sent ${what.en} to ${place.en} ${time.en}. ${why.en}${alone.en}${more.en}`,
  };
}

/** Whether it was put there more than once: then it says something that nobody else uses the place. */
function isRepeated({ register, placed_in_30_days = 0 }: Partial<Evidence>): boolean {
  return register === 'unlisted' && placed_in_30_days > 1;
}

function aloneThere({ placed_in_30_days = 0, placed_on_days = 0 }: Partial<Evidence>): Bilingual {
  if (placed_in_30_days < 2) return ALONE;
  const often = times(placed_in_30_days);
  const days = count(placed_on_days, 'day', 'days', '日');
  return {
    ja: `直近30日のうち${days.ja}に計${often.ja}ここへ送っており、ほかに送った人はいません。`,
    en: ` Something was put there ${often.en} on ${days.en} within 30 days, and by nobody else.`,
  };
}

const WHY: Readonly<Record<Evidence['register'], Bilingual>> = {
  refused: {
    ja: 'この送り先は、送り先の台帳で禁止されています。',
    en: 'The destinations register forbids it.',
  },
  unlisted: {
    ja: 'この送り先は、認められた送り先として台帳に載っていません。',
    en: 'It is not in the register of destinations that are allowed.',
  },
  missing: {
    ja: '送り先の台帳がないため、認められた送り先かどうかは分かりません。',
    en: 'Without a destinations register, nobody can tell whether that is allowed.',
  },
};
const SHARED: Bilingual = {
  ja: '多くの人が使っていますが、この送り先は台帳に載っていません。台帳への登録漏れかもしれません。',
  en: 'Many people use it, and it is not in the register of destinations that are allowed: perhaps an entry is missing.',
};
const NOTHING: Bilingual = { ja: '', en: '' };
const ALONE: Bilingual = {
  ja: 'ほかにここへ送った人はいません。',
  en: ' Nobody else has sent anything there.',
};

function name(destination: string, removable: boolean): Bilingual {
  return removable
    ? { ja: `外部媒体 ${destination} `, en: `the removable medium ${destination}` }
    : { ja: ` ${destination} `, en: destination };
}

function amount({ bytes_in_30_days = 0 }: Partial<Evidence>, { counts }: Facts): Bilingual {
  const records = count(counts.records, 'record', 'records', '件');
  const people = count(counts.subjects, 'person', 'people', '人分');
  const size = bytes_in_30_days === 0 ? '' : sizeOf(bytes_in_30_days);
  const ja = [counts.subjects > 0 ? people.ja : '', size].filter((part) => part !== '');
  const en = [counts.subjects > 0 ? `of ${people.en}` : '', size].filter((part) => part !== '');
  return {
    ja: `${records.ja}${ja.length === 0 ? '' : `（${ja.join('、')}）`}`,
    en: `${records.en}${en.length === 0 ? '' : ` (${en.join(', ')})`}`,
  };
}

/** `340 kB`, `1.4 GB`: two figures, decimal units. */
function sizeOf(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit++;
  }
  return `${value < 9.95 && unit > 0 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}

function aggravations({ data_class, device_change, off_duty }: Partial<Evidence>, facts: Facts): Bilingual {
  const off = offDuty(off_duty, facts);
  const ja = [
    data_class ? `個人に関する情報（${data_class}）を含みます。` : '',
    device_change ? `${onDate(device_change).ja}にこの人の端末が入れ替わっています。` : '',
    off.ja,
  ];
  const en = [
    data_class ? ` It includes data about people (${data_class}).` : '',
    device_change ? ` A device of this person was replaced on ${onDate(device_change).en}.` : '',
    off.en,
  ];
  return { ja: ja.join(''), en: en.join('') };
}

/** What would make it harmless. */
export function clearsIf({ register, removable }: Partial<Evidence>): Bilingual {
  if (register === 'missing') {
    return {
      ja: '業務で使う送り先だった場合。送り先の台帳（destinations）を用意すると、認められた送り先は知らせなくなります。',
      en: 'It is a destination that the work uses. With a destinations register, those that are allowed are not reported.',
    };
  }
  return removable
    ? {
        ja: '貸し出した組織の媒体だった場合（台帳に登録してください）、または承認された作業だった場合（許可台帳）。',
        en: 'The medium belongs to the organisation and was lent out (enter it in the register), or the work was approved (permits register).',
      }
    : {
        ja: '所管課が認めた送り先だった場合（台帳に登録すると、以後は知らせません）、または承認された移行などの作業だった場合（許可台帳）。',
        en: 'The destination has been approved (entered in the register, it will not be reported again), or the work was approved, as a migration (permits register).',
      };
}
