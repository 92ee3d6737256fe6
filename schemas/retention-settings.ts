/** What is kept of events besides what was read of them, and for how long. No judgement rests on it. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';
import { SYSTEMS } from './access-event.ts';

/** `7y`, `18m` or `400d`. */
const period = z.string().regex(/^[1-9]\d{0,3}[ymd]$/);

/** The keys of the configuration. */
export const retentionSettings = z.object({
  retention: z.partialRecord(z.enum(SYSTEMS), period).default({}),
  keepRaw: z.boolean().default(false),
});
export type RetentionPeriods = z.infer<typeof retentionSettings>['retention'];

/** What each key of {@link retentionSettings} means. */
export const retentionSettingDocs = {
  retention: {
    ja: '記録の保存期間を種類ごとに決める（例: resident: 7y、pos: 400d。y 年、m か月、d 日）。過ぎた日の記録は metsuke run が毎日、または metsuke retention --apply で保管庫から消し、消したことを改ざんできない形で残す。書かなければ消さない',
    en: 'How long events are kept, by kind of log, as resident: 7y or pos: 400d (y years, m months, d days). Older days are removed from the lake, daily by metsuke run or by metsuke retention --apply, and that they were stays on record. Default: for ever.',
  },
  keepRaw: {
    ja: '読んだ行をそのまま（元の文字コード、引用符のまま）保管庫に残し、証跡に原文を示せるようにする（metsuke ask --raw）。原文には、伏せるべき個人情報も含めて行のすべてが残る。保管庫はおよそ 1.5 倍になる。記録と同じ保存期間で消える。記録元ごとには sources の keep_raw',
    en: 'Whether the lines that events were read from are kept in the lake, byte for byte in their own encoding, so that evidence can show the original (metsuke ask --raw). They hold everything the log said, personal data that is masked elsewhere too. They go with their events. By source: keep_raw under sources.',
  },
} as const satisfies Readonly<Record<keyof z.infer<typeof retentionSettings>, Bilingual>>;
