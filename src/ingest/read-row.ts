/**
 * The schema check of one row: from an object of unknown members to an access event, or what is wrong with it.
 *
 * Compiled from the declaration in schemas/access-event.ts; it accepts exactly what the zod schema accepts (a property
 * test holds them together) at a tenth of the cost, and says in words which field was expected to be what.
 */
import { z } from 'zod';
import { accessEventFields, TEXT_MAX } from '../../schemas/access-event.ts';
import type { Field } from '../../schemas/field.ts';
import type { Bilingual } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { parseDate, parseInstant } from '../core/time.ts';

/** How a value may be held: decides how a CSV cell of that field is read. */
export type FieldForm = 'text' | 'texts' | 'count' | 'object';

/** The check of one declared field. */
export interface FieldCheck {
  readonly name: string;
  readonly form: FieldForm;
  readonly isRequired: boolean;
  readonly expected: Bilingual;
  /** Null if the value may stand in this field, else what came, in words. */
  wrong(value: unknown): Bilingual | null;
}

type Wrong = (value: unknown) => Bilingual | null;

const INSTANT: Bilingual = {
  ja: '時差つきの日時（例 2024-05-01T09:00:00+09:00）',
  en: 'a time with its offset, as 2024-05-01T09:00:00+09:00',
};
const DATE: Bilingual = { ja: '日付（例 2024-05-01）', en: 'a date, as 2024-05-01' };
const COUNT: Bilingual = { ja: ' 0 以上の整数', en: 'an integer of 0 or more' };
const NAMES: Bilingual = { ja: '空でない文字列の配列', en: 'a list of texts that are not empty' };

const EMPTY_TEXT: Bilingual = { ja: '空の文字列', en: 'an empty text' };
const LONG_TEXT: Bilingual = { ja: '長すぎる文字列', en: 'a text that is too long' };
const ANOTHER_TEXT: Bilingual = { ja: 'そうでない文字列', en: 'another text' };
const NO_OFFSET: Bilingual = { ja: '時差のない日時', en: 'a time without its offset' };
const NO_SUCH_TIME: Bilingual = { ja: '実在しない日時', en: 'a time that does not exist' };
const NO_SUCH_DATE: Bilingual = { ja: '実在しない日付', en: 'a date that does not exist' };
const FRACTION: Bilingual = { ja: '小数', en: 'a fraction' };
const NEGATIVE: Bilingual = { ja: '負の数', en: 'a negative number' };
const TOO_LARGE: Bilingual = { ja: '大きすぎる数', en: 'a number that is too large' };

/** The checks of all declared fields by name. */
export const FIELD_CHECKS: ReadonlyMap<string, FieldCheck> = new Map(
  Object.entries(accessEventFields).map(([name, declared]) => [name, compile(name, declared)]),
);

const REQUIRED = [...FIELD_CHECKS.values()].filter((check) => check.isRequired);

/** Null if the members make an access event; else the first thing wrong with them. Unknown members are right. */
export function checkRow(row: Readonly<Record<string, unknown>>): Problem | null {
  let required = 0;
  for (const name in row) {
    const check = FIELD_CHECKS.get(name);
    if (check === undefined) continue;
    const came = check.wrong(row[name]);
    if (came !== null) return problem('row-field-wrong', { field: name, expected: check.expected, came });
    if (check.isRequired) required++;
  }
  if (required === REQUIRED.length) return null;
  const missing = REQUIRED.find(({ name }) => !Object.hasOwn(row, name)) as FieldCheck;
  return problem('row-field-missing', { field: missing.name, expected: missing.expected });
}

/** What kind of thing a value is, in words, without the value. */
export function kindInWords(value: unknown): Bilingual {
  if (value === null) return { ja: ' null ', en: 'null' };
  if (Array.isArray(value)) return { ja: '配列', en: 'a list' };
  if (typeof value === 'string') return value === '' ? EMPTY_TEXT : ANOTHER_TEXT;
  if (typeof value === 'number') return { ja: '数値', en: 'a number' };
  if (typeof value === 'boolean') return { ja: '真偽値', en: 'true or false' };
  return { ja: 'オブジェクト', en: 'an object' };
}

