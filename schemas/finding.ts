/** The finding: what a detector says, in the shape of the outside contract. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';
import { SEVERITIES } from './severities.ts';

export { isGraver, SEVERITIES, type Severity } from './severities.ts';

/** The detector ids of the contract, one cause each. */
export const DETECTOR_IDS = [
  'out-of-scope-lookup',
  'mass-record-pull',
  'guessed-credentials',
  'access-after-termination',
  'pre-departure-pull',
  'unsanctioned-destination',
  'unregistered-device',
  'out-of-contract-access',
  'credential-takeover',
  'lookup-without-transaction',
  'destructive-administration',
  'audit-tampering',
  'personal-data-on-test-system',
  'source-health',
] as const;
export type DetectorId = (typeof DETECTOR_IDS)[number];

const bilingual = z.strictObject({ ja: z.string(), en: z.string() });
const instant = z.string();
const count = z.int().min(0);

/** What an episode has touched so far. */
export const findingCounts = z.strictObject({
  events: count,
  records: count,
  subjects: count,
  accounts: count,
  tenants: count,
});
export type FindingCounts = z.infer<typeof findingCounts>;

/** One revision of a finding. The last revision wins. */
export const finding = z.strictObject({
  id: z
    .string()
    .describe('The same whatever the batching, restarts or workers; from detector, key and first event.'),
  revision: z.int().min(0),
  status: z.enum(['open', 'ended', 'cleared', 'withdrawn']),
  status_reason: z.string().nullable(),
  supersedes: z.array(z.string()),
  detector: z.enum(DETECTOR_IDS),
  detector_version: z.string(),
  title: bilingual,
  severity: z.enum(SEVERITIES),
  score: z.int().min(0).max(100),
  time: instant.describe('Event time of the event that triggered revision 1; it stays.'),
  first_time: instant,
  last_time: instant,
  actor: z.string().nullable(),
  principal: z.string().nullable(),
  device: z.string().nullable(),
  ip: z.string().nullable(),
  subject: z.string().nullable(),
  tenant: z.string().nullable(),
  systems: z.array(z.string()),
  counts: findingCounts,
  evidence: z.record(z.string(), z.unknown()).describe('Declared per detector.'),
  event_ids: z.array(z.string()).describe('`source/id` in event order: at least the first 8 and the last 8.'),
  event_ids_total: count,
  sentence: bilingual.describe('Who, what, when, why odd. Identifiers, not names.'),
  clears_if: bilingual,
  attack: z.array(z.string()).describe('MITRE ATT&CK technique ids.'),
  attack_version: z.string(),
  resembles: z.array(z.string()).describe('Ids of disclosed incidents it is like.'),
  known_on: instant.nullable().describe('When the late fact or event that caused it became known.'),
});
export type Finding = z.infer<typeof finding>;

/** What each member means, for the reference page. */
export const findingDocs: Readonly<Record<keyof Finding, Bilingual>> = {
  id: {
    ja: '検知結果の番号。処理のしかたや再起動、再実行によらず同じ',
    en: 'The same whatever the batching, restarts or workers; from detector, key and first event.',
  },
  revision: {
    ja: '改訂の番号。最大のものが有効。0 は、順序を待たずに early の出力先へ先に送ったもの（確定した検知結果は 1 から）',
    en: 'Rises with every change; the highest holds. 0: said as its event came, ahead of order, to early outputs only; what is committed begins with 1.',
  },
  status: {
    ja: '状態: 継続中、終了、解消、取下げ',
    en: 'Whether the episode goes on, has ended, was cleared by a person, or is withdrawn.',
  },
  status_reason: {
    ja: '状態の理由。quiet は動きが途絶えた、end-of-input は入力が終わった、explained は根拠の照会がすべて後の取引で説明された、late-fact と late-event は後から分かった事実や遅れて届いた記録で根拠がなくなった、superseded は別の検知結果に含まれた、settings は設定か版が変わり新しい設定では検知にならない、not-in-order は先に送ったものが順序どおりには成り立たなかった',
    en: 'Why: `quiet`, nothing more came; `end-of-input`, nothing more can come; `explained`, a later transaction explains all it rests on; `late-fact …`, `late-event …`, by what became known later there is nothing to it; `superseded`, it is part of another one; `settings`, settings or versions have changed and by those of now it is none; `not-in-order`, what was said ahead of order did not hold in order.',
  },
  supersedes: { ja: 'これに置き換えられた検知結果', en: 'Findings that this one replaces.' },
  detector: { ja: '検知器', en: 'Which detector says it.' },
  detector_version: { ja: '検知器の版', en: 'Rises when the same input may give other findings.' },
  title: { ja: '名称', en: 'What kind of thing it is.' },
  severity: { ja: '重大度（被害と確からしさ）', en: 'Harm and certainty together.' },
  score: { ja: '同じ重大度の中での順位づけ（0–100）', en: 'Orders findings of one severity, 0 to 100.' },
  time: {
    ja: '最初の検知のきっかけとなった記録の日時（変わらない）',
    en: 'Event time of the event that triggered revision 1; it stays.',
  },
  first_time: { ja: '含まれる最初の記録の日時', en: 'Of the first event in it.' },
  last_time: { ja: '含まれる最後の記録の日時', en: 'Of the last event in it.' },
  actor: { ja: 'アカウント（全体に当てはまる場合）', en: 'The account, where it holds for the whole.' },
  principal: { ja: '本人（番号）', en: 'The person, by number.' },
  device: { ja: '端末', en: 'The device.' },
  ip: { ja: '接続元アドレス', en: 'The address.' },
  subject: { ja: '対象者（番号）', en: 'The person looked at, by number.' },
  tenant: { ja: '委託元', en: 'The client company.' },
  systems: { ja: '関係するログの種類', en: 'Kinds of log concerned.' },
  counts: {
    ja: 'これまでの件数: 記録、レコード、対象者、アカウント、委託元',
    en: 'What it has touched so far.',
  },
  evidence: { ja: '根拠。内容は検知器ごとに決まる', en: 'Facts; which ones, each detector declares.' },
  event_ids: {
    ja: '根拠となる記録（最初の 8 件と最後の 8 件を含む）',
    en: '`source/id` in event order: at least the first 8 and the last 8.',
  },
  event_ids_total: { ja: '根拠となる記録の総数', en: 'How many events there are in all.' },
  sentence: {
    ja: '誰が、何を、いつ、なぜおかしいか。氏名は含まない',
    en: 'Who, what, when, why odd. Identifiers, not names.',
  },
  clears_if: { ja: '何が分かれば問題なしといえるか', en: 'What would make it harmless.' },
  attack: { ja: 'MITRE ATT&CK の技術番号', en: 'MITRE ATT&CK technique ids.' },
  attack_version: { ja: 'ATT&CK の版', en: 'Version of ATT&CK.' },
  resembles: { ja: '似ている公表事案', en: 'Ids of disclosed incidents it is like.' },
  known_on: {
    ja: '遅れて届いた事実や記録が原因なら、それが分かった日時',
    en: 'When the late fact or event that caused it became known.',
  },
};
