/** What a site may set about Kafka: where the brokers are, how to come in, and which topics hold logs. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

type Docs = Readonly<Record<string, Bilingual>>;

/** What each setting of a topic that is read means. */
export const topicInputDocs = {
  source: {
    ja: 'このトピックの記録元の名前。行に source があればそちらを使う',
    en: 'The source of its rows, where they do not name one themselves.',
  },
} as const satisfies Docs;

/** What each key of the group means. */
export const kafkaDocs = {
  brokers: {
    ja: 'ブローカーのアドレス（host:port）。空なら Kafka を使わない',
    en: 'Addresses of brokers, as host:port. Empty: Kafka is not used.',
  },
  clientId: { ja: 'ブローカーの記録に出る名前', en: 'The name under which brokers know this client.' },
  group: {
    ja: 'コンシューマーグループ。同じ保管庫に書く metsuke は同じ名前にする（一つが動き、ほかは控える）',
    en: 'The consumer group. All metsuke of one lake share it: one works, the others stand by.',
  },
  sessionSeconds: {
    ja: '応答のない metsuke を、グループから外すまでの時間',
    en: 'After how long a silent member of the group is taken for dead.',
  },
  tls: { ja: 'TLS で暗号化するか', en: 'Whether connections are encrypted (TLS).' },
  caFile: {
    ja: '信頼する認証局の証明書（PEM）。空なら Node.js の標準',
    en: 'The certificates to trust, a PEM file; without it, those that Node.js trusts.',
  },
  certFile: { ja: 'クライアント証明書（PEM）', en: 'The certificate of this client, a PEM file.' },
  keyFile: { ja: 'その秘密鍵（PEM）', en: 'Its private key, a PEM file.' },
  sasl: { ja: '認証の方式', en: 'How the client says who it is.' },
  username: { ja: '利用者名', en: 'The user name.' },
  passwordFile: { ja: 'パスワードを書いたファイル', en: 'The file that holds the password.' },
  passwordEnv: {
    ja: 'パスワードを入れた環境変数の名前。ファイルの代わりに使う',
    en: 'The environment variable that holds the password, instead of a file.',
  },
  topics: { ja: '読み込むトピック', en: 'The topics to read.' },
  onGap: {
    ja: '続きの行がブローカーにもうないとき。stop は止まって知らせる。continue は残っている最初の行から続け、欠けた範囲を保管庫に記録する',
    en: 'When the broker no longer has what comes next: `stop` ends and says so; `continue` goes on with the earliest record that is left, and the lake records the gap.',
  },
} as const satisfies Docs;

const file = z.string().min(1).nullable().default(null);
const topicName = z.string().regex(/^[\w.-]{1,249}$/, 'the name of a topic, as juki.access');

/** The group `kafka`. */
const kafka = z.strictObject({
  brokers: z.array(z.string().regex(/^[^\s:/]+:\d{1,5}$/, 'host:port')).default([]),
  clientId: z.string().min(1).default('metsuke'),
  group: z.string().min(1).default('metsuke'),
  sessionSeconds: z.int().min(6).max(300).default(15),
  tls: z.boolean().default(false),
  caFile: file,
  certFile: file,
  keyFile: file,
  sasl: z.enum(['none', 'plain', 'scram-sha-256', 'scram-sha-512']).default('none'),
  username: z.string().min(1).nullable().default(null),
  passwordFile: file,
  passwordEnv: z.string().min(1).nullable().default(null),
  topics: z
    .record(topicName, z.strictObject({ source: z.string().min(1).nullable().default(null) }))
    .default({}),
  onGap: z.enum(['stop', 'continue']).default('stop'),
});

/** {@link kafka} as a member of the configuration. */
export const kafkaSettings = z.strictObject({ kafka: kafka.prefault({}) });

/** The group with every default applied. */
export type KafkaSettings = z.infer<typeof kafka>;

/** What the group means. */
export const kafkaSettingDocs = {
  kafka: { ja: 'Kafka（metsuke run）', en: 'Kafka (metsuke run).' },
} as const satisfies Docs;
