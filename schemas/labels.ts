/** Labels: what a stream of events holds, as somebody who knows says it; the measure of what any engine finds there. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

const text = z.string();
const instant = z.iso.datetime({ offset: true });

/** Whom or what a label is about; every field given must agree. `account` is the actor of our findings. */
const labelKey = z.looseObject({
  account: text.optional(),
  principal: text.optional(),
  device: text.optional(),
  ip: text.optional(),
  subject: text.optional(),
  tenant: text.optional(),
});

/** One event of an incident. */
const labelledEvent = z.strictObject({
  event: text.describe('`source/id`'),
  time: instant,
  records: z.int().min(0).optional(),
});

/** Something that an engine must find. */
const expectedLabel = z.looseObject({
  id: text.optional(),
  pattern: text,
  also: z.array(text).optional(),
  kind: text.optional(),
  key: labelKey,
  from: instant,
  to: instant,
  events: z.array(labelledEvent).optional(),
});

/** Something about which an engine must say nothing. */
const forbiddenLabel = z.looseObject({
  pattern: text.optional(),
  key: labelKey,
  from: instant.optional(),
  to: instant.optional(),
});

/** A file of labels. Members that are not named here are allowed and not read. */
export const labels = z.looseObject({
  staffDays: z.number().positive().optional(),
  expected: z.array(expectedLabel),
  notExpected: z.array(forbiddenLabel).optional(),
});
export type Labels = z.infer<typeof labels>;
export type ExpectedLabel = z.infer<typeof expectedLabel>;
export type LabelKey = z.infer<typeof labelKey>;

/** What each member means, for the reference page. */
export const labelDocs = {
  staffDays: {
    ja: '記録に含まれる延べ勤務日数（人 × 日）。誤検知の割合の分母',
    en: 'Staff-days in the stream (people × days); what false findings are counted against.',
  },
  expected: { ja: '見つけるべきもの', en: 'What must be found.' },
  notExpected: {
    ja: '検知してはならないもの（該当する検知結果は誤検知）',
    en: 'What nothing may be said about; a finding about it is false and forbidden.',
  },
  'expected[].id': { ja: '名前。省略時は順番', en: 'A name. Default: its position.' },
  'expected[].pattern': {
    ja: 'どの検知器が見つけるべきか',
    en: 'The detector that must find it, by its id.',
  },
  'expected[].also': {
    ja: 'ほかに、見つければよいとする検知器。「*」はどれでもよい',
    en: 'Other detectors that count too; `*` is any.',
  },
  'expected[].kind': { ja: '種類（集計に使う）', en: 'A kind, by which the score is broken down.' },
  'expected[].key': {
    ja: '誰・何についてか。account はアカウント（actor）。書いた項目がすべて一致するとき当たり',
    en: 'Whom it is about; `account` is our actor. All fields given must agree.',
  },
  'expected[].from': { ja: '始まり', en: 'When it began.' },
  'expected[].to': { ja: '終わり', en: 'When it ended.' },
  'expected[].events': {
    ja: '事案の記録（source/id、日時、件数）。検知までの件数と流出件数の計算に使う',
    en: 'Its events with time and records, in order: needed for events and records before detection.',
  },
  'notExpected[].key': { ja: '誰・何についてか', en: 'Whom it is about.' },
} as const satisfies Readonly<Record<string, Bilingual>>;
