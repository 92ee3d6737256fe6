/**
 * What can go wrong in operation, as values: one code each, with what to say and what to do about it in both languages.
 * A programmer's error is an assertion (`throw`); everything a user can cause or meet is a {@link Problem}.
 */
import type { Bilingual, Language } from './bilingual.ts';
import { PROBLEMS, type ProblemCode } from './problem-list.ts';

export type { ProblemCode } from './problem-list.ts';

/** Where something went wrong; lines and columns count from 1, bytes from 0 in the decompressed stream. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly byte?: number;
}

/** One thing that went wrong. Never holds a personal name or a raw record. */
export interface Problem {
  readonly code: ProblemCode;
  readonly message: Bilingual;
  readonly fix: Bilingual;
  readonly place: Place;
}

/** Values for the `{placeholders}` of a message; words may differ by language. */
export type ProblemDetails = Readonly<Record<string, string | number | Bilingual>>;

/** A problem of the list, its placeholders filled in. */
export function problem(code: ProblemCode, details: ProblemDetails = {}, place: Place = {}): Problem {
  const { message, fix } = PROBLEMS[code];
  return { code, message: fill(message, details), fix: fill(fix, details), place };
}

/** A text as a message may show it; `instead` where it might be a name, a sentence or a raw record. */
export function tellable(text: string, instead = '…'): string {
  return /^[\w:+./|-]{1,40}$/.test(text) ? text : instead;
}

/** `file:line:column: message` for a terminal. */
export function describe({ message, place }: Problem, language: keyof Bilingual): string {
  const at = [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
  return at === '' ? message[language] : `${at}: ${message[language]}`;
}

function fill(template: Bilingual, details: ProblemDetails): Bilingual {
  const put = (language: Language) =>
    template[language].replace(/\{(\w+)\}/g, (whole, name: string) => {
      const value = details[name] ?? whole;
      return typeof value === 'object' ? value[language] : String(value);
    });
  return { ja: put('ja'), en: put('en') };
}
