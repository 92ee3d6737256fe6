/** What a site may set about `metsuke run`: what it reads, where it writes, and how long it waits. No judgement rests on it. */
import { z } from 'zod';
import type { Bilingual } from '../src/core/bilingual.ts';

type Docs = Readonly<Record<string, Bilingual>>;

/** What each key of one entry of `files` means. */
export const followedFilesDocs = {
  paths: {
    ja: '読み続けるログ。ファイル、フォルダー、または logs/*.log のような書き方。増えた分を読み、名前の付け替えや切り詰めにも追い付く',
    en: 'The logs to follow: files, folders, or patterns such as logs/*.log. What is added is read; files may be rotated, copied and cut.',
  },
  source: {
    ja: '記録元の名前。行に source があればそちらを使う',
    en: 'The source of their rows, where they do not name one themselves.',
  },
  encoding: {
    ja: '文字コード（utf-8、cp932 など）。省略時は自動で見分ける',
    en: 'Their encoding, as utf-8 or cp932; recognised if left out.',
  },
} as const satisfies Docs;

/** What each key of {@link runSettings} means. */
export const runSettingDocs = {
  lake: { ja: '保管庫のフォルダー（metsuke run）', en: 'The folder of the lake (metsuke run).' },
  keys: {
    ja: '封印の鍵のフォルダー。省略時は保管庫の中。できれば別の装置に置く',
    en: 'The folder of the keys that seal it. Default: inside the lake; better on another disk.',
  },
  registers: {
    ja: '台帳のフォルダー。中のファイルが変わると読み直す',
    en: 'The folder of registers. It is read again when its files change.',
  },
  files: { ja: '読み続けるログファイル', en: 'The log files to follow.' },
  latenessSeconds: {
    ja: 'metsuke run で、行がどれだけ前後していてもよいか（秒）。これより遅れた行も捨てずに判定し、印を付ける。記録元ごとにも決められる',
    en: 'How far out of order the rows of one input may be in `metsuke run`. Later ones are judged and marked, never dropped. A source may have its own.',
  },
  idleSeconds: {
    ja: '入力からこの秒数だけ何も届かなければ、ほかの入力はそれを待たずに先へ進む',
    en: 'After so long without a row, an input no longer holds the others back.',
  },
  epochSeconds: {
    ja: '届いたものを、少なくともこの間隔で保管庫に確定する（秒）',
    en: 'What came is made durable in the lake at least so often.',
  },
  workers: {
    ja: '判定に使うスレッドの数。2 以上では、検知を別のスレッドに分けて並行して行う。結果は変わらない',
    en: 'Threads that judge. From 2 on, detectors are divided among threads beside the one that reads; the result is the same.',
  },
  sharedRows: {
    ja: '保管庫に書く行を、待機中のプロセスに一度に任せる件数。0 なら任せない',
    en: 'How many events at a time are given to processes that stand by, which make rows of the lake of them; 0: none.',
  },
} as const satisfies Docs;

const folder = z.string().min(1).nullable().default(null);

/** Settings of the loop. */
export const runSettings = z.strictObject({
  lake: folder,
  keys: folder,
  registers: folder,
  files: z
    .array(
      z.strictObject({
        paths: z.array(z.string().min(1)).min(1),
        source: z.string().min(1).nullable().default(null),
        encoding: z.string().min(1).nullable().default(null),
      }),
    )
    .default([]),
  latenessSeconds: z.number().min(0).max(86_400).default(5),
  idleSeconds: z.number().min(1).max(86_400).default(60),
  epochSeconds: z.number().min(0.1).max(600).default(10),
  workers: z.int().min(1).max(16).default(1),
  sharedRows: z.int().min(0).max(1_000_000).default(32_768),
});
