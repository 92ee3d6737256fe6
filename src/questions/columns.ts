/** The columns an answer may have: what they are called, and how their values are shown. */
import type { Bilingual } from '../core/bilingual.ts';

/** How values of a column are to be read: `time` are microseconds, `subject` may have to be masked, `mention` is a text that may speak of somebody. */
export type ColumnKind = 'text' | 'time' | 'number' | 'flag' | 'subject' | 'mention';

/** One column of an answer. */
export interface Column {
  readonly name: string;
  readonly title: Bilingual;
  readonly kind: ColumnKind;
}

/** A value in a row. */
export type Value = string | number | boolean | null | readonly (string | null)[];

/** A row of an answer, by column name; it may hold more than is shown. */
export type Row = Readonly<Record<string, Value>>;

/** A column of its own. */
export function column(name: string, ja: string, en: string, kind: ColumnKind = 'text'): Column {
  return { name, title: { ja, en }, kind };
}

/** Columns of texts as SQL, cut to what is shown of a text (the macro in views.ts). */
export function shortened(table: string, ...names: readonly string[]): string {
  return names.map((name) => `shortened(${table}.${name}) AS ${name}`).join(', ');
}

/** Columns that many answers have. */
export const COLUMN = {
  time: column('time', '日時', 'time', 'time'),
  event: column('event', '記録', 'event'),
  system: column('system', 'ログの種類', 'kind of log'),
  source: column('source', '記録元', 'source'),
  actor: column('actor', 'アカウント', 'account'),
  person: column('person', '職員', 'person'),
  unit: column('unit', '部署', 'unit'),
  action: column('action', '操作', 'action'),
  outcome: column('outcome', '結果', 'outcome'),
  reason: column('reason', '失敗の理由', 'reason'),
  device: column('device', '端末', 'device'),
  ip: column('ip', 'IPアドレス', 'address'),
  site: column('site', '拠点', 'site'),
  session: column('session', 'セッション', 'session'),
  tenant: column('tenant', '委託元', 'tenant'),
  subject: column('subject', '対象者', 'subject', 'subject'),
  subjects: column('subjects', '対象者', 'subjects', 'subject'),
  resource: column('resource', '文書など', 'resource', 'mention'),
  data_class: column('data_class', 'データの種類', 'data class'),
  record_date: column('record_date', '記録の日付', 'date of record'),
  records: column('records', '件数', 'records', 'number'),
  case_id: column('case_id', '案件番号', 'case'),
  purpose: column('purpose', '利用目的', 'purpose', 'mention'),
  transaction_id: column('transaction_id', '取引番号', 'transaction'),
  destination: column('destination', '送り先', 'destination', 'mention'),
  target: column('target', '操作の相手', 'target', 'mention'),
  verdict: column('verdict', '判定', 'verdict'),
  by: column('by', '判定の根拠', 'decided by'),
  off_duty: column('off_duty', '勤務外', 'off duty'),
} as const satisfies Readonly<Record<string, Column>>;
