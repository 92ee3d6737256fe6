/** What `metsuke verify` can find, and what can go wrong with seals. */
import type { Bilingual } from './bilingual.ts';

const KEEP: Bilingual = {
  ja: 'このフォルダーを変えずに保全し、バックアップと見比べてください。直そうとしないでください。',
  en: 'Keep this folder as it is and compare it with a backup. Do not try to mend it.',
};

/** The codes of verification, with what to say and the way out. */
export const VERIFY_PROBLEMS = {
  'verify-commit-altered': {
    message: {
      ja: 'コミット {number} が、記録されたあとに変えられています',
      en: 'commit {number} was altered after it was written',
    },
    fix: KEEP,
  },
  'verify-commit-missing': {
    message: {
      ja: 'コミット {number} がありません（その期間の記録が欠けています）',
      en: 'commit {number} is missing, and what it recorded with it',
    },
    fix: KEEP,
  },
  'verify-seal-altered': {
    message: {
      ja: '封印 {number} が変えられています（署名が合いません）',
      en: 'seal {number} was altered: its signature does not fit',
    },
    fix: KEEP,
  },
  'verify-seal-missing': {
    message: { ja: '封印 {number} がありません', en: 'seal {number} is missing' },
    fix: KEEP,
  },
  'verify-seal-fork': {
    message: {
      ja: '封印 {number} は、その前の封印に続くものではありません（別の履歴とすり替えられています）',
      en: 'seal {number} does not follow the seal before it: one of them belongs to another history',
    },
    fix: KEEP,
  },
  'verify-seal-key': {
    message: {
      ja: '封印 {number} は、そのとき有効でなかった鍵で署名されています（偽造か、失った鍵の取り替えです）',
      en: 'seal {number} was signed with a key that was not in force: forged, or a lost key was replaced',
    },
    fix: {
      ja: '鍵を失って --new-key で取り替えたのなら、そのあとに控えた指紋を --witness で指定してください。覚えがなければ、このフォルダーを変えずに保全してください。',
      en: 'If a key was lost and replaced with --new-key, give a fingerprint that was kept afterwards with --witness. If not, keep this folder as it is.',
    },
  },
  'verify-seal-root': {
    message: {
      ja: '封印 {number} の内容が、コミットの記録と合いません',
      en: 'seal {number} does not speak for what the commits recorded',
    },
    fix: KEEP,
  },
  'verify-base': {
    message: {
      ja: 'コミット {number} のまとめ（base）が、それまでのコミットの記録と合いません',
      en: 'the base in commit {number} does not say what the commits before it come to',
    },
    fix: KEEP,
  },
  'verify-retention': {
    message: {
      ja: 'コミット {number} の「保存期間による削除」が、消されたファイルの記録と合いません',
      en: 'the retention in commit {number} does not fit the files from which it removed rows',
    },
    fix: KEEP,
  },
  'verify-ask-altered': {
    message: {
      ja: '質問の記録 {number} が、記録されたあとに変えられています',
      en: 'the record of question {number} was altered after it was written',
    },
    fix: KEEP,
  },
  'verify-ask-missing': {
    message: { ja: '質問の記録 {number} がありません', en: 'the record of question {number} is missing' },
    fix: KEEP,
  },
  'verify-file-altered': {
    message: { ja: '内容が変えられています（{where}）', en: 'was altered ({where})' },
    fix: KEEP,
  },
  'verify-manifest': {
    message: {
      ja: '目録が変えられているか、読めない形式です',
      en: 'the manifest was altered, or has an unknown format',
    },
    fix: KEEP,
  },
  'verify-bundle-missing': {
    message: { ja: '目録にあるファイルがありません', en: 'is in the manifest and is missing' },
    fix: KEEP,
  },
  'verify-proof': {
    message: {
      ja: '{file} の行グループ {group} が、封印された保管庫にあったことを証明できません',
      en: 'does not prove that row group {group} of {file} was in the sealed lake',
    },
    fix: KEEP,
  },
  'verify-file-missing': {
    message: {
      ja: 'ファイルがありません（{rows} 行。コミット {number} で加えられ、どのコミットも取り除いていません）',
      en: 'is missing: {rows} rows, added by commit {number} and removed by none',
    },
    fix: KEEP,
  },
  'verify-settings-missing': {
    message: {
      ja: '判定に使った設定の控えがありません（コミット {number} が名指ししています）',
      en: 'is missing: the settings by which was judged from commit {number} on',
    },
    fix: KEEP,
  },
  'verify-file-extra': {
    message: {
      ja: 'どのコミットにもないファイルです（あとから置かれたか、そのコミットが取り除かれています）',
      en: 'is named by no commit: somebody put it there, or took its commit away',
    },
    fix: KEEP,
  },
  'verify-witness-missing': {
    message: {
      ja: '控えの指紋の封印 {number} がありません（全体が古い状態に戻されています。最後の封印は {last} です）',
      en: 'the seal of your fingerprint, {number}, is not there: everything was rolled back (the last one is {last})',
    },
    fix: KEEP,
  },
  'verify-witness-differs': {
    message: {
      ja: '封印 {number} が、控えの指紋と違います（別の履歴とすり替えられています）',
      en: 'seal {number} is not the one of your fingerprint: this is another history',
    },
    fix: {
      ja: 'まず指紋の写し間違いがないか確かめてください。正しければ、このフォルダーを変えずに保全してください。',
      en: 'Check first that the fingerprint was copied correctly. If it was, keep this folder as it is.',
    },
  },
  'verify-unsealed': {
    message: {
      ja: 'コミット {number} はまだ封印されていないため、確かめられません',
      en: 'commit {number} is not sealed yet, so nobody can vouch for it',
    },
    fix: {
      ja: '取り込みの途中なら、終わってからもう一度確かめてください。中断したのなら、同じ取り込みをもう一度実行してください。',
      en: 'If an import is under way, verify again when it has ended. If one was interrupted, run it again.',
    },
  },
  'verify-never-sealed': {
    message: { ja: '封印が一つもありません', en: 'has no seals at all' },
    fix: {
      ja: '封印された保管庫のはずなら、封印が消されています。控えの指紋があれば --witness で確かめてください。',
      en: 'If it was ever sealed, its seals were taken away. Use --witness if a fingerprint was kept.',
    },
  },
  'verify-unreadable': {
    message: {
      ja: '読めないため、確かめられません（{why}）',
      en: 'cannot be read, so it was not checked ({why})',
    },
    fix: { ja: '読み取り権限と装置を確かめてください。', en: 'Check the right to read it, and the device.' },
  },
  'verify-unfinished': {
    message: {
      ja: '書きかけのファイルです（どのコミットにも属しません）',
      en: 'was left by a run that did not finish, and belongs to no commit',
    },
    fix: {
      ja: '取り込みの途中なら、終わってからもう一度確かめてください。中断したのなら、次の取り込みで片づきます。',
      en: 'If an import is under way, verify again when it has ended; else the next import removes it.',
    },
  },
  'verify-format': {
    message: { ja: 'この版では読めない形式です', en: 'has a format that this version does not know' },
    fix: { ja: '新しい版の metsuke を使ってください。', en: 'Use a newer metsuke.' },
  },
  'verify-positions': {
    message: {
      ja: '入力 {input} の {from} バイト目から {to} バイト目までが、読まれた記録にありません',
      en: 'nothing says that {input} was read from byte {from} to byte {to}',
    },
    fix: {
      ja: '元のログが残っていれば、その部分を確かめてください。',
      en: 'Look at that part of the original log, if it is still there.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;

/** The codes of sealing and of asking for a verification. */
export const SEAL_PROBLEMS = {
  'seal-key-missing': {
    message: {
      ja: '封印の鍵がないため、封印できませんでした（取り込みは済んでいます）',
      en: 'the key is not there, so this run was not sealed; what it took in is kept',
    },
    fix: {
      ja: '鍵のフォルダー（--keys）を確かめて、もう一度実行してください。鍵を失ったときは --new-key を付けて実行し、表示される指紋を必ず控えてください。',
      en: 'Check the folder of keys (--keys) and run it again. If the key is lost for good, run it with --new-key, and do keep the fingerprint it prints.',
    },
  },
  'seal-keys-unusable': {
    message: { ja: '鍵のフォルダーを使えません（{why}）', en: 'cannot be used as a folder of keys ({why})' },
    fix: {
      ja: '自分だけが読み書きできるフォルダーを --keys で指定してください。',
      en: 'Name a folder of your own with --keys.',
    },
  },
  'fingerprint-wrong': {
    message: { ja: '指紋の形が違います', en: 'is no fingerprint' },
    fix: {
      ja: '取り込みの終わりに表示された「12-9f86d081-…」の形のまま、全部を指定してください。',
      en: 'Give all of it, as it was printed at the end of an import: 12-9f86d081-…',
    },
  },
  'verify-not-lake': {
    message: {
      ja: '保管庫でも、書き出した証拠一式でもありません',
      en: 'is neither a lake nor a bundle',
    },
    fix: {
      ja: '--lake で使ったフォルダーか、ask --out で書き出した ZIP を指定してください。',
      en: 'Name the folder that was used with --lake, or the ZIP that ask --out wrote.',
    },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
