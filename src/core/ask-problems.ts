/** What can go wrong with a question. */
import type { Bilingual } from './bilingual.ts';

/** The codes of the questions, with what to say and the way out. */
export const ASK_PROBLEMS = {
  'ask-unknown': {
    message: { ja: '{question} という質問はありません', en: 'there is no question {question}' },
    fix: { ja: '一覧は metsuke ask --list に出ます。', en: 'metsuke ask --list shows them all.' },
  },
  'ask-misspelt': {
    message: { ja: '{question} という質問はありません', en: 'there is no question {question}' },
    fix: { ja: 'metsuke ask {meant} のことですか。', en: 'Did you mean metsuke ask {meant}?' },
  },
  'ask-needs': {
    message: { ja: '{question} には {option} が必要です', en: '{question} needs {option}' },
    fix: {
      ja: '{option} {value} を付けてください。例は metsuke ask --list に出ます。',
      en: 'Add {option} {value}; metsuke ask --list shows an example.',
    },
  },
  'ask-takes-no': {
    message: { ja: '{question} では {option} は使いません', en: '{question} does not use {option}' },
    fix: { ja: '使えるもの: {known}', en: 'It uses: {known}.' },
  },
  'ask-raw-none': {
    message: {
      ja: '{question} の答えは記録の一覧ではないため、原文（--raw）を付けられません',
      en: 'the rows of {question} are no events, so there are no original lines (--raw)',
    },
    fix: { ja: '原文を付けられる質問: {known}', en: 'Questions that take it: {known}.' },
  },
  'ask-raw-many': {
    message: {
      ja: '原文を付けるには、答えの {count} 件は多すぎます（{limit} 件まで）',
      en: 'the answer has {count} rows, too many to show with their original lines (at most {limit})',
    },
    fix: {
      ja: '--from と --to で期間を短くするか、--raw を外してください。',
      en: 'Shorten the period with --from and --to, or leave --raw out.',
    },
  },
  'ask-time': {
    message: { ja: '{option} の {value} は日付として読めません', en: '{option} {value} is not a date' },
    fix: {
      ja: '2024-05-01（その日を含む）か、2024-05-01T09:00:00+09:00 のように書いてください。',
      en: 'Write 2024-05-01 (that day included) or 2024-05-01T09:00:00+09:00.',
    },
  },
  'ask-period': {
    message: { ja: '期間の始まりが終わりより後です', en: 'the period ends before it begins' },
    fix: { ja: '--from と --to を見直してください。', en: 'Look at --from and --to again.' },
  },
  'ask-number': {
    message: {
      ja: '{option} の {value} は 1 以上の整数ではありません',
      en: '{option} {value} is not a whole number from 1 on',
    },
    fix: { ja: '{option} 60 のように書いてください。', en: 'Write it as {option} 60.' },
  },
  'ask-list-empty': {
    message: { ja: '番号が 1 件も書かれていません', en: 'holds no identifiers' },
    fix: { ja: '1 行に 1 件ずつ番号を書いてください。', en: 'Write one identifier a line.' },
  },
  'ask-selector': {
    message: { ja: '{option} の {value} を読めません', en: '{option}: {value} cannot be read' },
    fix: {
      ja: '「項目:値」を空白で並べてください（例 source:web user_agent:*bot*）。部分は「名前: 条件」を ; で区切ります。使える項目: {known}',
      en: 'Write field:value, separated by blanks (source:web user_agent:*bot*); parts are “name: conditions” separated by ;. Fields: {known}.',
    },
  },
  'ask-no-lake': {
    message: { ja: '保管庫がありません', en: 'there is no lake' },
    fix: {
      ja: 'フォルダーの名前を確かめてください。保管庫は metsuke import --lake DIR ログ で作れます。',
      en: 'Check the name of the folder; metsuke import --lake DIR FILES makes a lake.',
    },
  },
  'ask-lake-empty': {
    message: { ja: '保管庫にまだ記録がありません', en: 'the lake holds no events yet' },
    fix: {
      ja: '先に metsuke import --lake DIR ログ でログを取り込んでください。',
      en: 'Take logs in first: metsuke import --lake DIR FILES.',
    },
  },
  'ask-snapshot': {
    message: {
      ja: 'スナップショット {snapshot} はありません（最新は {newest}）',
      en: 'there is no snapshot {snapshot}; the newest is {newest}',
    },
    fix: { ja: '1 から {newest} までの番号を指定してください。', en: 'Name a number from 1 to {newest}.' },
  },
  'ask-snapshot-gone': {
    message: {
      ja: 'このスナップショットのファイルは、まとめ直された後に消されています',
      en: 'a file of this snapshot has been replaced since, and is gone',
    },
    fix: {
      ja: '--snapshot を付けずに最新の保管庫に聞いてください。記録そのものは失われていません。',
      en: 'Ask the newest snapshot, without --snapshot: the events themselves are all there.',
    },
  },
  'ask-encoding': {
    message: {
      ja: '--encoding {name} は使えません',
      en: '--encoding {name} cannot be used here',
    },
    fix: {
      ja: '--out FILE.csv とともに utf-8 か cp932 を指定してください。ほかの形式の文字コードは決まっています。',
      en: 'Give utf-8 or cp932, together with --out FILE.csv: other forms have their own encoding.',
    },
  },
  'ask-changed': {
    message: {
      ja: '答えを作っている間に、保管庫のファイルが書き換えられたか、消されました',
      en: 'a file of the lake was written to or removed while the question was being answered',
    },
    fix: {
      ja: '取り込みが終わってから、もう一度聞いてください。続くときは metsuke verify で確かめてください。',
      en: 'Ask again when imports have ended; if it stays, check the lake with metsuke verify.',
    },
  },
  'ask-too-long': {
    message: { ja: '{seconds} 秒たっても答えが出ません', en: 'there was no answer within {seconds} seconds' },
    fix: {
      ja: '--from と --to で期間を絞ってください。',
      en: 'Narrow the period with --from and --to.',
    },
  },
  'ask-failed': {
    message: { ja: '保管庫を調べられませんでした（{why}）', en: 'the lake could not be searched ({why})' },
    fix: {
      ja: '期間を絞ってもう一度試し、続くようなら metsuke の版とともにお知らせください。',
      en: 'Try again with a shorter period; if it persists, report it with the version of metsuke.',
    },
  },
  'ask-split': {
    message: {
      ja: '内訳の合計が元の件数と合わないため、答えを出しません（{why}）',
      en: 'the parts do not add up to their base, so there is no answer ({why})',
    },
    fix: {
      ja: '重なった部分や、どれにも入らない記録がないように条件を見直してください。印刷された数字が違っている場合もあります。',
      en: 'Change the conditions so that no record is in two parts or in none; or a figure that was stated is wrong.',
    },
  },
  'ask-nobody': {
    message: {
      ja: '{name} は人の台帳にも記録にもありません',
      en: '{name} is neither in the people register nor in the log',
    },
    fix: {
      ja: '職員番号（principal）を確かめてください。アカウント名なら --actor で指定します。',
      en: 'Check the number of the person (principal); an account is named with --actor.',
    },
  },
  'ask-out': {
    message: { ja: '{file} の形式では書き出せません', en: '{file} is no form an answer can be written in' },
    fix: { ja: '次のいずれかの拡張子にしてください: {choices}', en: 'Use one of these endings: {choices}.' },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
