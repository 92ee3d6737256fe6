/** What can go wrong on the way of findings to an output. */
import type { Bilingual } from './bilingual.ts';

/** The codes of the outbox, with what to say and the way out. */
export const OUTBOX_PROBLEMS = {
  'outbox-unreachable': {
    message: {
      ja: '出力先 {output}（{host}）につながりません（{why}）。届くまで繰り返します',
      en: 'output {output} ({host}) was not reached ({why}); it is tried again until it is',
    },
    fix: {
      ja: '送り先が動いているか、アドレス、経路、証明書を確かめてください。検知結果は失われず、続きから届きます。',
      en: 'Check that the receiver is up, its address, the way there and its certificate. Nothing is lost: sending goes on where it stood.',
    },
  },
  'outbox-later': {
    message: {
      ja: '出力先 {output}（{host}）は、いまは受け取れません（{status}）。届くまで繰り返します',
      en: 'output {output} ({host}) does not take findings now ({status}); it is tried again until it does',
    },
    fix: {
      ja: '送り先の状態を確かめてください。検知結果は失われず、続きから届きます。',
      en: 'Look at the receiver. Nothing is lost: sending goes on where it stood.',
    },
  },
  'outbox-refused': {
    message: {
      ja: '出力先 {output}（{host}）が受け取りを断りました（{status}）。別に取り置きました',
      en: 'output {output} ({host}) refused findings ({status}); they were set aside',
    },
    fix: {
      ja: 'アドレス、秘密、形式を直してから、metsuke outbox resend で送り直してください。metsuke outbox list で一覧が見られます。',
      en: 'Mend address, secret or form, then send them again: metsuke outbox resend. metsuke outbox list shows them.',
    },
  },
  'outbox-alert-settings': {
    message: {
      ja: '出力先 {output} は、以前の alert_quiet_days と risk_half_life_days のままアラートをまとめています',
      en: 'output {output} goes on gathering alerts by the alert_quiet_days and risk_half_life_days that it began with',
    },
    fix: {
      ja: '新しい設定でまとめ直すには、出力先に新しい名前を付け、必要なら from: beginning を指定してください。',
      en: 'To gather anew by the settings of now, give the output another name, with from: beginning where all of the past is to be told.',
    },
  },
  'outbox-file': {
    message: {
      ja: '出力先 {output} のファイルに書き込めません（{why}）。書けるまで繰り返します',
      en: 'the file of output {output} cannot be written ({why}); it is tried again until it can',
    },
    fix: {
      ja: 'フォルダーの有無、書き込み権限、空き容量を確かめてください。検知結果は失われず、続きから書き込みます。',
      en: 'Check that the folder is there, the right to write and the free space. Nothing is lost: writing goes on where it stood.',
    },
  },
  'outbox-lost': {
    message: {
      ja: '出力先 {output} に送る前に保存期間が過ぎ、{lines} 件を送れませんでした',
      en: '{lines} lines for output {output} were past their retention before they could be sent',
    },
    fix: {
      ja: '送り先を直すか設定から外し、保存期間を止まっていた期間より長くしてください。',
      en: 'Mend the receiver or take it out of the settings, and keep findings longer than it may be down.',
    },
  },
  'outbox-secret': {
    message: { ja: '{key} の秘密を読めません（{why}）', en: '{key}: the secret cannot be read ({why})' },
    fix: {
      ja: 'ファイルか環境変数に、16 文字以上の秘密を 1 行で入れてください。',
      en: 'Put a secret of at least 16 characters, on one line, into the file or the environment variable.',
    },
  },
  'outbox-no-broker': {
    message: {
      ja: '{key} は Kafka のトピックですが、ブローカーの設定がありません',
      en: '{key} is a Kafka topic, and the settings name no brokers',
    },
    fix: {
      ja: '設定の kafka にブローカーを書くか、この出力先を外してください。',
      en: 'Name the brokers under kafka in the settings, or take this output out.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
