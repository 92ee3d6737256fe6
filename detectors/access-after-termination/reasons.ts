/** Reasons of refusal that say that an account is disabled or has ended: a conservative list. */
import { type Key, NONE } from '../../src/core/hash.ts';

/**
 * Whole reasons. Sources: Windows NTSTATUS 0xC0000072 (account disabled) and 0xC0000193 (account expired), Entra ID AADSTS50057,
 * Sansan UnavailableUser; the rest as logs of directory services and web systems write them. A locked account is left out:
 * guessing locks accounts of people who are there. So is Kerberos 0x12, which does not tell the two apart.
 */
const WHOLE: ReadonlySet<string> = new Set([
  '0xc0000072',
  '0xc0000193',
  'aadsts50057',
  'unavailableuser',
  'disabled',
  'accountdisabled',
  'accountexpired',
  'userdisabled',
  'useraccountdisabled',
  'disabledaccount',
  'disableduser',
  'expiredaccount',
  'inactiveuser',
  'userinactive',
  'inactiveaccount',
  'accountinactive',
  'accountdeactivated',
  'userdeactivated',
  'accountterminated',
  'statusaccountdisabled',
  'statusaccountexpired',
  '無効',
  '利用停止',
  '利用終了',
  '退職',
]);

/** Words side by side in a sentence; a sentence about a password, a token or a licence is about something else. */
const SAYS_ENDED =
  /\b(?:account|user|principal)(?: \S+)? (?:is|is currently|was|has|has been) (?:disabled|deactivated|terminated|expired|inactive)\b|\b(?:account|user) (?:disabled|deactivated|terminated|expired|inactive)\b|\b(?:disabled|deactivated|terminated|expired|inactive) (?:account|user)\b/;
const SAYS_ENDED_JA =
  /(?:アカウント|ユーザー?|利用者|ID)(?:は|が|の)?(?:既に|すでに)?(?:無効|停止中|利用停止|利用終了|廃止|失効|有効期限切れ|期限切れ)/;
const ABOUT_OTHER_THINGS =
  /password|passwd|credential|token|session|certificate|licen[cs]e|otp|mfa|パスワード|証明書|セッション|ライセンス/;

/** True where a reason says that the account is disabled or has ended. */
export function saysEnded(reason: string): boolean {
  const text = reason.toLowerCase().normalize('NFKC');
  if (WHOLE.has(text.replace(/[\s_.-]/g, ''))) return true;
  if (ABOUT_OTHER_THINGS.test(text)) return false;
  return (
    /0xc0000072|0xc0000193|aadsts50057/.test(text) ||
    SAYS_ENDED.test(text.replace(/\s+/g, ' ')) ||
    SAYS_ENDED_JA.test(reason.normalize('NFKC'))
  );
}

/** Answers remembered; they depend on the text alone, so nothing else changes. */
const REMEMBERED_MAX = 1 << 14;
const remembered = new Map<Key, boolean>();

/** {@link saysEnded} of a reason by its key; its text is asked for only once. */
export function isEndedReason(reason: Key, text: () => string | null): boolean {
  if (reason === NONE) return false;
  const before = remembered.get(reason);
  if (before !== undefined) return before;
  const answer = saysEnded(text() ?? '');
  if (remembered.size >= REMEMBERED_MAX) remembered.clear();
  remembered.set(reason, answer);
  return answer;
}
