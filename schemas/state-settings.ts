/** What a site may set about the state of detectors. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** What each setting means, for the reference page. */
export const stateSettingDocs = {
  stateMegabytes: {
    ja: '検知に使う記憶（人・端末などごとの集計）の上限。MiB 単位。超えると古いものから忘れ、忘れた数を表示する',
    en: 'How much the memory of all detectors together may hold, in MiB; beyond, what is oldest is forgotten, counted and shown.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Settings of the state. */
export const stateSettings = z.strictObject({
  stateMegabytes: z.int().min(64).max(65_536).default(1_024).describe(stateSettingDocs.stateMegabytes.en),
});

/** {@link stateSettings} with every default applied. */
export type StateSettings = z.infer<typeof stateSettings>;
