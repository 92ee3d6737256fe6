/** What a site may set about how a running metsuke is watched. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** What each key of {@link operation} means. */
export const operationDocs = {
  host: {
    ja: '稼働状況（/healthz、/readyz、/metrics）を公開するアドレス。既定ではこの機械の中からだけ見える',
    en: 'The address at which health and metrics are served. By default only this machine can see them.',
  },
  port: {
    ja: 'その番号。off で公開しない。0 は空いている番号',
    en: 'Its port; `off` serves nothing, 0 takes any that is free.',
  },
  log: {
    ja: '動作記録の形式（標準エラー出力）。json は 1 行 1 件、text は人が読む形、auto は端末なら text',
    en: 'The form of the log on standard error: `json`, one object a line; `text`, for a reader; `auto`, text at a terminal.',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** Settings of `metsuke run` that no judgement depends on. */
const operation = z.strictObject({
  host: z.string().min(1).default('127.0.0.1'),
  port: z
    .union([z.int().min(0).max(65_535), z.literal('off')], 'a port from 0 to 65535 or off, as 9465')
    .default(9_465),
  log: z.enum(['auto', 'json', 'text']).default('auto'),
});

/** The group `operation`. */
export const operationSettings = z.strictObject({ operation: operation.prefault({}) });

/** {@link operationSettings} with every default applied. */
export type OperationSettings = z.infer<typeof operation>;

/** What the group means. */
export const operationSettingDocs = {
  operation: {
    ja: '稼働の見守り（metsuke run）',
    en: 'How a running metsuke is watched (metsuke run).',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
