/** What can go wrong with a lake. */
import type { Bilingual } from './bilingual.ts';

/** The codes of the store, with what to say and the way out. */
export const LAKE_PROBLEMS = {
  'lake-failed': {
    message: {
      ja: '保管庫の読み書きに失敗したため、ここで止めました（{why}）',
      en: 'the lake could not be read or written, so the run ended here ({why})',
    },
    fix: {
      ja: '空き容量、権限、装置を確かめてから、同じコマンドをもう一度実行してください。途中までの結果は失われず、続きから始まります。',
      en: 'Check free space, rights and the device, then run the same command again: it goes on from the last commit, and nothing is lost.',
    },
  },
  'lake-missing': {
    message: { ja: '--lake の指定がありません', en: '--lake is missing' },
    fix: {
      ja: '保管庫のフォルダーを --lake DIR で指定してください。',
      en: 'Name the folder of the lake: --lake DIR.',
    },
  },
  'retention-which': {
    message: {
      ja: '--dry-run か --apply のどちらか一つを指定してください',
      en: 'either --dry-run or --apply must be given',
    },
    fix: {
      ja: '何が消えるかを --dry-run で確かめてから、--apply で消してください。',
      en: 'Look at what would go with --dry-run, then remove it with --apply.',
    },
  },
  'retention-config': {
    message: { ja: '保存期間（retention）の設定がありません', en: 'no retention is set' },
    fix: {
      ja: '設定ファイルに retention を書き（例: resident: 7y）、--config で指定してください。',
      en: 'Set retention in the configuration, as resident: 7y, and name the file with --config.',
    },
  },
  'lake-absent': {
    message: { ja: '保管庫がありません', en: 'holds no lake' },
    fix: {
      ja: 'フォルダーの名前を確かめてください。保管庫は metsuke import で作ります。',
      en: 'Check the name of the folder. metsuke import makes a lake.',
    },
  },
  'lake-not-lake': {
    message: {
      ja: '保管庫ではないフォルダーです（ほかのファイルがあります）',
      en: 'is not a lake: other files are in this folder',
    },
    fix: {
      ja: '空のフォルダーか、まだない名前を指定してください。',
      en: 'Name an empty folder, or one that does not exist yet.',
    },
  },
  'lake-format': {
    message: {
      ja: '保管庫の形式 {format} は、この版では扱えません',
      en: 'the lake has format {format}, which this version does not know',
    },
    fix: { ja: '新しい版の metsuke を使ってください。', en: 'Use a newer metsuke.' },
  },
  'lake-damaged': {
    message: {
      ja: '保管庫の内容が、記録されたハッシュと合いません',
      en: 'is not what the lake recorded of it',
    },
    fix: {
      ja: 'バックアップから戻してください。壊れたファイルを消したり直したりしないでください。',
      en: 'Restore it from a backup. Do not delete or mend the damaged file.',
    },
  },
  'lake-taken-over': {
    message: {
      ja: '別の metsuke がこの保管庫への書き込みを引き継いだため、止めました',
      en: 'another metsuke has taken over writing to this lake, so this one ended',
    },
    fix: {
      ja: '一つの保管庫に同時に書き込めるのは一つだけです。もう一方が終わってから実行してください。',
      en: 'Only one may write to a lake at a time. Run it again when the other one has ended.',
    },
  },
  'lake-settings': {
    message: {
      ja: 'この保管庫は別の設定で判定されており、その設定の控え（{what}）が見当たりません',
      en: 'this lake was judged with other settings, and what was kept of them ({what}) is not there',
    },
    fix: {
      ja: '以前の設定で実行するか、バックアップから控えを戻すか、--lake に新しいフォルダーを指定して最初から読み込んでください。',
      en: 'Use the settings of before, bring the file back from a backup, or name a new folder with --lake and import from the beginning.',
    },
  },
  'lake-settings-new': {
    message: {
      ja: '設定か版が変わりました（{what}）。次の行から新しい設定で判定します。変わった検知器は、先に保管庫の記録を読み直して、初めから見ていたのと同じ状態にします（記録が多いと数分かかります）。ほかは続きから判定します',
      en: 'settings or version have changed ({what}): they hold from the next row on. Detectors that changed read the lake again first, so that they go on as if they had watched all along (minutes, where it holds much); all others go on',
    },
    fix: {
      ja: '対応は要りません。新しい設定では続かない検知結果は「終了」（settings）になります。終わった過去を新しい設定で判定し直すには、新しいフォルダーに取り込んでください。',
      en: 'Nothing need be done. Open findings that are none by the new settings end (`settings`). To judge what is over by the new settings too, import it into a new folder.',
    },
  },
  'lake-state-form': {
    message: {
      ja: 'この保管庫の途中経過は metsuke {version} の形式で、この版では続けられません',
      en: 'what waits in this lake was kept by metsuke {version} in a form that this version does not go on with',
    },
    fix: {
      ja: 'その版で続けるか、元のログを新しいフォルダーに取り込み直してください（metsuke import --lake 新しいフォルダー --registers 台帳 ログ…）。このフォルダーは消さずに残してください。これまでの記録への質問（metsuke ask）と検証（metsuke verify）は、このフォルダーでそのまま使えます。',
      en: 'Go on with that version, or import the original logs into a new folder: metsuke import --lake NEW --registers REGISTERS LOGS… Keep this folder: questions (metsuke ask) and metsuke verify go on working with it.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
