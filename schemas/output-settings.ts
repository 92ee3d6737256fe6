/** What a site may set about where findings go: files, webhooks and topics, each by a name of its own. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';
import { DETECTOR_IDS, SEVERITIES } from './finding.ts';

type Docs = Readonly<Record<string, Bilingual>>;

const PAST_DOCS = {
  from: {
    ja: '新しく加えた出力先に、どこから送るか。now は加えたときから、beginning は保管庫の最初から',
    en: 'Where a new output begins: `now`, with what is committed after it was added; `beginning`, with all that the lake holds.',
  },
} as const satisfies Docs;

const CHOICE_DOCS = {
  severity: {
    ja: 'この重大度以上だけを送る（後から分かった事実で変わった検知結果は、2 回目以降の改訂を重大度によらず送る）',
    en: 'The least severity that is sent. What became known later of a finding is sent whatever its severity.',
  },
  detectors: {
    ja: '送る検知器。空ならすべて',
    en: 'The detectors whose findings are sent; all if empty.',
  },
  format: {
    ja: '形式。ndjson は metsuke の検知結果、ocsf は OCSF Detection Finding（クラス 2004）',
    en: 'The form of a finding: `ndjson` as metsuke has it, `ocsf` as an OCSF Detection Finding (class 2004).',
  },
} as const satisfies Docs;

const HOLDS_DOC = {
  holds: {
    ja: '送るもの。findings は検知結果、alerts は関連する検知結果をまとめたアラート（ndjson または chat。severity はその最大の重大度）',
    en: 'What is sent: `findings`, or `alerts`, which gather the findings that belong together (as `ndjson` or `chat`; `severity` is then that of the gravest).',
  },
} as const satisfies Docs;

const EARLY_DOC = {
  early: {
    ja: 'true なら、確定を待たずにすぐ送る。送れなければ捨てて数え、再起動のあとに同じものを送ることがある。既定では確定したものを、届くまで送る',
    en: 'Whether findings are sent at once, before they are committed: tried once, counted if lost, and perhaps again after a crash. Else committed ones are sent until they have arrived.',
  },
} as const satisfies Docs;

/** What each setting of a file means. */
export const fileOutputDocs = {
  folder: {
    ja: '書き込むフォルダー。日ごとに findings-2026-04-01.ndjson のような名前のファイルになる',
    en: 'The folder: one file a day, such as findings-2026-04-01.ndjson.',
  },
  ...HOLDS_DOC,
  ...CHOICE_DOCS,
  ...PAST_DOCS,
} as const satisfies Docs;

/** What each setting of a webhook means. */
export const webhookOutputDocs = {
  url: {
    ja: '送り先。https。http はこの機械の中か allow_http: true のときだけ',
    en: 'Where to: https, and http on this machine or with `allow_http: true` only.',
  },
  allowHttp: { ja: '暗号化しない送信を許すか', en: 'Whether findings may be sent without encryption.' },
  secretFile: {
    ja: '署名（HMAC-SHA256）の秘密を書いたファイル',
    en: 'The file that holds the secret by which requests are signed (HMAC-SHA256).',
  },
  secretEnv: {
    ja: '秘密を入れた環境変数の名前。ファイルの代わりに使う',
    en: 'The environment variable that holds the secret, instead of a file.',
  },
  authorizationFile: {
    ja: 'Authorization ヘッダーの値を書いたファイル',
    en: 'The file that holds the value of an `Authorization` header.',
  },
  batch: {
    ja: '1 回に送る件数の上限。1 なら 1 件の JSON、それ以外は 1 行 1 件の NDJSON',
    en: 'How many findings one request may hold: with 1 it is one JSON object, else NDJSON.',
  },
  timeoutSeconds: { ja: '応答を待つ時間', en: 'How long a request may take.' },
  ...HOLDS_DOC,
  ...CHOICE_DOCS,
  format: {
    ja: '形式。ndjson、ocsf のほか、chat は { "text": … } だけの短い通知（Slack や Mattermost など）',
    en: 'The form: `ndjson`, `ocsf`, or `chat`, which is `{ "text": … }` as Slack, Mattermost and others take it.',
  },
  ...EARLY_DOC,
  ...PAST_DOCS,
} as const satisfies Docs;

/** What each setting of a topic means. */
export const topicOutputDocs = {
  topic: { ja: 'Kafka のトピック', en: 'The Kafka topic.' },
  holds: {
    ja: '送るもの。findings は検知結果、alerts は関連する検知結果をまとめたアラート、quarantine は読めなかった行（元のデータを含む）',
    en: 'What is sent: `findings`; `alerts`, which gather the findings that belong together; or `quarantine`, the rows that could not be read (with their bytes).',
  },
  ...CHOICE_DOCS,
  ...EARLY_DOC,
  ...PAST_DOCS,
} as const satisfies Docs;

