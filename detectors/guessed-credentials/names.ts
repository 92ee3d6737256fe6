/** Texts of sign-ins, read once per key: the name under which one try is recognised in two logs, and whether a device is one. */
import { hashText, type Key, NONE } from '../../src/core/hash.ts';
import { isTry } from './reasons.ts';

/** Answers remembered per question; then they are asked anew. They depend on the text alone, so nothing else changes. */
const REMEMBERED_MAX = 1 << 16;

/** `CORP\Tanaka`, `tanaka@corp.local` and `TANAKA` under one key, to tell whether two logs speak of one try. */
export const foldedName = remembered((account) => hashText(foldAccount(account)));
/** Whether a reason speaks of a try, see reasons.ts. */
export const reasonIsTry = remembered(isTry);
/** Whether a text names an account or a place: not a sign for "none", nor a kind of browser, which many share. */
export const namesSomething = remembered(
  (text) => !/^$|^[-?*]+$|^(unknown|none|null|n\/a)$|^mozilla\/|^okhttp|^curl\//i.test(text),
);

/** An account without its domain, realm and case. Different people may share it: only for recognising one try twice. */
function foldAccount(account: string): string {
  const bare = account.slice(account.lastIndexOf('\\') + 1);
  const at = bare.indexOf('@');
  return (at > 0 ? bare.slice(0, at) : bare).toLowerCase();
}

function remembered<T>(judge: (text: string) => T): (key: Key, text: () => string | null, otherwise: T) => T {
  const known = new Map<Key, T>();
  return (key, text, otherwise) => {
    if (key === NONE) return otherwise;
    const before = known.get(key);
    if (before !== undefined) return before;
    const answer = judge(text() ?? '');
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, answer);
    return answer;
  };
}
