/**
 * Everything metsuke may say in its own log: one code each, with the fields it may carry. A field is a number or a word of a
 * closed list, so that no person, account, subject or row can get in, whatever the caller passes.
 */
import type { Bilingual } from '../core/bilingual.ts';

/** What may stand in a field. */
export type FieldKind =
  /** A finite number. */
  | 'number'
  /** An input or a sink of the status, by its configured name. */
  | 'name'
  /** A file or folder that was named at the start, or one inside such a folder. */
  | 'file'
  /** A problem's code, or what the system calls an error (`ENOSPC`). */
  | 'code'
  | 'signal'
  /** The fingerprint of a seal, which somebody should keep. */
  | 'fingerprint'
  /** The host that was named at the start. */
  | 'host'
  | 'version'
  /** Where in the program: functions and lines, no message. */
  | 'frames';

/** One kind of log entry. Placeholders of the message are its fields. */
interface LogEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: Bilingual;
  readonly fields: Readonly<Record<string, FieldKind>>;
}

/** The list. */
export const LOG_EVENTS = {
  started: {
    level: 'info',
    message: { ja: '起動しました（版 {version}）', en: 'started (version {version})' },
    fields: { version: 'version' },
  },
  listening: {
    level: 'info',
    message: {
      ja: '稼働状況を http://{host}:{port} で公開しています',
      en: 'health and metrics at http://{host}:{port}',
    },
    fields: { host: 'host', port: 'number' },
  },
  standby: {
    level: 'info',
    message: {
      ja: '待機中です。動いている metsuke が止まると引き継ぎます',
      en: 'standing by: takes over when the running metsuke ends',
    },
    fields: {},
  },
  helping: {
    level: 'info',
    message: {
      ja: 'この保管庫に書いている metsuke を手伝います',
      en: 'helps the metsuke that writes to this lake',
    },
    fields: {},
  },
  'took-over': {
    level: 'info',
    message: {
      ja: '保管庫への書き込みを引き継ぎました（コミット {commit}）',
      en: 'took over writing to the lake (commit {commit})',
    },
    fields: { commit: 'number' },
  },
  'registers-read': {
    level: 'info',
    message: {
      ja: '台帳を読みました（{present} 種類、ないもの {missing} 種類、使えない行 {refused}）',
      en: 'registers read: {present} present, {missing} missing, {refused} rows not usable',
    },
    fields: { present: 'number', missing: 'number', refused: 'number' },
  },
  'input-idle': {
    level: 'warn',
    message: {
      ja: '{input} から何も届かないため、待たずに進みます',
      en: 'nothing comes from {input}: the others no longer wait for it',
    },
    fields: { input: 'name' },
  },
  'input-back': {
    level: 'info',
    message: { ja: '{input} から再び届き始めました', en: '{input} is back' },
    fields: { input: 'name' },
  },
  'rows-refused': {
    level: 'warn',
    message: {
      ja: '{input} の {rows} 行を読めず、隔離しました（{cause}）',
      en: '{rows} rows of {input} could not be read and are in quarantine ({cause})',
    },
    fields: { input: 'name', rows: 'number', cause: 'code' },
  },
  'epoch-committed': {
    level: 'info',
    message: {
      ja: 'コミット {commit}: 記録 {events}、検知結果 {findings}、{seconds} 秒',
      en: 'commit {commit}: {events} events, {findings} findings, {seconds} s',
    },
    fields: {
      commit: 'number',
      events: 'number',
      findings: 'number',
      quarantined: 'number',
      seconds: 'number',
      state_bytes: 'number',
    },
  },
  sealed: {
    level: 'info',
    message: {
      ja: '封印しました。指紋: {fingerprint}（保管庫とは別の場所に控えてください）',
      en: 'sealed; fingerprint, to be kept elsewhere: {fingerprint}',
    },
    fields: { fingerprint: 'fingerprint' },
  },
  'keys-evicted': {
    level: 'warn',
    message: {
      ja: '記憶の上限に達し、{keys} 件を忘れました',
      en: '{keys} keys were forgotten, because memory has a bound',
    },
    fields: { keys: 'number' },
  },
  'sink-failed': {
    level: 'warn',
    message: {
      ja: '{sink} に送れません（{cause}）。届くまで繰り返します。未送信 {backlog}',
      en: '{sink} does not take it ({cause}); it is tried again until it does; {backlog} are waiting',
    },
    fields: { sink: 'name', cause: 'code', backlog: 'number' },
  },
  'sink-back': {
    level: 'info',
    message: { ja: '{sink} に再び送れるようになりました', en: '{sink} takes findings again' },
    fields: { sink: 'name' },
  },
  stopping: {
    level: 'info',
    message: { ja: '停止します（{signal}）', en: 'stopping ({signal})' },
    fields: { signal: 'signal' },
  },
  stopped: {
    level: 'info',
    message: {
      ja: '停止しました（コミット {commit}、{seconds} 秒）',
      en: 'stopped at commit {commit} after {seconds} s',
    },
    fields: { commit: 'number', seconds: 'number' },
  },
  problem: {
    level: 'error',
    message: { ja: '{problem}', en: '{problem}' },
    fields: { problem: 'code', file: 'file', line: 'number', byte: 'number' },
  },
  crashed: {
    level: 'error',
    message: { ja: '予期しない誤りで止まりました（{cause}）', en: 'ended by an unexpected error ({cause})' },
    fields: { cause: 'code', frames: 'frames' },
  },
} as const satisfies Readonly<Record<string, LogEvent>>;

/** A code of {@link LOG_EVENTS}. */
export type LogCode = keyof typeof LOG_EVENTS;

type Value<Kind> = Kind extends 'number' ? number : string;
type Declared<Code extends LogCode> = (typeof LOG_EVENTS)[Code]['fields'];

/** The fields of an entry. */
export type LogFields<Code extends LogCode> = {
  readonly [Name in keyof Declared<Code>]: Value<Declared<Code>[Name]>;
};
