/** An answer as CSV: UTF-8 with a byte order mark, CRLF, and nothing in it that a spreadsheet would run as a formula. */
import { valueText } from '../value-words.ts';
import type { Form } from './form.ts';

/** Signs with which a spreadsheet begins a formula, full-width ones too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** A cell; what looks like a formula gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes the rows under the titles of their columns. The head is not in it: it is written beside. */
export const csvForm: Form = async ({ columns, rows }, language, write) => {
  const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`;
  write(Buffer.from(`\ufeff${line(columns.map(({ title }) => csvCell(title[language])))}`));
  let count = 0;
  for await (const piece of rows) {
    count += piece.length;
    const lines = piece.map((row) =>
      line(
        columns.map((column) => {
          const value = row[column.name];
          return typeof value === 'number' ? String(value) : csvCell(valueText(value, column, language));
        }),
      ),
    );
    write(Buffer.from(lines.join('')));
  }
  return count;
};
