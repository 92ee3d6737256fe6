/** What a site may set about judging in several processes. No judgement rests on it. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

/** What each key of {@link judging} means. */
export const judgingDocs = {
  others: {
    ja: '待機中のプロセスのうち、いくつまでに検知を分けるか。0 なら分けない。結果は変わらない',
    en: 'Among how many of the processes that stand by detectors may be divided, besides the one that judges; 0: none. The result is the same.',
  },
  host: {
    ja: '待機中に、検知を引き受けるアドレス。既定では同じ機械のプロセスだけ。hostname はその機械のすべてのアドレスで、機械の名前で知らせる。通信は暗号化され、保管庫を読める者だけがつながる',
    en: 'The address at which a process that stands by takes detectors. By default only processes of the same machine reach it; `hostname`: all addresses of its machine, told by its name. It is encrypted, and only who can read the lake is let in.',
  },
  port: { ja: 'その番号。0 は空いている番号', en: 'Its port; 0 takes any that is free.' },
} as const satisfies Readonly<Record<string, Bilingual>>;

/** How judging is divided among processes. */
const judging = z.strictObject({
  others: z.int().min(0).max(16).default(0),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(0).max(65_535).default(0),
});

/** The group `judging`. */
export const judgingSettings = z.strictObject({ judging: judging.prefault({}) });

/** What the group means. */
export const judgingSettingDocs = {
  judging: {
    ja: '検知を何台かで分ける（metsuke run）',
    en: 'Judging in several processes (metsuke run).',
  },
} as const satisfies Readonly<Record<string, Bilingual>>;
