/** What the byte decoder knows of each field, compiled from the declaration in schemas/access-event.ts. */
import { accessEventFields } from '../../../schemas/access-event.ts';
import { camel, type Field } from '../../../schemas/field.ts';
import { choicesOf } from '../read-row.ts';
import { type Expected, expectedWords, type Words, wordTable } from './words.ts';

/** How the value of a field is read. */
export const KEY = 0;
/** A key whose text is needed again: its place is noted. */
export const NOTED_KEY = 1;
export const ADDRESS = 2;
export const INSTANT = 3;
export const DATE = 4;
export const CODE = 5;
export const COUNT = 6;
export const SUBJECT = 7;
export const SUBJECTS = 8;
/** A text that stays in the row. */
export const TEXT = 9;
/** An object that stays in the row. */
export const OBJECT = 10;

type Name = keyof typeof accessEventFields;

const DECLARED: readonly (readonly [string, Field])[] = Object.entries(accessEventFields);
// bit sets of fields are single integers
if (DECLARED.length > 31) throw new Error('the byte decoder can tell 31 fields apart');

/** Fields by number, in declared order. */
export const FIELDS = {
  size: DECLARED.length,
  names: wordTable(DECLARED.map(([name]) => name)),
  /** The names as members. */
  members: expectedWords(
    DECLARED.map(([name]) => name),
    '":',
  ),
  /** The name of the column that holds a field, where one does. */
  columns: DECLARED.map(([name]) => camel(name)),
  kinds: Uint8Array.from(DECLARED, ([name, declared]) => kindOf(name, declared)),
  mayBeNull: Uint8Array.from(DECLARED, ([, { schema }]) => Number(schema.safeParse(null).success)),
  mayBeEmpty: Uint8Array.from(DECLARED, ([, { schema }]) => Number(schema.safeParse('').success)),
  /** The words of closed lists. */
  choices: DECLARED.map(([, { column, schema }]): (Words & Expected) | null => {
    if (column !== 'code') return null;
    const words = choicesOf(schema);
    return { ...wordTable(words), ...expectedWords(words, '"') };
  }),
} as const;

/** The fields that every row must have, as bits. */
export const REQUIRED_BITS = DECLARED.reduce(
  (bits, [, { schema }], at) => (schema.safeParse(undefined).success ? bits : bits | (1 << at)),
  0,
);

/** The number of a field. */
export function fieldNumber(name: Name): number {
  return DECLARED.findIndex(([declared]) => declared === name);
}

function kindOf(name: string, { column, schema }: Field): number {
  if (name === 'ip') return ADDRESS;
  if (name === 'subject') return SUBJECT;
  if (name === 'source' || name === 'id' || name === 'actor') return NOTED_KEY;
  if (column === 'none') return schema.safeParse({}).success ? OBJECT : TEXT;
  return { instant: INSTANT, code: CODE, key: KEY, keys: SUBJECTS, count: COUNT, day: DATE }[column];
}
