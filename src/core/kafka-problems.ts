/** What can go wrong between metsuke and Kafka. */
import type { Bilingual } from './bilingual.ts';

/** The codes of Kafka, with what to say and the way out. */
export const KAFKA_PROBLEMS = {
  'kafka-unreachable': {
    message: {
      ja: 'Kafka のブローカー（{brokers}）につながりません（{why}）',
      en: 'no Kafka broker was reached at {brokers} ({why})',
    },
    fix: {
      ja: 'ブローカーが動いているか、アドレス、経路、証明書を確かめて、もう一度実行してください。何も失われず、続きから始まります。',
      en: 'Check that the brokers are up, their addresses, the way there and their certificate, then run it again: nothing is lost, it goes on where it stood.',
    },
  },
  'kafka-refused': {
    message: {
      ja: 'Kafka のブローカー（{brokers}）に、この利用者の接続を断られました（{why}）',
      en: 'the Kafka brokers at {brokers} did not let this user in ({why})',
    },
    fix: {
      ja: '設定の kafka の sasl、username、パスワードと、ブローカー側の権限（トピックの Read、グループの Read）を確かめてください。',
      en: 'Check sasl, username and the password under kafka in the settings, and its rights at the broker (Read on the topics and the group).',
    },
  },
  'kafka-secret': {
    message: {
      ja: 'Kafka の認証に要る {key} がありません',
      en: '{key} is missing, which sign-in to Kafka needs',
    },
    fix: {
      ja: '設定の kafka に username と、password_file か password_env を書いてください。',
      en: 'Name username, and password_file or password_env, under kafka in the settings.',
    },
  },
  'kafka-topic-missing': {
    message: { ja: 'トピック {topic} がありません', en: 'there is no topic {topic}' },
    fix: {
      ja: 'トピックの名前を確かめるか、ブローカー側で作ってください（metsuke は自動では作りません）。',
      en: 'Check its name, or create it at the broker: metsuke creates none by itself.',
    },
  },
  'kafka-no-read': {
    message: {
      ja: 'トピック {topic} を読む権限（Read）がありません',
      en: 'this user may not read the topic {topic}',
    },
    fix: {
      ja: 'ブローカーで、この利用者にトピックの Read を許可してください（例: kafka-acls.sh --add --allow-principal User:名前 --operation Read --topic {topic}）。グループの Read も要ります。',
      en: 'Allow it at the broker, as by kafka-acls.sh --add --allow-principal User:NAME --operation Read --topic {topic}; it needs Read on its group, too.',
    },
  },
  'kafka-topic-uncompacted': {
    message: {
      ja: 'トピック {topic} は圧縮（cleanup.policy=compact）されません（{policy}）',
      en: 'the topic {topic} is not compacted ({policy})',
    },
    fix: {
      ja: '確定した検知結果は id をキーに更新されます。cleanup.policy=compact にすると、最新の版だけが残ります。',
      en: 'Committed findings are keyed by id. With cleanup.policy=compact the newest revision of each stays.',
    },
  },
  'kafka-gap': {
    message: {
      ja: '{topic} のパーティション {partition} は、次に読む位置 {expected} の行がもうブローカーにありません（残っているのは {earliest} から {latest} の手前まで）',
      en: 'partition {partition} of {topic} no longer has the record at {expected}, which comes next (it has {earliest} up to before {latest})',
    },
    fix: {
      ja: '保存期間が過ぎたか、トピックが作り直されました。残りだけで続けてよければ、設定の kafka に on_gap: continue を書いてください。欠けた範囲は保管庫に記録されます。',
      en: 'Its retention has passed it, or the topic was made anew. To go on with what is left, set on_gap: continue under kafka; the lake then records the gap.',
    },
  },
  'kafka-history': {
    message: {
      ja: '{topic} のパーティション {partition} の位置 {offset} の行が、前に読んだものと違います',
      en: 'in partition {partition} of {topic} the record at {offset} is not the one that was read before',
    },
    fix: {
      ja: 'トピックが作り直されたか、ブローカーが書き込みを失いました（unclean leader election）。いまの内容を最初から読み直してよければ、設定の kafka に on_gap: continue を書いてください。',
      en: 'The topic was made anew, or a broker lost writes (unclean leader election). To read what it holds now from its beginning, set on_gap: continue under kafka; the lake then records the gap.',
    },
  },
  'kafka-ended': {
    message: {
      ja: 'Kafka からの読み込みが続けられなくなりました（{why}）',
      en: 'reading from Kafka cannot go on ({why})',
    },
    fix: {
      ja: 'ブローカーの記録を確かめて、もう一度実行してください。何も失われず、続きから始まります。',
      en: 'Look at the log of the brokers and run it again: nothing is lost, it goes on where it stood.',
    },
  },
  'kafka-stood-down': {
    message: {
      ja: '別の metsuke がこのグループの読み込みを引き継いだため、控えに回ります',
      en: 'another metsuke of the group reads now, so this one stands by',
    },
    fix: {
      ja: 'この metsuke の応答が途切れていました。頻繁に起こるときは、機械の負荷と kafka の session_seconds を確かめてください。',
      en: 'This one was silent for too long. If it happens often, look at the load of the machine and at session_seconds under kafka.',
    },
  },
  'kafka-send': {
    message: {
      ja: 'トピック {topic} へ送れませんでした（{why}）',
      en: 'could not be sent to the topic {topic} ({why})',
    },
    fix: {
      ja: 'ブローカーが動いているか、トピックの Write 権限があるかを確かめてください。届くまで繰り返します。',
      en: 'Check that the brokers are up and that there is the right to Write to the topic. It is tried again until it has arrived.',
    },
  },
  'kafka-too-large': {
    message: {
      ja: 'トピック {topic} へ送るには大きすぎます',
      en: 'a record is too large for the topic {topic}',
    },
    fix: {
      ja: 'ブローカー側でトピックの max.message.bytes を増やしてから、metsuke outbox resend で送り直してください。',
      en: 'Raise max.message.bytes of the topic, then send it again: metsuke outbox resend.',
    },
  },
  'message-empty': {
    message: { ja: '中身のないメッセージ', en: 'a message without a value' },
    fix: {
      ja: '送り出す側を確かめてください。削除の印（tombstone）は記録のトピックでは意味を持ちません。',
      en: 'Look at its producer. A tombstone means nothing in a topic of logs.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
