/** Which language to speak when none was asked for. */
import type { Language } from '../core/bilingual.ts';

/** The language of an environment: LC_ALL before LC_MESSAGES before LANG, as POSIX says; an empty one does not count. */
export function environmentLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '');
  return locale?.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}
