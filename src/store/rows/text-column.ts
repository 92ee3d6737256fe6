/** A column of texts that grows row by row: each row's text as the number of one that is held once. */
import type { Key } from '../../core/hash.ts';
import { hashBytes, hashText } from '../../core/hash.ts';
import { createTexts, type Texts } from './texts.ts';

/** Stands for a row without a text. */
export const NO_TEXT = -1;

const FIRST_ROWS = 512;

/** Texts by row, or by entry of a list. */
export interface TextColumn {
  readonly texts: Texts;
  /** Of the first `rows` rows; {@link NO_TEXT} where nothing was set. */
  codes(rows: number): Int32Array;
  set(row: number, code: number): void;
  /**
   * The number of a text with this key, which stands at `bytes[start, end)` unless it is written in another form there (escaped, an address before it is
   * normalised, an account before its case is folded): then `read` says it, and is asked once for each form.
   */
  codeAt(
    key: Key,
    bytes: Uint8Array,
    start: number,
    end: number,
    isForm: boolean,
    read: () => string | null,
  ): number;
  codeOf(key: Key, text: string | null): number;
  /** What it holds beyond four bytes a row. */
  bytes(): number;
  /** Forgets its first `rows` rows, which must be all, and all texts. */
  clear(rows: number): void;
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(1_024);

/** Puts a text into {@link encoded}; gives back how many bytes it has. */
function encode(text: string): number {
  if (scratch.length < text.length * 3) scratch = new Uint8Array(text.length * 6);
  return encoder.encodeInto(text, scratch).written;
}

/** No rows yet. */
export function textColumn(): TextColumn {
  const texts = createTexts();
  /** Other forms of texts: of each the key and the number of its text. */
  let forms: { readonly raw: Texts; readonly keys: Key[]; readonly codes: number[] } | null = null;
  let codes = new Int32Array(FIRST_ROWS).fill(NO_TEXT);

  function grow(rows: number): void {
    const larger = new Int32Array(rows).fill(NO_TEXT, codes.length);
    larger.set(codes);
    codes = larger;
  }

  function codeOf(key: Key, text: string | null): number {
    if (text === null) return NO_TEXT;
    const length = encode(text);
    const code = texts.find(key, scratch, 0, length);
    return code >= 0 ? code : texts.add(key, scratch, 0, length);
  }

  function codeOfForm(
    key: Key,
    bytes: Uint8Array,
    start: number,
    end: number,
    read: () => string | null,
  ): number {
    forms ??= { raw: createTexts(), keys: [], codes: [] };
    const { raw } = forms;
    const rawKey = hashBytes(bytes, start, end);
    let form = raw.find(rawKey, bytes, start, end);
    if (form >= 0 && forms.keys[form] === key) return forms.codes[form];
    if (form < 0) form = raw.add(rawKey, bytes, start, end);
    forms.keys[form] = key;
    forms.codes[form] = codeOf(key, read());
    return forms.codes[form];
  }

  return {
    texts,
    codes(rows) {
      if (rows > codes.length) grow(rows);
      return codes;
    },
    set(row, code) {
      if (row >= codes.length) grow(row * 2);
      codes[row] = code;
    },
    codeAt(key, bytes, start, end, isForm, read) {
      if (isForm) return codeOfForm(key, bytes, start, end, read);
      const code = texts.find(key, bytes, start, end);
      if (code >= 0) return code;
      return hashBytes(bytes, start, end) === key
        ? texts.add(key, bytes, start, end)
        : codeOfForm(key, bytes, start, end, read);
    },
    codeOf,
    bytes: () => texts.bytes() + (forms?.raw.bytes() ?? 0),
    clear(rows) {
      texts.clear();
      forms = null;
      codes.fill(NO_TEXT, 0, rows);
    },
  };
}

/** A column of texts that are all different: nobody looks whether one is there. */
export function uniqueColumn(): Pick<TextColumn, 'texts' | 'codes' | 'bytes' | 'clear'> & {
  put(row: number, bytes: Uint8Array, start: number, end: number): void;
  putText(row: number, text: string): void;
} {
  const column = textColumn();
  return {
    texts: column.texts,
    codes: column.codes,
    bytes: column.bytes,
    clear: column.clear,
    put: (row, bytes, start, end) => column.set(row, column.texts.append(bytes, start, end)),
    putText: (row, text) => {
      const length = encode(text);
      column.set(row, column.texts.append(scratch, 0, length));
    },
  };
}

/** The words of a closed list as texts, numbered from 0. */
export function wordTexts(words: readonly string[]): Texts {
  const texts = createTexts();
  for (const word of words) texts.add(hashText(word), scratch, 0, encode(word));
  return texts;
}
