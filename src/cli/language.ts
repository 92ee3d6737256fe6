/** Which language to speak: the one asked for, else the one the terminal is set to, else English. */
import type { Bilingual, Language } from '../core/bilingual.ts';

/** The languages of `--lang`. */
export const LANGUAGES: readonly Language[] = ['ja', 'en'];

/** The language of an environment: LC_ALL before LC_MESSAGES before LANG, as POSIX says; an empty one does not count. */
export function environmentLanguage(env: Readonly<Record<string, string | undefined>>): Language {
  const locale = [env.LC_ALL, env.LC_MESSAGES, env.LANG].find((value) => value !== undefined && value !== '');
  return locale?.toLowerCase().startsWith('ja') ? 'ja' : 'en';
}

/** A text in one language. */
export type Say = (text: Bilingual) => string;

/** Speaks one language. */
export function speaker(language: Language): Say {
  return (text) => text[language];
}