/** Asks the schema itself what it allows, so that the declaration stays the only place that says so. */
function compile(name: string, { column, schema }: Field): FieldCheck {
  const accepts = (value: unknown) => schema.safeParse(value).success;
  const mayBeNull = accepts(null);
  const { form, expected, wrong } = formOf(column, schema, accepts);
  return {
    name,
    form,
    expected,
    isRequired: !accepts(undefined),
    wrong: mayBeNull ? (value) => (value === null ? null : wrong(value)) : wrong,
  };
}

function formOf(
  column: Field['column'],
  schema: z.ZodType,
  accepts: (value: unknown) => boolean,
): { form: FieldForm; expected: Bilingual; wrong: Wrong } {
  if (column === 'instant') return { form: 'text', expected: INSTANT, wrong: wrongInstant };
  if (column === 'day') return { form: 'text', expected: DATE, wrong: wrongDate };
  if (column === 'count') return { form: 'count', expected: COUNT, wrong: wrongCount };
  if (column === 'keys') return { form: 'texts', expected: NAMES, wrong: wrongNames };
  if (column === 'code') {
    const values = choicesOf(schema);
    const list = values.join(', ');
    return {
      form: 'text',
      expected: { ja: `次のいずれか（${list}）`, en: `one of ${list}` },
      wrong: wrongChoice(values),
    };
  }
  if (accepts({}))
    return { form: 'object', expected: { ja: 'オブジェクト', en: 'an object' }, wrong: wrongObject };
  if (accepts('')) return { form: 'text', expected: { ja: '文字列', en: 'text' }, wrong: wrongText };
  return { form: 'text', expected: { ja: '空でない文字列', en: 'text that is not empty' }, wrong: wrongName };
}

/** The words of a closed list, in its order. */
export function choicesOf(schema: z.ZodType): readonly string[] {
  let inner: unknown = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodNullable) inner = inner.unwrap();
  if (!(inner instanceof z.ZodEnum)) throw new Error('a column of kind code needs an enum');
  return inner.options.map(String);
}

function wrongInstant(value: unknown): Bilingual | null {
  if (typeof value !== 'string') return kindInWords(value);
  if (!Number.isNaN(parseInstant(value))) return null;
  if (!/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d/.test(value)) return kindInWords(value);
  return /(?:[Zz]|[+-]\d\d:\d\d)$/.test(value) ? NO_SUCH_TIME : NO_OFFSET;
}

function wrongDate(value: unknown): Bilingual | null {
  if (typeof value !== 'string') return kindInWords(value);
  if (!Number.isNaN(parseDate(value))) return null;
  return /^\d{4}-\d\d-\d\d$/.test(value) ? NO_SUCH_DATE : kindInWords(value);
}

function wrongCount(value: unknown): Bilingual | null {
  if (typeof value !== 'number') return kindInWords(value);
  if (Number.isSafeInteger(value)) return value >= 0 ? null : NEGATIVE;
  return Number.isInteger(value) ? TOO_LARGE : FRACTION;
}

function wrongText(value: unknown): Bilingual | null {
  if (typeof value !== 'string') return kindInWords(value);
  return value.length <= TEXT_MAX ? null : LONG_TEXT;
}

function wrongName(value: unknown): Bilingual | null {
  return value === '' ? EMPTY_TEXT : wrongText(value);
}

function wrongNames(value: unknown): Bilingual | null {
  if (!Array.isArray(value)) return kindInWords(value);
  for (const item of value) {
    const came = wrongName(item);
    if (came !== null) return { ja: `中に${came.ja}がある配列`, en: `a list with ${came.en} in it` };
  }
  return null;
}

function wrongChoice(values: readonly string[]): Wrong {
  const allowed: ReadonlySet<unknown> = new Set(values);
  return (value) => (allowed.has(value) ? null : kindInWords(value));
}

function wrongObject(value: unknown): Bilingual | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? null : kindInWords(value);
}
