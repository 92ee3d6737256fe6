/** What can be wrong with the place where metsuke runs, and what its commands for operation may meet. */
import type { Bilingual } from './bilingual.ts';

/** The codes of operation, with what to say and the way out. */
export const OPERATION_PROBLEMS = {
  'operation-address': {
    message: {
      ja: '稼働状況を {host}:{port} で公開できません（{why}）',
      en: 'health and metrics cannot be served at {host}:{port} ({why})',
    },
    fix: {
      ja: '設定の operation の host と port を変えるか、port: off で公開をやめてください。',
      en: 'Change host and port under operation in the settings, or serve nothing with port: off.',
    },
  },
  'status-unreachable': {
    message: {
      ja: '{where} で動いている metsuke がありません（{why}）',
      en: 'no metsuke answers at {where} ({why})',
    },
    fix: {
      ja: 'metsuke run が動いているか、設定の operation の host と port を確かめてください。',
      en: 'Check that metsuke run is at work, and host and port under operation in its settings.',
    },
  },
  'replay-rows': {
    message: { ja: '1 行ではありません', en: 'is not one row' },
    fix: {
      ja: '1 行に 1 件だけを書いてください。ほかの行は別のファイルで取り込めます。',
      en: 'Give exactly one row. Import other rows from a file of their own.',
    },
  },
  'replay-head': {
    message: {
      ja: '長すぎる行のため、先頭しか残っていません',
      en: 'was too long, so that only its beginning was kept',
    },
    fix: {
      ja: '元のログから短い行に直し、--input で渡してください。',
      en: 'Make a shorter row of it from the original log and give it with --input.',
    },
  },
  'replay-input-gone': {
    message: {
      ja: 'どのログの行だったか、保管庫に記録がありません',
      en: 'the lake does not know any more which log it came from',
    },
    fix: {
      ja: '直した行をファイルにして metsuke import で取り込んでください。',
      en: 'Put the mended row into a file and import that.',
    },
  },
  'replay-file': {
    message: {
      ja: 'row と text を持つ NDJSON の行ではありません',
      en: 'is not a line of NDJSON with row and text',
    },
    fix: {
      ja: 'metsuke quarantine list --json の出力の text だけを直して渡してください。',
      en: 'Take the output of metsuke quarantine list --json and change nothing but text.',
    },
  },
  'node-old': {
    message: { ja: 'Node.js {version} は古すぎます', en: 'Node.js {version} is too old' },
    fix: { ja: 'Node.js {least} 以上を入れてください。', en: 'Install Node.js {least} or later.' },
  },
  'memory-small': {
    message: { ja: 'メモリーが {memory} しかありません', en: 'there are only {memory} of memory' },
    fix: {
      ja: '4 GB 以上を勧めます。run は最大で 2 GB ほどを使います。',
      en: '4 GB or more are advised: run takes up to some 2 GB.',
    },
  },
  'disk-full': {
    message: {
      ja: '空きが {free} しかありません。{least} 以上必要です',
      en: 'only {free} are free; at least {least} are needed',
    },
    fix: {
      ja: '空きを増やすか、保存期間を短くするか、保管庫を大きな装置へ移してください（docs/operations.md）。',
      en: 'Make room, shorten the retention, or move the lake to a larger device (docs/operations.md).',
    },
  },
  'disk-days': {
    message: {
      ja: '空き {free} は、今の増え方では約 {days} 日でなくなります',
      en: '{free} are free, which lasts about {days} days as the lake grows now',
    },
    fix: {
      ja: '今のうちに空きを増やすか、保存期間を短くしてください。',
      en: 'Make room or shorten the retention in time.',
    },
  },
  'disk-inodes': {
    message: { ja: 'あと {files} 個しかファイルを作れません', en: 'only {files} more files can be made' },
    fix: {
      ja: '不要なファイルを消すか、inode の多いファイルシステムへ移してください。',
      en: 'Delete files that are not needed, or use a file system with more inodes.',
    },
  },
  'disk-unfit': {
    message: {
      ja: '{kind} の上では、同時に書き込む二つの metsuke を見分けられません',
      en: 'lies on {kind}, where two metsuke that write at a time cannot be told apart',
    },
    fix: {
      ja: '保管庫はローカルのディスク（ext4、XFS など）か NFS 4 に置いてください。',
      en: 'Keep the lake on a local disk (ext4, XFS …) or NFS 4.',
    },
  },
  'rights-open': {
    message: {
      ja: '所有者以外も使えるファイルが {count} 個あります',
      en: '{count} files or folders are open to others than their owner',
    },
    fix: {
      ja: 'chmod -R go= でフォルダーごと閉じてください。個人データが入っています。',
      en: 'Close them with chmod -R go= on the folder: they hold personal data.',
    },
  },
  'rights-write': {
    message: { ja: '書き込む権限がありません', en: 'may not be written to' },
    fix: {
      ja: 'metsuke を動かす利用者を所有者にしてください（chown -R）。',
      en: 'Make the user that runs metsuke its owner (chown -R).',
    },
  },
  'rights-registers': {
    message: {
      ja: '台帳のうち {count} 個を、所有者以外も読めます',
      en: '{count} register files are open to others than their owner',
    },
    fix: {
      ja: '台帳には個人データがあります。必要な人だけが読めるようにしてください。',
      en: 'Registers hold personal data: let only those read them who must.',
    },
  },
  'clock-unset': {
    message: { ja: '時計が合っていません（{now}）', en: 'the clock cannot be right ({now})' },
    fix: { ja: '時刻合わせ（NTP）を有効にしてください。', en: 'Turn time synchronisation (NTP) on.' },
  },
  'clock-back': {
    message: {
      ja: '時計（{now}）が、最後のコミット（{newest}）より前になっています',
      en: 'the clock ({now}) stands before the newest commit ({newest})',
    },
    fix: {
      ja: '時刻合わせ（NTP）を確かめてください。判定は変わりませんが、封印の日付が正しくなくなります。',
      en: 'Check time synchronisation (NTP). Judgements do not change, but seals would bear a wrong date.',
    },
  },
  'register-missing': {
    message: {
      ja: '{register} がありません。判定できないもの: {lost}',
      en: '{register} is missing. Not judged: {lost}',
    },
    fix: {
      ja: 'docs/reference/registers.md の形で用意すると判定できます。',
      en: 'Supply it in the form of docs/reference/registers.md, and it is judged.',
    },
  },
  'register-old': {
    message: {
      ja: '{register} は {days} 日前のものです（{most} 日まで）',
      en: '{register} is {days} days old (at most {most})',
    },
    fix: {
      ja: '新しい台帳を届けてください。古いままだと、その台帳では判定しません。',
      en: 'Deliver a new one: an older one can no longer decide.',
    },
  },
  'lake-file-lost': {
    message: {
      ja: '{count} 個のファイルがないか、大きさが違います',
      en: '{count} files are gone or have another size',
    },
    fix: {
      ja: 'metsuke verify で失われた範囲を確かめ、バックアップから戻してください。',
      en: 'See what is lost with metsuke verify, and restore it from a backup.',
    },
  },
  'lake-quarantine': {
    message: {
      ja: '読めなかった行が {rows} 行、隔離されています',
      en: '{rows} rows could not be read and are in quarantine',
    },
    fix: {
      ja: 'metsuke quarantine list で理由を見て、直してから metsuke quarantine replay で読み直せます。',
      en: 'See why with metsuke quarantine list; once mended, metsuke quarantine replay reads them again.',
    },
  },
  'seal-none': {
    message: { ja: 'まだ一度も封印されていません', en: 'was never sealed' },
    fix: {
      ja: 'import、detect --lake、run が終わりに封印します。中断したときは、もう一度実行してください。',
      en: 'import, detect --lake and run seal it. After an interruption, run them again.',
    },
  },
  'seal-old': {
    message: {
      ja: '最後の封印から {hours} 時間、{commits} コミットたっています',
      en: '{commits} commits and {hours} hours have passed since the last seal',
    },
    fix: {
      ja: 'run か夜間の取り込みが動いているか確かめてください。',
      en: 'Check that run, or the nightly import, is at work.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
