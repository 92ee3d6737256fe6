/** What a site may set about verdicts. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** What each setting means, for the reference page. */
export const verdictSettingDocs = {
  graceMinutes: {
    ja: '照会のあと、売上や証明書の交付などを待ってから判定を確定するまでの時間',
    en: 'How long a look-up waits for a sale or an issue that explains it, before its verdict is settled.',
  },
  transactionDays: {
    ja: '照会と同じ取引番号の売上・返金・登録・更新を、前後何日まで結び付けるか',
    en: 'How far before or after a look-up a sale, refund, create or update with the same transaction id explains it.',
  },
  afterCaseClosedDays: {
    ja: '担当した案件の終了後、案件番号のない同じ対象者の照会を矛盾とみなす期間',
    en: 'How long after the close of his own case an uncited look-up of its subject counts as contradicted.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Settings of the judge and of what settles verdicts. */
export const verdictSettings = z.strictObject({
  graceMinutes: z
    .int()
    .min(1)
    .max(1_440)
    .default(30)
    .describe(`${verdictSettingDocs.graceMinutes.en} Unit: minutes.`),
  transactionDays: z
    .int()
    .min(1)
    .max(31)
    .default(7)
    .describe(`${verdictSettingDocs.transactionDays.en} Unit: days.`),
  afterCaseClosedDays: z
    .int()
    .min(0)
    .max(3_660)
    .default(180)
    .describe(`${verdictSettingDocs.afterCaseClosedDays.en} Unit: days.`),
});

/** {@link verdictSettings} with every default applied. */
export type VerdictSettings = z.infer<typeof verdictSettings>;
