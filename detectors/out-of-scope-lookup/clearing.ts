/** What would make a look-up out of scope harmless, by cause. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { ScopeCause } from './causes.ts';
import type { Evidence } from './evidence.ts';

/** What would make it harmless. */
export function clearing({ cause = 'case-required' }: Partial<Evidence>): Bilingual {
  return CLEARED_IF[cause];
}

const CASE_CLEARED: Bilingual = {
  ja: '案件台帳の登録漏れ・誤り（再開、担当替え、番号の打ち間違い）があり、業務上の照会だったと上司が確認した場合。',
  en: 'The cases register was wrong or late (re-opened, re-assigned, a mistyped number) and a superior confirms that the work needed it.',
};

const CLEARED_IF: Readonly<Record<ScopeCause, Bilingual>> = {
  'no-contact': {
    ja: '接触禁止の登録が誤りだった場合、または緊急の業務で上司の指示があったと確認できた場合。',
    en: 'The no-contact entry was wrong, or a superior confirms an emergency that left no other way.',
  },
  self: {
    ja: '本人の対象者番号の登録が誤りだった場合、または試験・研修として認められていた場合。',
    en: 'The registered own subject id was wrong, or it was an approved test or training.',
  },
  relative: {
    ja: '親族の登録が誤りだった場合、または担当を替われない事情を上司が確認した場合。',
    en: 'The registered relation was wrong, or a superior confirms that nobody else could do the work.',
  },
  protected: {
    ja: '窓口の申請書や案件など、照会の根拠となる書類が確認できた場合。',
    en: 'An application, a case or another paper shows why the look-up was needed.',
  },
  'case-closed': CASE_CLEARED,
  'after-case-closed': CASE_CLEARED,
  'case-not-open': CASE_CLEARED,
  'case-other-subject': CASE_CLEARED,
  'case-other-assignee': CASE_CLEARED,
  'case-unknown': CASE_CLEARED,
  'case-required': CASE_CLEARED,
  leave: {
    ja: '出勤していたこと（休暇の取消し、呼出し）が確認できた場合。',
    en: 'The person was at work after all: the leave was cancelled or he was called in.',
  },
  'site-not-authorised': {
    ja: '拠点の利用終了日の登録が誤りだった場合。',
    en: 'The registered end of the site was wrong.',
  },
  duty: {
    ja: '担当業務の登録漏れ、または応援などの業務命令が確認できた場合。',
    en: 'The duty was missing from the register, or an order to help out is confirmed.',
  },
  'data-class': {
    ja: '担当業務の登録漏れ、または応援などの業務命令が確認できた場合。',
    en: 'The duty was missing from the register, or an order to help out is confirmed.',
  },
  'class-new': {
    ja: '新しい業務の開始や担当替えが確認できた場合。',
    en: 'New work or a change of duties is confirmed.',
  },
};
