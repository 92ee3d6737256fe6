/** What would make a finding of credential-takeover harmless. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Evidence, How } from './evidence.ts';

const SHARED: Bilingual = {
  ja: '端末が共用または貸出中と分かり台帳を直した場合、または持ち主が各アカウントの使用を許されていた場合。',
  en: 'The device turns out to be shared or lent and the register is corrected, or its owner was allowed to use these accounts.',
};
const CONFIRMED: Bilingual = {
  ja: 'アカウントの本人が、その時刻にその場所から自分でログインしたと確かめられた場合。',
  en: 'The holder of the account confirms having signed in at that time from that place.',
};

const CLEARS: Readonly<Record<How, Bilingual>> = {
  'others-accounts': SHARED,
  'many-accounts': SHARED,
  'on-leave': {
    ja: '休暇の登録が誤りで、本人がその端末で操作したと確かめられた場合。',
    en: 'The leave was entered wrongly and the holder confirms having worked on that device.',
  },
  'in-use-elsewhere': CONFIRMED,
  'two-places': {
    ja: '本人がその時刻に2つの回線（職場と携帯回線など）を使っていたと確かめられた場合。',
    en: 'The holder confirms having used two lines at that time, such as the office and a mobile one.',
  },
  'new-places': CONFIRMED,
  'new-place-acts': {
    ja: '本人が出張先などからその操作をしたと確かめられた場合。',
    en: 'The holder confirms having done this, as from a journey.',
  },
  'reset-same-place': {
    ja: '本人が立ち会う場で、窓口の担当者が再設定と確認を行ったと分かった場合。',
    en: 'The help desk reset and tried it with the holder present.',
  },
  'reset-new-place': CONFIRMED,
};

/** What would make it harmless. */
export function clearsIf({ how = 'others-accounts' }: Partial<Evidence>): Bilingual {
  return CLEARS[how];
}
