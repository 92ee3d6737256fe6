/** The forms in which an answer can be written to a file, by the ending of its name. */
import { bundleForm } from './bundle.ts';
import { csvForm } from './csv.ts';
import type { Form } from './form.ts';
import { htmlForm } from './html.ts';
import { ndjsonForm } from './ndjson.ts';
import { xlsxForm } from './xlsx.ts';

/** The forms. */
export const FORMS: Readonly<Record<string, Form>> = {
  csv: csvForm,
  html: htmlForm,
  ndjson: ndjsonForm,
  xlsx: xlsxForm,
  zip: bundleForm,
};
