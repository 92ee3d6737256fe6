/** What would make guessing harmless. */
import type { Bilingual } from '../../src/core/bilingual.ts';
import type { Facts } from '../../src/detector/define.ts';
import type { Evidence } from './evidence.ts';

/** What would make it harmless. */
export function clearsIf(
  { device, device_owner: owner, entered = 0, how }: Partial<Evidence>,
  { counts }: Facts,
): Bilingual {
  if (device === 'other' || owner !== undefined)
    return {
      ja: '端末の持ち主が各アカウントの使用を許されていた場合、または共用の端末と分かり、端末台帳を直した場合。',
      en: 'The owner of the device was allowed to use these accounts, or it turns out to be shared and the devices register is corrected.',
    };
  if (entered > 0 || how === 'new-place')
    return {
      ja: 'アカウントの本人が、その時刻にその場所から自分でログインしたと確かめられた場合。',
      en: 'The holder of the account confirms having signed in at that time from that place.',
    };
  if (counts.accounts <= 1)
    return {
      ja: '本人がパスワードを忘れていた場合、または古いパスワードのまま動く処理と分かり、設定を直した場合。',
      en: 'The holder had forgotten the password, or it is a process with an old one and is corrected.',
    };
  return {
    ja: '許可された診断や試験、または多くの人が使う端末・接続元の打ち間違いと確かめられた場合。',
    en: 'It was an approved test, or slips of many people who share the device or address.',
  };
}
