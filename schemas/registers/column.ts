/** How a register column is declared: once, for validation, row types, JSON Schema and the reference page. */
import { z } from 'zod';
import type { Bilingual } from '../../src/core/bilingual.ts';
import {
  DAY,
  type Day,
  dayFromCivil,
  daysInMonth,
  JST,
  MINUTE,
  type Micros,
  parseDate,
  parseInstant,
  SECOND,
} from '../../src/core/time.ts';

/** What a cell may hold. Each kind says itself how its text is read and what is wrong where it cannot be. */
export interface Kind<T> {
  /** Its name on the reference page. */
  readonly name: string;
  /** The same rule for whoever validates rows from outside (NDJSON, JSON Schema). */
  readonly schema: z.ZodType<string>;
  /** The problem a bad cell is reported with, and what to tell besides. */
  readonly fault:
    | 'register-text'
    | 'register-date'
    | 'register-moment'
    | 'register-choice'
    | 'register-network';
  readonly choices?: string;
  /** The value, or undefined where the text is not of this kind. Never gets an empty text. */
  read(text: string): T | undefined;
}

/** One declared column. */
export interface Column<V = unknown> {
  readonly about: Bilingual;
  /** Name of the kind, as the reference page shows it. */
  readonly type: string;
  readonly kind: Kind<unknown>;
  readonly example: string;
  readonly required: boolean;
  /** Several values separated by `|`. */
  readonly list: boolean;
  /** ◦: empty means "no restriction". Everywhere else empty means unknown. */
  readonly restricts: boolean;
  /** What an empty cell means inside. */
  readonly empty: V;
}

/** A register: its columns, what identifies a row, and which columns say when it holds. */
export interface Register<C extends Columns = Columns> {
  readonly about: Bilingual;
  /** The identity of a row; the whole row where this list, or every cell it names, is empty. */
  readonly key: readonly string[];
  /** Columns that also say from when and until when a row holds, beside `valid_from` and `valid_to`. */
  readonly begins?: string;
  readonly ends?: string;
  /** True where rows of one identity add up; else a later start ends an open earlier row. */
  readonly addsUp: boolean;
  readonly columns: C & typeof commonColumns;
}

export type Columns = Readonly<Record<string, Column>>;

/** A row as read: required columns hold a value, lists an array, the others a value or null. */
export type RowOf<R extends Register> = { readonly [N in keyof R['columns']]: R['columns'][N]['empty'] };

/** A column that holds one value or none. */
export function one<T>(kind: Kind<T>, ja: string, en: string, example: string): Column<T | null> {
  return {
    about: { ja, en },
    type: kind.name,
    kind,
    example,
    required: false,
    list: false,
    restricts: false,
    empty: null,
  };
}

/** A column without which a row is refused. */
export function must<T>(kind: Kind<T>, ja: string, en: string, example: string): Column<T> {
  return { ...one(kind, ja, en, example), required: true, empty: null as T };
}

/** A column of values separated by `|`. */
export function many<T>(kind: Kind<T>, ja: string, en: string, example: string): Column<readonly T[]> {
  return { ...one(kind, ja, en, example), list: true, empty: [] };
}

/** ◦: the column restricts; empty means no restriction. */
export function restricting<V>(column: Column<V>): Column<V> {
  return { ...column, restricts: true };
}

/** Declares a register; the four columns every row may carry are added. */
export function register<C extends Columns>(
  declared: Omit<Register<C>, 'columns'> & { readonly columns: C },
): Register<C> {
  return { ...declared, columns: { ...declared.columns, ...commonColumns } };
}

/** A row of a register as NDJSON gives it. */
export function rowSchema({ columns }: Register): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(columns).map(([name, { kind, list, required, about }]) => {
        const schema = list ? z.union([z.array(kind.schema), z.string()]) : kind.schema;
        return [name, (required ? schema : schema.nullish()).describe(about.en)];
      }),
    ),
  );
}

/** Texts longer than this are no identifiers. */
const TEXT_MAX = 4096;
const NETWORK = z.union([z.cidrv4(), z.cidrv6(), z.ipv4(), z.ipv6()]);

