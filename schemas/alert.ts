/** The alert: findings that belong together, told as one story, with its place in the day and the risk of whom it is about. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';
import { DETECTOR_IDS, SEVERITIES } from './finding.ts';

const bilingual = z.strictObject({ ja: z.string(), en: z.string() });
const instant = z.string();
const count = z.int().min(0);
/** Points have one decimal. */
const points = z.number().min(0);

/** What an alert may be about, the most telling first. */
export const ALERT_ABOUT = ['person', 'device', 'account', 'address', 'source'] as const;

/** One finding in the story. */
const alertStep = z.strictObject({
  time: instant,
  finding: z.string(),
  detector: z.enum(DETECTOR_IDS),
  severity: z.enum(SEVERITIES),
  sentence: bilingual,
});

/** What one finding adds to a risk. */
const riskPart = z.strictObject({
  finding: z.string(),
  detector: z.enum(DETECTOR_IDS),
  time: instant,
  points,
});

/** The risk of whom the alert is about: the sum of its parts, those of earlier alerts included. */
const alertRisk = z.strictObject({
  points,
  as_of: instant,
  half_life_days: z.int().positive(),
  parts: z.array(riskPart),
  rest: z.strictObject({ findings: count, points }),
});
export type AlertRisk = z.infer<typeof alertRisk>;

/** One alert. The last revision wins. */
export const alert = z.strictObject({
  id: z.string(),
  revision: z.int().positive(),
  status: z.enum(['open', 'ended', 'cleared', 'withdrawn']),
  status_reason: z.enum(['quiet', 'end-of-input', 'cleared', 'superseded', 'room']).nullable(),
  supersedes: z.array(z.string()),
  continues: z.string().nullable(),
  day: z.string(),
  rank: z.int().positive().nullable(),
  in_budget: z.boolean().nullable(),
  severity: z.enum(SEVERITIES),
  harm: points,
  about: z.strictObject({ kind: z.enum(ALERT_ABOUT), id: z.string() }),
  title: bilingual,
  story: bilingual,
  time: instant,
  first_time: instant,
  last_time: instant,
  actors: z.array(z.string()),
  devices: z.array(z.string()),
  systems: z.array(z.string()),
  detectors: z.array(z.enum(DETECTOR_IDS)),
  steps: z.array(alertStep),
  steps_left_out: count,
  left: z.strictObject({ records: count, destinations: z.array(z.string()) }),
  open: z.strictObject({ findings: count, clears_if: z.array(bilingual) }),
  findings: z.array(z.string()),
  cleared: z.array(z.string()),
  risk: alertRisk,
  attack: z.array(z.string()),
  resembles: z.array(z.string()),
});
export type Alert = z.infer<typeof alert>;

/** What each member means, for the reference page. */
export const alertDocs: Readonly<Record<keyof Alert, Bilingual>> = {
  id: { ja: 'アラートの番号。変わらない', en: 'From the finding it began with; it never changes.' },
  revision: {
    ja: '改訂の番号。最大のものが有効',
    en: 'Rises with every revision of a finding in it; the highest holds.',
  },
  status: {
    ja: '状態: 継続中、終了、解消（含まれる検知結果がすべて解消）、取下げ（ほかのアラートに統合）',
    en: 'Whether it may still grow, has ended, was cleared with all its findings, or was joined to another.',
  },
  status_reason: {
    ja: '状態の理由。quiet は動きが途絶えた、end-of-input は入力が終わった、cleared は検知結果がすべて解消した、superseded はほかのアラートに統合された、room は同時に扱える数を超えた',
    en: 'Why: `quiet`, nothing more came; `end-of-input`; `cleared`, all findings were; `superseded`, joined to another; `room`, too many were open.',
  },
  supersedes: { ja: 'これに統合されたアラート', en: 'Alerts that were joined to this one.' },
  continues: {
    ja: '1件にまとめられる検知結果の数を超えたとき、その前のアラート',
    en: 'The alert before, where that one held as many findings as one alert may.',
  },
  day: {
    ja: '順位を付ける日（重大度が最後に上がった日）',
    en: 'The day in which it is ranked: that on which its severity last rose.',
  },
  rank: {
    ja: 'その日の順位（1 が最初に見るもの）。metsuke run では、その時点で分かっているもののうちの順位。多すぎて順位を付けられないものなどは空',
    en: 'Its place on that day, 1 to be looked at first; of `metsuke run`, among those known by then. Null where it was written early for want of room, was joined to another, or its day is long over.',
  },
  in_budget: { ja: '1日の目安の数に入っているか', en: 'Whether it is within the alerts of that day.' },
  severity: { ja: '重大度（含まれる検知結果の最大）', en: 'The gravest of its standing findings.' },
  harm: {
    ja: '見込まれる被害の点数。検知結果ごとの点数の和で、同じ検知器の 2 件目は 1/2、3 件目は 1/3 と数える',
    en: 'Expected harm: the points of its findings added up; the second of one detector counts half, the third a third.',
  },
  about: {
    ja: '誰・何についてか: 本人、端末、アカウント、接続元アドレス、記録元',
    en: 'Whom or what it is about: a person where one is known, else a device, an account, an address, a source.',
  },
  title: { ja: '見出し', en: 'A headline.' },
  story: {
    ja: '経緯。誰が、まず何を、次に何をしたか、何が外に出た可能性があるか、何が残っているか',
    en: 'The story: who, what happened first, what then, what may have left, what is open.',
  },
  time: {
    ja: '最初の検知のきっかけとなった日時（変わらない）',
    en: 'When its first finding was triggered; it stays.',
  },
  first_time: { ja: '含まれる最初の記録の日時', en: 'Of the first event in it.' },
  last_time: { ja: '含まれる最後の記録の日時', en: 'Of the last event in it.' },
  actors: { ja: '関係するアカウント', en: 'Accounts its findings name.' },
  devices: { ja: '関係する端末', en: 'Devices its findings name.' },
  systems: { ja: '関係するログの種類', en: 'Kinds of log concerned.' },
  detectors: { ja: '検知器', en: 'Detectors that spoke.' },
  steps: {
    ja: '経緯の各段階（時刻順。多いときは最初・最後・重大なもの）',
    en: 'The story step by step, in order of time; where there are many: the first, the last and the gravest.',
  },
  steps_left_out: {
    ja: 'steps に入れなかった検知結果の数',
    en: 'Standing findings that are not among the steps.',
  },
  left: {
    ja: '閲覧・取得された記録の数（少なくとも）と送り先',
    en: 'Records shown or taken, at least so many, and where data went.',
  },
  open: {
    ja: '続いている検知結果の数と、何が分かれば問題ないといえるか',
    en: 'Findings that still go on, and what would make it harmless.',
  },
  findings: { ja: '含まれるすべての検知結果（時刻順）', en: 'Every finding in it, in order of time.' },
  cleared: {
    ja: 'そのうち解消または取り下げられたもの',
    en: 'Those of them that were cleared or withdrawn.',
  },
  risk: {
    ja: '本人（または about の対象）のリスク値。内訳の和で、時間とともに半減する。以前のアラートの分も含む',
    en: 'Risk of whom it is about: the sum of its parts, which fade with time, earlier alerts included.',
  },
  attack: { ja: 'MITRE ATT&CK の技術番号', en: 'MITRE ATT&CK technique ids.' },
  resembles: { ja: '似ている公表事案', en: 'Ids of disclosed incidents it is like.' },
};
