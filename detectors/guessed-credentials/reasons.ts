/**
 * What a refused sign-in says about itself: a try at a password, or something else that is also logged as a failure.
 *
 * Three kinds are not tries: steps of a normal sign-in (a second factor is asked for, Kerberos wants pre-authentication),
 * refusals although the password was right or not looked at (expired, must be changed, not from here, not at this hour),
 * and faults of the system. Everything else is a try, also with no reason at all, and also against a locked or disabled
 * account: the one who guesses does not know that it is.
 */

/** Numeric codes, compared whole. Sources: Windows NTSTATUS and Kerberos (event 4625, 4771, 4768), Microsoft Entra sign-in errors. */
const NOT_A_TRY_CODES: ReadonlySet<string> = new Set([
  // NTSTATUS: hours, workstation, password expired, must change, clock skew, no logon right, no logon server
  '0xc000006f',
  '0xc0000070',
  '0xc0000071',
  '0xc0000224',
  '0xc0000133',
  '0xc000015b',
  '0xc000005e',
  // Kerberos: password expired, pre-authentication required, clock skew
  '0x17',
  '0x19',
  '0x25',
  // Entra: password expired, strong authentication asked for, interrupts, consent, conditional access
  '50055',
  '50058',
  '50072',
  '50074',
  '50076',
  '50079',
  '50097',
  '50125',
  '50129',
  '50140',
  '50144',
  '50203',
  '53000',
  '53001',
  '53003',
  '53004',
  '65001',
]);

/** Words that make it a try whatever else is said: the secret was wrong, or the name was. */
const TRY_WORDS =
  /(wrong|bad|invalid|incorrect|mismatch|unknown|no such|not found|does ?n[o']t exist|denied by user|(mfa|2fa|otp|factor|verification|code|challenge)[ _-]{0,2}(authentication|verification|check)?[ _-]{0,2}(fail|reject|denied))|(パスワード|暗証|認証情報|コード)[^。]*(誤|違|不正|不一致)|存在し/i;

/** Words of steps, of refusals that judged no password, and of faults. */
const NOT_A_TRY_WORDS = new RegExp(
  [
    'mfa|2fa|otp|two.?factor|second factor|multi.?factor|strong auth|challenge|step.?up|additional (step|verification)',
    'pre.?auth\\w*.?required|interrupt|redirect|continue|consent|keep me signed in',
    'password.{0,12}(expired|must.{0,6}chang)|must change password|change required|credential.?expired',
    'ip.?(address)?.{0,4}(restrict|not allowed|block|denied)|not allowed from|network.?restrict|geo|conditional access|policy',
    'outside.{0,10}(hours|time)|time.?restrict|logon.?hours|workstation.?restrict',
    'licen[cs]e|session.{0,6}(expired|limit)|timed? ?out|timeout|unavailable|internal.?error|server error|cancel+ed',
    '二要素|多要素|ワンタイム|追加認証|再認証|有効期限|期限切れ|変更(が必要|してください)|利用時間|時間外|接続元|許可されていない(端末|ネットワーク)',
    'ライセンス|タイムアウト|セッション|システムエラー|中断|キャンセル',
  ].join('|'),
  'i',
);

/** Whether a failed sign-in with this reason was a try at guessing. */
export function isTry(reason: string | null): boolean {
  if (reason === null) return true;
  const text = reason.trim().toLowerCase();
  if (NOT_A_TRY_CODES.has(text)) return false;
  if (TRY_WORDS.test(text)) return true;
  return !NOT_A_TRY_WORDS.test(text.replace(/([a-z])[_-]/g, '$1 '));
}
