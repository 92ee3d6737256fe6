/** What a site may set about alerts: how far apart findings belong together, how many a day, how fast risk is forgotten. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** What each setting means, for the reference page. */
export const alertSettingDocs = {
  alertsPerDay: {
    ja: '1日に見るアラートの数の目安。超えた分も捨てず、順位を付けて残す',
    en: 'How many alerts a day somebody can look at. The rest is kept and ranked, never dropped.',
  },
  alertQuietDays: {
    ja: '同じ人・端末・アカウントの検知結果を、何日以内の間隔なら1件のアラートにまとめるか',
    en: 'How many days may lie between findings of one person, device or account that make one alert.',
  },
  riskHalfLifeDays: {
    ja: 'リスク値が半分になるまでの日数',
    en: 'After how many days a finding counts half in the risk of its person.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Settings of alerts. */
export const alertSettings = z.strictObject({
  alertsPerDay: z
    .int()
    .min(1)
    .max(10_000)
    .default(10)
    .describe(`${alertSettingDocs.alertsPerDay.en} Unit: alerts.`),
  alertQuietDays: z
    .int()
    .min(1)
    .max(366)
    .default(45)
    .describe(`${alertSettingDocs.alertQuietDays.en} Unit: days.`),
  riskHalfLifeDays: z
    .int()
    .min(1)
    .max(366)
    .default(30)
    .describe(`${alertSettingDocs.riskHalfLifeDays.en} Unit: days.`),
});

/** {@link alertSettings} with every default applied. */
export type AlertSettings = z.infer<typeof alertSettings>;
