/** How long events are kept, by kind of log. No judgement rests on it. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';
import { SYSTEMS } from './access-event.ts';

/** `7y`, `18m` or `400d`. */
const period = z.string().regex(/^[1-9]\d{0,3}[ymd]$/);

/** The keys of the configuration. */
export const retentionSettings = z.object({
  retention: z.partialRecord(z.enum(SYSTEMS), period).default({}),
});
export type RetentionPeriods = z.infer<typeof retentionSettings>['retention'];

/** What each key of {@link retentionSettings} means. */
export const retentionSettingDocs = {
  retention: {
    ja: '記録の保存期間を種類ごとに決める（例: resident: 7y、pos: 400d。y 年、m か月、d 日）。過ぎた日の記録は metsuke run が毎日、または metsuke retention --apply で保管庫から消し、消したことを改ざんできない形で残す。書かなければ消さない',
    en: 'How long events are kept, by kind of log, as resident: 7y or pos: 400d (y years, m months, d days). Older days are removed from the lake, daily by metsuke run or by metsuke retention --apply, and that they were stays on record. Default: for ever.',
  },
} as const satisfies Readonly<Record<keyof z.infer<typeof retentionSettings>, Bilingual>>;
