/** Subjects that an answer does not show: those of `my-number` records, and protected persons, unless the purpose names them. */
import { hashText } from '../core/hash.ts';
import type { Micros } from '../core/time.ts';
import type { Registers } from '../registers/registers.ts';
import type { Row, Value } from './columns.ts';
import { names, wordsOf } from './mentions.ts';

const NUMBER_WORDS = /my-?number|マイナンバー|個人番号|特定個人情報/i;
const PROTECTED_WORDS = /protected|保護|支援措置|\bdv\b/i;
const NUMBER_CLASS = 'my-number';
/** A personal number has twelve digits, perhaps in groups. */
const PERSONAL_NUMBER = /(?<!\d)\d{4}[- ]?\d{4}[- ]?\d{4}(?!\d)/;
const WITHHELD = '***';
/** Different texts of which it is kept of whom they may speak. */
const TEXTS_MAX = 4_096;

/** Masks subjects: the same one gets the same mask (`***1`) throughout an answer. */
export interface Masking {
  shown(value: Value, dataClass: Value | undefined, time: Value | undefined): Value;
  /** A text of a row, such as the name of a file: withheld as a whole where it speaks of whom the answer masks. */
  told(text: string, row: Row): string;
  /** Whether the line of an event shows what must be masked: its subjects, its number, or a protected person anywhere in its text. */
  hides(event: MaskedEvent, text: string): boolean;
  /** How many subjects were masked so far. */
  masked(): number;
}

/** What an event says of those whom it concerns. */
export interface MaskedEvent {
  readonly subjects: readonly string[];
  readonly dataClass: string | null;
  readonly time: Micros;
}

/** The masking of one answer: whom any of the registers protects. `until`: the end of what was searched: protection since then counts too. */
export function maskingFor(purpose: string | null, registers: readonly Registers[], until: Micros): Masking {
  const masks = new Map<string, string>();
  const said = purpose ?? '';
  const seesNumbers = NUMBER_WORDS.test(said);
  const seesProtected = PROTECTED_WORDS.test(said);
  const protecting = registers.filter((each) => each.standing('protected', until) !== 'missing');
  const isProtected = (key: number, time: Micros) =>
    protecting.some((each) => each.protections(key, time).length > 0);

  const isHidden = (subject: string, time: Value | undefined): boolean => {
    if (seesProtected || protecting.length === 0) return false;
    const key = hashText(subject);
    const isTold = isProtected(key, until) || (typeof time === 'number' && isProtected(key, time));
    return isTold && !names(said, subject);
  };
  const isNumber = (subject: string, dataClass: Value | undefined) =>
    !seesNumbers && dataClass === NUMBER_CLASS && !names(said, subject);

  function one(subject: string, dataClass: Value | undefined, time: Value | undefined): string {
    const known = masks.get(subject);
    if (known !== undefined) return known;
    if (!isNumber(subject, dataClass) && !isHidden(subject, time)) return subject;
    const mask = `***${masks.size + 1}`;
    masks.set(subject, mask);
    return mask;
  }

  const spoken = new Map<string, ReadonlySet<string>>();
  const wordsIn = (text: string): ReadonlySet<string> => {
    const known = spoken.get(text);
    if (known !== undefined) return known;
    if (spoken.size >= TEXTS_MAX) spoken.clear();
    const words = wordsOf(text);
    spoken.set(text, words);
    return words;
  };

  /** Whether a text speaks of somebody who is masked in the answer so far, in its own row, or protected. */
  function speaks(text: string, { data_class: dataClass, time, subject, subjects }: Row): boolean {
    const isOfNumbers = !seesNumbers && dataClass === NUMBER_CLASS;
    if (isOfNumbers && PERSONAL_NUMBER.test(text.normalize('NFKC')) && !names(said, text)) return true;
    const isProtecting = !seesProtected && protecting.length > 0;
    if (masks.size === 0 && !isOfNumbers && !isProtecting) return false;
    const words = wordsIn(text);
    const own = [subject ?? null, subjects ?? null].flat();
    if (own.some((each) => typeof each === 'string' && words.has(each) && isNumber(each, dataClass)))
      return true;
    for (const word of words) if (masks.has(word) || (isProtecting && isHidden(word, time))) return true;
    return false;
  }

  return {
    told: (text, row) => (speaks(text, row) ? WITHHELD : text),
    shown(value, dataClass, time) {
      if (typeof value === 'string') return one(value, dataClass, time);
      if (!Array.isArray(value)) return value;
      const each = (text: string | null) => (text === null ? null : one(text, dataClass, time));
      return value.every((text) => each(text) === text) ? value : value.map(each); // mostly nobody is masked
    },
    hides({ subjects, dataClass, time }, text) {
      if (!seesNumbers && dataClass === NUMBER_CLASS && subjects.length === 0) return true;
      if (subjects.some((each) => masks.has(each) || isNumber(each, dataClass))) return true;
      if (seesProtected || protecting.length === 0) return false;
      return [...subjects, ...wordsOf(text)].some((each) => isHidden(each, time));
    },
    masked: () => masks.size,
  };
}
