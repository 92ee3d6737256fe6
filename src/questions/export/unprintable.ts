/** Characters that neither XML nor a page can hold, or that turn the direction of reading. */

const UNPRINTABLE = /(?![\t\n\r])\p{Cc}|\p{Bidi_Control}|[\ufffe\uffff]/u;
const EACH = new RegExp(UNPRINTABLE, 'gu');

/** The text with those replaced. */
export function printable(text: string): string {
  return UNPRINTABLE.test(text) ? text.replace(EACH, '\ufffd') : text;
}
