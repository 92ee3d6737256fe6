/** The configuration: everything a site may set, with its defaults. The only place where its keys are declared. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';
import { alertSettingDocs, alertSettings } from './alert-settings.ts';
import { DETECTOR_IDS } from './finding.ts';
import { judgingSettingDocs, judgingSettings } from './judging-settings.ts';
import { kafkaSettingDocs, kafkaSettings } from './kafka-settings.ts';
import { operationSettingDocs, operationSettings } from './operation-settings.ts';
import { outputSettingDocs, outputSettings } from './output-settings.ts';
import { presetDocs, presetName } from './presets.ts';
import { registerSettingDocs, registerSettings } from './registers/settings.ts';
import { retentionSettingDocs, retentionSettings } from './retention-settings.ts';
import { runSettingDocs, runSettings } from './run-settings.ts';
import { stateSettingDocs, stateSettings } from './state-settings.ts';
import { verdictSettingDocs, verdictSettings } from './verdict-settings.ts';

/** What a site may say about one source. */
export const sourceSettings = z.strictObject({
  foldActorCase: z.boolean().default(false),
  latenessSeconds: z.number().min(0).max(86_400).nullable().default(null),
  keepRaw: z.boolean().nullable().default(null),
});

/** What each key of {@link sourceSettings} means. */
export const sourceSettingDocs = {
  foldActorCase: {
    ja: 'アカウント名の大文字と小文字を区別しない',
    en: 'Whether accounts that differ only in letter case are the same account.',
  },
  latenessSeconds: {
    ja: 'metsuke run で、この記録元の行がどれだけ前後していてもよいか（秒）。省略時は lateness_seconds',
    en: 'How far out of order its rows may be in `metsuke run`, in seconds. Default: lateness_seconds.',
  },
  keepRaw: {
    ja: '読んだ行をそのまま（元のバイト列で）保管庫に残す。省略時は keep_raw',
    en: 'Whether the lines it was read from are kept in the lake, byte for byte. Default: keep_raw.',
  },
} as const satisfies Readonly<Record<keyof z.infer<typeof sourceSettings>, Bilingual>>;

/** Names are camelCase here and snake_case in the file; the loader maps them in one place. */
export const config = z.strictObject({
  latenessMinutes: z.number().min(0).max(1_440).default(10),
  ...registerSettings.shape,
  ...verdictSettings.shape,
  ...stateSettings.shape,
  ...alertSettings.shape,
  ...runSettings.shape,
  ...judgingSettings.shape,
  ...outputSettings.shape,
  ...operationSettings.shape,
  ...kafkaSettings.shape,
  ...retentionSettings.shape,
  sources: z.record(z.string().min(1), sourceSettings).default({}),
  preset: presetName.default('standard'),
  /** A preset and thresholds. Thresholds are declared by the detectors; the loader checks both. */
  detectors: z
    .partialRecord(z.enum(DETECTOR_IDS), z.union([z.literal('off'), z.record(z.string(), z.unknown())]))
    .default({}),
});
export type Config = z.infer<typeof config>;

/** What each key means, for the reference page and the sample file. */
export const configDocs: Readonly<Record<keyof Config, Bilingual>> = {
  latenessMinutes: {
    ja: 'ファイルの行がどれだけ前後していてもよいか（分）。これより遅れた行も捨てずに判定し、印を付ける',
    en: 'How far out of order the rows of a file may be, in minutes. Rows later still are judged and marked, never dropped.',
  },
  ...registerSettingDocs,
  ...verdictSettingDocs,
  ...stateSettingDocs,
  ...alertSettingDocs,
  ...retentionSettingDocs,
  ...runSettingDocs,
  ...judgingSettingDocs,
  ...outputSettingDocs,
  ...operationSettingDocs,
  ...kafkaSettingDocs,
  sources: { ja: '記録元（source）ごとの設定', en: 'Settings of one source, by its name.' },
  preset: presetDocs,
  detectors: {
    ja: '検知器ごとのしきい値。off でその検知器を止める（要約に示す）',
    en: 'Thresholds by detector; `off` switches a detector off, which the summary says.',
  },
};
