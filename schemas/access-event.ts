/** The access event: one access, as logged. The only place where its fields are declared. */
import { z } from 'zod';
import { parseDate, parseInstant } from '../src/core/time.ts';
import { type Camel, type Field, field, shapeOf } from './field.ts';

/** The four kinds of log. */
export const SYSTEMS = ['resident', 'pos', 'crm', 'admin'] as const;
/** What an access did. */
export const ACTIONS = [
  'login',
  'logout',
  'search',
  'view',
  'list',
  'export',
  'print',
  'download',
  'upload',
  'copy',
  'send',
  'create',
  'update',
  'delete',
  'grant',
  'revoke',
  'reset',
  'disable',
  'sale',
  'refund',
  'config',
  'other',
] as const;
/** How it ended. */
export const OUTCOMES = ['success', 'failure'] as const;

export type System = (typeof SYSTEMS)[number];
export type Action = (typeof ACTIONS)[number];
export type Outcome = (typeof OUTCOMES)[number];

/** Texts longer than this (in UTF-16 units) are not identifiers of anything; the row is quarantined. */
export const TEXT_MAX = 2 ** 20;

const text = () => z.string().max(TEXT_MAX);
const name = () => text().min(1);
const count = () => z.int().min(0);
const instant = z
  .string()
  .refine(
    (value) => !Number.isNaN(parseInstant(value)),
    'an RFC 3339 time with offset, as 2024-05-01T09:00:00+09:00',
  );
const date = z.string().refine((value) => !Number.isNaN(parseDate(value)), 'a calendar date, as 2024-05-01');

/** Every field of an access event, in the order in which the reference page shows them. */
export const accessEventFields = {
  time: field('instant', instant, {
    about: {
      ja: '発生日時（記録元の時計。時差つき）',
      en: 'When it happened, by the source’s clock, with its offset. Digits beyond microseconds are cut.',
    },
    unit: 'RFC 3339',
    example: '2024-05-01T09:12:33.120+09:00',
  }),
  system: field('code', z.enum(SYSTEMS), {
    about: { ja: 'ログの種類', en: 'The kind of log. `admin` = accounts and IT systems.' },
    example: 'resident',
  }),
  source: field('key', name().optional(), {
    about: {
      ja: '具体的なシステム名。省略時は設定名、なければ種類',
      en: 'The concrete system. Default: the configured name, else the kind.',
    },
    example: 'juki-core',
  }),
  id: field('key', name().optional(), {
    about: {
      ja: '記録元の中で一意の番号。省略時は位置',
      en: 'Unique within the source. Default: `source:position`.',
    },
    example: 'juki-core-000123',
  }),
  actor: field('key', name().nullish(), {
    about: {
      ja: '操作したアカウント',
      en: 'The account that did it. Null only where the log really has none.',
    },
    example: 'tanaka-01',
  }),
  principal: field('key', name().nullish(), {
    about: {
      ja: '操作した人（ログが知る場合）',
      en: 'The person, when the log knows; else found through the accounts register as of then.',
    },
    example: 'P1024',
  }),
  action: field('code', z.enum(ACTIONS), { about: { ja: '操作', en: 'What was done.' }, example: 'view' }),
  outcome: field('code', z.enum(OUTCOMES).optional(), {
    about: { ja: '結果（省略時は成功）', en: 'How it ended. Default: `success`.' },
    example: 'success',
  }),
  reason: field('key', text().nullish(), {
    about: { ja: '失敗の理由', en: 'Why it failed.' },
    example: 'WrongPassword',
  }),
  device: field('key', name().nullish(), {
    about: { ja: '端末', en: 'The device it came from.' },
    example: 'PC-0417',
  }),
  ip: field('key', name().nullish(), {
    about: {
      ja: '接続元アドレス（正規化して扱う）',
      en: 'The address it came from; normalised (`::ffff:`, ports, brackets).',
    },
    example: '10.1.4.17',
  }),
  site: field('key', name().nullish(), {
    about: { ja: '拠点・店舗', en: 'The office or shop.' },
    example: 'honcho',
  }),
  session: field('key', name().nullish(), {
    about: { ja: 'セッション', en: 'The sign-in session.' },
    example: 's-88121',
  }),
  tenant: field('key', name().nullish(), {
    about: { ja: 'データの持ち主である企業など', en: 'Whose data: the client company.' },
    example: 'client-07',
  }),
  subject: field('none', name().nullish(), {
    about: { ja: '照会された人', en: 'The data subject looked at.' },
    example: 'R00017',
  }),
  subjects: field('keys', z.array(name()).nullish(), {
    about: {
      ja: '照会された人（複数）',
      en: 'Several data subjects; joined with `subject`, repeats removed.',
    },
    example: ['R00017', 'R00018'],
  }),
  resource: field('key', text().nullish(), {
    about: { ja: '対象物（文書・注文・画面）', en: 'The object: document, order, mailbox, page.' },
    example: 'order/2020-118',
  }),
  data_class: field('key', text().nullish(), {
    about: { ja: 'データの区分', en: 'The class of the data.' },
    example: 'resident-basic',
  }),
  record_date: field('day', date.nullish(), {
    about: { ja: '照会された記録の日付', en: 'The date of the record looked at.' },
    example: '2020-04-01',
  }),
  records: field('count', count().nullish(), {
    about: {
      ja: '返された件数',
      en: 'Records returned. Default: the number of subjects; without subjects 1 for view, export, print, download, upload, copy, send, else 0.',
    },
    unit: 'records',
    example: 1,
  }),
  bytes: field('count', count().nullish(), {
    about: { ja: 'データ量', en: 'Bytes moved.' },
    unit: 'bytes',
    example: 20480,
  }),
  case_id: field('key', text().nullish(), {
    about: { ja: '根拠となる案件番号', en: 'The case the access cites.' },
    example: 'C-2024-0031',
  }),
  purpose: field('none', text().nullish(), {
    about: { ja: '目的', en: 'The purpose the access cites.' },
    example: 'inquiry',
  }),
  transaction_id: field('key', text().nullish(), {
    about: { ja: '売上・見積・注文の番号', en: 'The sale, quote or order the access belongs to.' },
    example: 'T-5512',
  }),
  destination: field('key', text().nullish(), {
    about: { ja: 'データの行き先', en: 'Where data went: host, `usb:<serial>`, printer, mail domain.' },
    example: 'usb:4C53',
  }),
  target: field('key', text().nullish(), {
    about: { ja: '管理操作の対象', en: 'The account or object an administrator acted on.' },
    example: 'suzuki-02',
  }),
  extra: field('none', z.record(z.string(), z.unknown()).nullish(), {
    about: {
      ja: 'その他すべて（保存・検索できるが判定に使わない）',
      en: 'Everything else the log said; kept, searchable, never judged. Unknown members go there.',
    },
    example: { line: 'original text' },
  }),
} as const;