function kind<T>(
  name: string,
  fault: Kind<T>['fault'],
  read: (text: string) => T | undefined,
  choices?: string,
): Kind<T> {
  const schema = z.string().refine((text) => text === '' || read(text) !== undefined, choices ?? name);
  return { name, fault, read, schema, ...(choices === undefined ? {} : { choices }) };
}

/** An identifier or a word. */
export const text = kind('text', 'register-text', (value) => (value.length <= TEXT_MAX ? value : undefined));

/** One word of a closed list. */
export function choice<const T extends string>(...words: readonly T[]): Kind<T> {
  return kind('choice', 'register-choice', (value) => words.find((word) => word === value), words.join(' '));
}

/** `yes` or `no`. */
export const yesNo: Kind<boolean> = kind(
  'yes/no',
  'register-choice',
  (value) => (value === 'yes' ? true : value === 'no' ? false : undefined),
  'yes no',
);

/** A calendar day. */
export const date: Kind<Day> = kind('date', 'register-date', (value) => readDay(narrow(value))?.day);

/** From when something holds: a date means from its first instant in Japan. */
export const start: Kind<Micros> = kind('date or time', 'register-moment', (value) => readMoment(value, 0));

/** Until when something holds: a date means to the end of that day in Japan, a time is exclusive. */
export const end: Kind<Micros> = kind('date or time', 'register-moment', (value) => readMoment(value, 1));

/** An address range, `10.1.0.0/16` or `2001:db8::/32`; an address alone is a range of one. */
export const network = kind('CIDR', 'register-network', (value) =>
  NETWORK.safeParse(value).success ? value : undefined,
);

/** Columns every row of every register may carry. */
export const commonColumns = {
  valid_from: one(
    start,
    'いつから有効か（空欄は当初から）',
    'When it became true in the world. Empty: since always.',
    '2024-04-01',
  ),
  valid_to: one(
    end,
    'いつまで有効か。日付はその日を含む（空欄は期限なし）',
    'When it ended. A date is the last day on which it holds, a time is exclusive. Empty: open.',
    '2025-03-31',
  ),
  recorded_at: one(
    start,
    '組織が知った（登録した）日時。空欄は常に知っていたとみなす',
    'When the organisation came to know. Empty: always known.',
    '2024-03-25T10:00:00+09:00',
  ),
  withdrawn: one(yesNo, '誤登録の取消し（yes）', '`yes`: the row was entered by mistake.', 'yes'),
} as const;

/** Full-width digits and signs (`２０２４／５／１`), as Japanese keyboards write them, as plain ones. */
function narrow(value: string): string {
  return value.normalize('NFKC');
}

/** `2024-05-01`, also as spreadsheets write it (`2024/5/1`), and how many characters it took. */
function readDay(value: string): { day: Day; length: number } | undefined {
  const found = /^(\d{4})(?:-(\d{2})-(\d{2})|\/(\d{1,2})\/(\d{1,2}))$/.exec(value);
  if (found === null) return undefined;
  const year = Number(found[1]);
  const month = Number(found[2] ?? found[4]);
  const day = Number(found[3] ?? found[5]);
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return undefined;
  return { day: dayFromCivil(year, month, day), length: value.length };
}

/** A date, an RFC 3339 time, or a local time without offset, which is Japan's. `dayEnd` 1 takes the end of a date. */
function readMoment(written: string, dayEnd: 0 | 1): Micros | undefined {
  const plain = parseDate(written); // the usual form, without a regular expression
  if (!Number.isNaN(plain)) return (plain + dayEnd) * DAY - JST;
  const value = narrow(written);
  const whole = readDay(value);
  if (whole !== undefined) return (whole.day + dayEnd) * DAY - JST;
  const instant = parseInstant(value);
  if (!Number.isNaN(instant)) return instant;
  const found = /^(\S{8,10})[T ](\d{1,2}):(\d{2})(?::(\d{2}))?$/.exec(value);
  if (found === null) return undefined;
  const day = readDay(found[1] ?? '');
  const [hour, minute, second] = [Number(found[2]), Number(found[3]), Number(found[4] ?? 0)];
  if (day === undefined || minute > 59 || second > 59) return undefined;
  if (hour > 23 && !(hour === 24 && minute === 0 && second === 0)) return undefined;
  return day.day * DAY + (hour * 60 + minute) * MINUTE + second * SECOND - JST;
}
