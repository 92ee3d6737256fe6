/** An answer as CSV: UTF-8 with a byte order mark or CP932, CRLF, and nothing in it that a spreadsheet would run as a formula. */
import { valueText } from '../value-words.ts';
import { type TextEncoding, utf8Encoding } from './cp932.ts';
import type { Form } from './form.ts';

/** Signs with which a spreadsheet begins a formula, full-width ones too. */
const FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/** A cell; what looks like a formula gets an apostrophe in front. */
export function csvCell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Writes the rows under the titles of their columns. The head is not in it: it is written beside. */
export function csvIn(encoding: TextEncoding): Form {
  return async ({ columns, rows }, language, write) => {
    const line = (cells: readonly string[]) => `${cells.join(',')}\r\n`;
    write(encoding.bytes(line(columns.map(({ title }) => csvCell(title[language]))), 0));
    let count = 0;
    for await (const piece of rows) {
      const lines = piece.map((row) => {
        const cells = columns.map((column) => {
          const value = row[column.name];
          return typeof value === 'number' ? String(value) : csvCell(valueText(value, column, language));
        });
        return encoding.bytes(line(cells), ++count);
      });
      write(Buffer.concat(lines));
    }
    return count;
  };
}

/** {@link csvIn} UTF-8. */
export const csvForm: Form = csvIn(utf8Encoding());
