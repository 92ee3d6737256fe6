/** Acts of administrators as logs name them: a password or second factor reset, and other acts that give a hold on accounts. */
import { ACTION, OUTCOME, SYSTEM } from '../../schemas/event-columns.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import type { SignIns } from './sign-ins.ts';

/**
 * A reset by its name. Sources: AWS IAM (UpdateLoginProfile, DeactivateMFADevice), Okta (user.account.reset_password,
 * user.mfa.factor.reset_all), Entra ID (Reset user password), Google Workspace (CHANGE_PASSWORD), Windows (4724).
 */
const RESET =
  /(?:reset|update|change|create|set|force|expire|clear|remove|delete|deactivate|disable|unenroll|register).{0,24}(?:passwd|password|login.?profile|mfa|2fa|otp|factor|authenticator|strong.?auth|recovery|security.?info)|(?:password|passwd|mfa|2fa|otp|factor|authenticator).{0,16}(?:reset|change|update|remove|deactivat|disable)|\b4724\b|(?:パスワード|多要素|二要素|認証)[^。]{0,8}(?:再設定|初期化|変更|リセット|解除)/i;
/** Acts by which somebody inside stays inside. Sources: the same, and Windows 4720, 4728, 4732, 4756. */
const HOLD =
  /privilege|grant|\brole|admin|polic(?:y|ies)|(?:create|add|invite|register|lifecycle\.create).{0,12}(?:user|account|member|key|token|login.?profile|credential)|(?:user|account|member|access.?key|token|credential).{0,12}(?:creat|add|invit)|forward|\b47(?:20|28|32|56)\b|権限|管理者|転送/i;

const REMEMBERED_MAX = 1 << 16;

function remembered(pattern: RegExp): (key: Key, text: () => string | null) => boolean {
  const known = new Map<Key, boolean>();
  return (key, text) => {
    if (key === NONE) return false;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = pattern.test(text() ?? '');
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, answer);
    return answer;
  };
}

const namesReset = remembered(RESET);
const namesHold = remembered(HOLD);

/** Actions that may be a reset under another name. */
const MAY_RESET: ReadonlySet<number> = new Set([ACTION.update, ACTION.create, ACTION.delete, ACTION.other]);
const HOLDS: ReadonlySet<number> = new Set([ACTION.grant, ACTION.reset]);
const MAY_HOLD: ReadonlySet<number> = new Set([
  ACTION.create,
  ACTION.update,
  ACTION.delete,
  ACTION.disable,
  ACTION.config,
  ACTION.other,
]);

/** Whether a row resets a password or a second factor of an account. */
export function isReset(view: SignIns, row: number): boolean {
  const action = view.action[row];
  if (action !== ACTION.reset && !MAY_RESET.has(action)) return false;
  if (view.system[row] !== SYSTEM.admin || view.outcome[row] !== OUTCOME.success) return false;
  return action === ACTION.reset || namesReset(view.resource[row], () => view.event(row).resource);
}

/** Whether it is another account than the one that does it, or nobody is named who does. */
export function isOfAnother({ accountAbout, actor }: SignIns, row: number): boolean {
  return actor[row] !== NONE && accountAbout[row] !== actor[row];
}

/** Whether a row gives a hold on accounts: rights granted, accounts or keys made, passwords reset. */
export function isHold(view: SignIns, row: number): boolean {
  const action = view.action[row];
  if (view.system[row] !== SYSTEM.admin || view.outcome[row] !== OUTCOME.success) return false;
  if (HOLDS.has(action)) return true;
  if (!MAY_HOLD.has(action)) return false;
  const { resource } = view;
  const name = () => view.event(row).resource;
  const isAccount = action === ACTION.create && view.target[row] !== NONE;
  return isAccount || namesHold(resource[row], name) || namesReset(resource[row], name);
}
