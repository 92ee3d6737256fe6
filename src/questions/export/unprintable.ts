/** Characters that neither XML nor a page can hold, that turn the direction of reading, or that nobody sees. */

const UNPRINTABLE = /(?![\t\n\r])\p{Cc}|\p{Cf}|[\u115f\u1160\u3164\uffa0\ufffe\uffff]/u;
const EACH = new RegExp(UNPRINTABLE, 'gu');

/** The text with those replaced. */
export function printable(text: string): string {
  return UNPRINTABLE.test(text) ? text.replace(EACH, '\ufffd') : text;
}