/** What each kind of output means. */
export const outputDocs = {
  files: { ja: 'ファイルへ書き出す', en: 'Files of NDJSON.' },
  webhooks: { ja: 'HTTP で送る', en: 'HTTP receivers.' },
  topics: { ja: 'Kafka のトピックへ送る', en: 'Kafka topics.' },
} as const satisfies Docs;

/** What each key of {@link outputSettings} means. */
export const outputSettingDocs = {
  outputs: {
    ja: '検知結果の出力先（metsuke run）。種類ごとに、好きな名前を付けて並べる',
    en: 'Where findings go (metsuke run): by kind, each under a name of your choice.',
  },
} as const satisfies Docs;

const choice = {
  severity: z.enum(SEVERITIES).default('low'),
  detectors: z.array(z.enum(DETECTOR_IDS)).default([]),
};
const past = { from: z.enum(['now', 'beginning']).default('now') };
const form = { format: z.enum(['ndjson', 'ocsf']).default('ndjson') };
const early = { early: z.boolean().default(false) };

const ofFindings = { holds: z.enum(['findings', 'alerts']).default('findings') };

/** What an output may be that holds alerts. */
function alertsFit(
  output: {
    readonly holds: string;
    readonly detectors: readonly string[];
    readonly format: string;
    readonly early?: boolean;
  },
  context: z.RefinementCtx<unknown>,
): void {
  if (output.holds !== 'alerts') return;
  const wrong = (key: string, message: string) => context.addIssue({ code: 'custom', path: [key], message });
  if (output.early === true)
    wrong('early', 'false where holds is alerts: they are made of committed findings');
  if (output.detectors.length > 0)
    wrong('detectors', 'left out where holds is alerts: they gather findings of all');
  if (output.format === 'ocsf')
    wrong('format', 'ndjson where holds is alerts: the form of OCSF is that of a finding');
}

const fileOutput = z
  .strictObject({ folder: z.string().min(1), ...ofFindings, ...choice, ...form, ...past })
  .superRefine(alertsFit);

const webhookOutput = z
  .strictObject({
    url: z
      .string()
      .regex(/^https?:\/\/[^\s/@]+(?:\/\S*)?$/, 'a web address, as https://siem.example.jp/hook'),
    allowHttp: z.boolean().default(false),
    secretFile: z.string().min(1).nullable().default(null),
    secretEnv: z.string().min(1).nullable().default(null),
    authorizationFile: z.string().min(1).nullable().default(null),
    batch: z.int().min(1).max(1_000).default(100),
    timeoutSeconds: z.int().min(1).max(300).default(10),
    ...ofFindings,
    ...choice,
    format: z.enum(['ndjson', 'ocsf', 'chat']).default('ndjson'),
    ...early,
    ...past,
  })
  .refine(({ url, allowHttp }) => allowHttp || isSecret(url), {
    path: ['url'],
    message: 'https, since allow_http is false, as https://siem.example.jp/hook',
  })
  .refine(({ secretFile, secretEnv }) => secretFile === null || secretEnv === null, {
    path: ['secretEnv'],
    message: 'left out where secret_file is given',
  })
  .superRefine(alertsFit);

/** Whether nobody on the way can read what is sent there. */
function isSecret(url: string): boolean {
  return (
    url.startsWith('https:') || /^http:\/\/(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?(?:\/|$)/.test(url)
  );
}

const topicOutput = z
  .strictObject({
    topic: z.string().regex(/^[\w.-]{1,249}$/, 'the name of a topic, as metsuke.findings'),
    holds: z.enum(['findings', 'alerts', 'quarantine']).default('findings'),
    ...choice,
    ...form,
    ...early,
    ...past,
  })
  .refine(({ early, holds }) => !(early && holds === 'quarantine'), {
    path: ['early'],
    message: 'false where holds is quarantine: refused rows are sent when they are committed',
  })
  .superRefine(alertsFit);

/** Two writers of one file would not know its length. */
function ownFolders(
  files: Readonly<Record<string, { readonly folder: string }>>,
  context: z.RefinementCtx<unknown>,
): void {
  const taken = new Set<string>();
  for (const [name, { folder }] of Object.entries(files)) {
    const plain = folder.replace(/\/+$/, '');
    if (taken.has(plain))
      context.addIssue({
        code: 'custom',
        path: [name, 'folder'],
        message: `a folder that no other output has, as ${plain}/${name}`,
      });
    taken.add(plain);
  }
}

/** Outputs are folders of the outbox: their names are kept plain. */
const name = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'small letters, digits and hyphens, as siem-1');

/** The outputs of a site. */
export const outputSettings = z.strictObject({
  outputs: z
    .strictObject({
      files: z.record(name, fileOutput).superRefine(ownFolders).default({}),
      webhooks: z.record(name, webhookOutput).default({}),
      topics: z.record(name, topicOutput).default({}),
    })
    .prefault({}),
});

/** {@link outputSettings} with every default applied. */
export type Outputs = z.infer<typeof outputSettings>['outputs'];
