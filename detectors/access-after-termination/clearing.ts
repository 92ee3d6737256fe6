/** What would make a finding of access-after-termination harmless. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Ended, Evidence } from './evidence.ts';

const STAYED: Bilingual = {
  ja: '終了日の登録が誤り（延長・再雇用・在籍中）だった場合、または引継ぎのため上司が認めた利用だった場合。',
  en: 'The registered end was wrong (extended, hired again, still there), or a superior had allowed it for the hand-over.',
};

const CLEARED_IF: Readonly<Record<Ended, Bilingual>> = {
  employment: STAYED,
  secondment: STAYED,
  assignment: STAYED,
  account: {
    ja: 'アカウント台帳の終了日が誤りだった場合、または別の人に割り当て直されていた場合。',
    en: 'The end in the accounts register was wrong, or the account had been given to somebody else.',
  },
  'device-holder': {
    ja: '端末が返却され、別の職員や情報システム担当が使っていたと確認できた場合（端末台帳を更新してください）。',
    en: 'The device had been returned and was used by another employee or by IT: bring the devices register up to date.',
  },
  'leavers-place': {
    ja: '在職中の職員がその場所から使ったと確認できた場合（パスワードは変更してください）。',
    en: 'Somebody who is still there used it from that place; change the password all the same.',
  },
  log: {
    ja: '休職者や異動者が誤って旧アカウントを使った、または設定に残った自動接続だったと確認できた場合。',
    en: 'Somebody on leave or transferred used an old account by mistake, or a forgotten automatic sign-in did.',
  },
};

/** What would make it harmless. */
export function clearing({ ended = 'log' }: Partial<Evidence>): Bilingual {
  return CLEARED_IF[ended];
}