export type AccessEventField = keyof typeof accessEventFields;

/** One access event as it stands outside (NDJSON). Unknown members are allowed and count as `extra`. */
export const accessEvent = z.looseObject(shapeOf(accessEventFields));
export type AccessEvent = z.infer<typeof accessEvent>;

type Fields = typeof accessEventFields;
type NamesOf<K> = {
  [N in keyof Fields]: Fields[N] extends Field<infer C> ? (C extends K ? N : never) : never;
}[keyof Fields];

/** The fields held as one key per row. */
export type KeyField = NamesOf<'key'>;
/** {@link KeyField} by the names code uses. */
export type KeyColumn = Camel<KeyField>;

/** An event with every default of the contract applied: what detectors, the lake and the reader see. */
export interface NormalEvent {
  readonly time: number;
  readonly system: System;
  readonly source: string;
  readonly id: string;
  readonly actor: string | null;
  readonly principal: string | null;
  readonly action: Action;
  readonly outcome: Outcome;
  readonly reason: string | null;
  readonly device: string | null;
  /** Normalised: no port, no brackets, no `::ffff:`. */
  readonly ip: string | null;
  readonly site: string | null;
  readonly session: string | null;
  readonly tenant: string | null;
  /** `subject` and `subjects` in that order, without repeats. */
  readonly subjects: readonly string[];
  readonly resource: string | null;
  readonly data_class: string | null;
  readonly record_date: string | null;
  readonly records: number;
  readonly bytes: number | null;
  readonly case_id: string | null;
  readonly purpose: string | null;
  readonly transaction_id: string | null;
  readonly destination: string | null;
  readonly target: string | null;
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Actions that return one record where the log names nobody and no number. */
const ONE_RECORD: ReadonlySet<string> = new Set<Action>([
  'view',
  'export',
  'print',
  'download',
  'upload',
  'copy',
  'send',
]);

/** The records of an event that does not say how many it returned: those it names, else one or none by what it did. */
export function defaultRecords(action: string, subjects: number): number {
  return subjects > 0 ? subjects : ONE_RECORD.has(action) ? 1 : 0;
}
