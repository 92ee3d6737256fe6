/** Aligning text on a terminal, where a Japanese character takes two columns. */

/**
 * Columns one character takes: 2 for the wide and full-width blocks of East Asian scripts and for emoji, 0 for combining
 * marks, else 1. Ambiguous characters count 1, as terminals draw them outside legacy code pages.
 * Source: Unicode Standard Annex #11, ranges W and F, joined to blocks.
 */
function charWidth(code: number): number {
  if (code < 0x300) return 1;
  if (code <= 0x36f || (code >= 0x200b && code <= 0x200d) || code === 0x3099 || code === 0x309a) return 0;
  if (code >= 0xfe00 && code <= 0xfe0f) return 0;
  const isWide =
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0x303e) ||
    (code >= 0x3041 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff01 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x1f300 && code <= 0x1faff) ||
    (code >= 0x20000 && code <= 0x3fffd);
  return isWide ? 2 : 1;
}

/** Columns a text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char.codePointAt(0) ?? 0);
  return width;
}

/** A text filled up with blanks on its right. */
export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** A text filled up with blanks on its left. */
export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - textWidth(text))) + text;
}

/** A text cut to a width, with … where something was left out. */
export function cut(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let kept = '';
  let used = 1;
  for (const char of text) {
    used += charWidth(char.codePointAt(0) ?? 0);
    if (used > width) break;
    kept += char;
  }
  return `${kept}…`;
}

/** May not begin a line in Japanese typesetting. Source: JIS X 4051, the most frequent ones. */
const NOT_FIRST = '、。，．）」』】〕：；・！？ーっゃゅょ';

/** Brackets that may not end a line. */
const OPENING_AT_END = /[（「『【〔]+$/u;

/** Room kept at the end of a line of Japanese for a full stop that may not begin the next. */
const HANGING = 2;

/** Breaks a text into lines: at blanks, and between Japanese characters. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  const pieces = text.match(/[!-~\u00a0-\u024f\u2018-\u201d]+|\s+|[\s\S]/gu) ?? [];
  for (const [at, piece] of pieces.entries()) {
    const isBlank = piece.trim() === '';
    const isFollowed = NOT_FIRST.includes(pieces[at + 1] ?? ' ');
    const mayBegin = !NOT_FIRST.includes(piece) && (textWidth(piece) === 2 || isFollowed);
    const room = mayBegin ? width - HANGING : width;
    if (textWidth(line) + textWidth(piece) > room && line !== '' && !isBlank) {
      const kept = line.replace(OPENING_AT_END, '') || line;
      lines.push(kept.trimEnd());
      line = line.slice(kept.length) + piece;
    } else if (!(isBlank && line === '')) line += isBlank ? ' ' : piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines;
}

/** Rows as aligned columns, two blanks apart; numbers (by `rightFrom`) to the right. */
export function table(rows: readonly (readonly string[])[], rightFrom = 1): string[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [column, cell] of row.entries())
      widths[column] = Math.max(widths[column] ?? 0, textWidth(cell));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column >= rightFrom ? padStart(cell, widths[column]) : padEnd(cell, widths[column]),
      )
      .join('  ')
      .trimEnd(),
  );
}
