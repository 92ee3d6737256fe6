/** Puts into words what is usual for a person and for colleagues. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import { number } from '../../src/detector/wording.ts';
import type { Evidence } from './evidence.ts';
import type { Measure, WindowName } from './limits.ts';

const PER: Readonly<Record<WindowName, Bilingual>> = {
  hour: { ja: '1時間に', en: 'an hour' },
  day: { ja: '1日に', en: 'a day' },
  month: { ja: '30日に', en: 'in 30 days' },
};

/** What is usual for the person and for colleagues, as far as it is known. */
export function usually({
  measure = 'subjects',
  window = 'day',
  usual = null,
  peers_usual = null,
}: Partial<Evidence>): Bilingual {
  const known = [
    ...(usual === null ? [] : [part({ ja: '本人', en: 'this person' }, measure, usual)]),
    ...(peers_usual === null ? [] : [part({ ja: 'ほかの職員', en: 'colleagues' }, measure, peers_usual)]),
  ];
  if (known.length === 0) return { ja: '', en: '' };
  const { ja, en } = PER[window];
  return {
    ja: `ふだんは${ja}、${known.map((each) => each.ja).join('、')}です。`,
    en: ` Usual ${en}: ${known.map((each) => each.en).join(', ')}.`,
  };
}

function part(who: Bilingual, measure: Measure, value: number): Bilingual {
  const counter = measure === 'subjects' ? '人' : '件';
  return value === 0
    ? { ja: `${who.ja}がほぼ0${counter}`, en: `hardly any for ${who.en}` }
    : { ja: `${who.ja}が${number(value)}${counter}程度`, en: `about ${number(value)} for ${who.en}` };
}

/** Said of what may be a nightly job. */
export const NEW_JOB: Bilingual = {
  ja: 'ログが始まって間もないため、このアカウントの定時の処理かどうかはまだ分かりません。',
  en: ' The log is too young to tell whether this is the job the account always does.',
};
