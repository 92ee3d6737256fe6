/** An answer as NDJSON: the head first, then a row a line, for programs. */
import type { Form } from './form.ts';

/** Head and rows, as `--json` prints them. */
export const ndjsonForm: Form = async ({ head, rows }, _language, write) => {
  write(Buffer.from(`${JSON.stringify(head)}\n`));
  let count = 0;
  for await (const piece of rows) {
    count += piece.length;
    write(Buffer.from(piece.map((row) => `${JSON.stringify(row)}\n`).join('')));
  }
  return count;
};
