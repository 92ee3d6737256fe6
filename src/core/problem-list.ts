/** The one list of problem codes: what to say, and the way out. Placeholders are in braces. */
import { ASK_PROBLEMS } from './ask-problems.ts';
import type { Bilingual } from './bilingual.ts';
import { KAFKA_PROBLEMS } from './kafka-problems.ts';
import { LAKE_PROBLEMS } from './lake-problems.ts';
import { OPERATION_PROBLEMS } from './operation-problems.ts';
import { OUTBOX_PROBLEMS } from './outbox-problems.ts';
import { REGISTER_PROBLEMS } from './register-problems.ts';
import { RUN_PROBLEMS } from './run-problems.ts';
import { SEAL_PROBLEMS, VERIFY_PROBLEMS } from './verify-problems.ts';

interface Entry {
  readonly message: Bilingual;
  readonly fix: Bilingual;
}

/** Every code of {@link Problem}. Grouped by the room that raises it. */
export const PROBLEMS = {
  // files
  'file-unreadable': {
    message: { ja: 'ファイルを読めません（{why}）', en: 'cannot be read ({why})' },
    fix: { ja: 'パスと読み取り権限を確かめてください。', en: 'Check the path and the right to read it.' },
  },
  'file-unwritable': {
    message: { ja: 'ファイルに書き込めません（{why}）', en: 'cannot be written ({why})' },
    fix: {
      ja: 'パス、書き込み権限、空き容量を確かめてください。',
      en: 'Check the path, the right to write there and the free space.',
    },
  },
  'folder-is-file': {
    message: { ja: 'フォルダーではありません', en: 'is not a folder' },
    fix: { ja: 'フォルダーを指定してください。', en: 'Name a folder.' },
  },
  'folder-without-logs': {
    message: { ja: 'このフォルダーにログがありません', en: 'holds no log files' },
    fix: {
      ja: '.ndjson、.jsonl、.json、.csv、.log（.gz と .zst も可）と .parquet を読みます。その下のフォルダーやほかの名前のファイルは、直接指定してください。',
      en: 'It takes .ndjson, .jsonl, .json, .csv and .log, also .gz and .zst, and .parquet. Name other files, and folders inside it, themselves.',
    },
  },
  'output-is-input': {
    message: {
      ja: '{option} の書き込み先が、読むファイルと同じです',
      en: 'is a file that is read; {option} would empty it',
    },
    fix: { ja: '別の名前を指定してください。', en: 'Name another file.' },
  },
  'output-is-output': {
    message: {
      ja: '{option} とほかのオプションの書き込み先が同じです',
      en: 'is written by another option too; {option} would mix with it',
    },
    fix: { ja: '別々の名前を指定してください。', en: 'Name two files.' },
  },
  // logs, whole files
  'input-binary': {
    message: {
      ja: 'ログではないようです（文字として読めない内容です）',
      en: 'does not look like a log: it is not text',
    },
    fix: {
      ja: 'NDJSON、CSV（.gz・.zst も可）、Parquet を指定してください。Excel のファイルは CSV で保存し直してください。',
      en: 'Give NDJSON, CSV (.gz and .zst too) or Parquet. Save spreadsheets as CSV first.',
    },
  },
  'input-parquet': {
    message: {
      ja: '標準入力の Parquet 形式は読めません',
      en: 'is Parquet, which cannot be read from standard input',
    },
    fix: { ja: 'ファイルとして指定してください。', en: 'Name it as a file.' },
  },
  'input-json-array': {
    message: {
      ja: '全体が一つの JSON です。1 行に 1 件の NDJSON ではありません',
      en: 'is one JSON document, not NDJSON with one object a line',
    },
    fix: {
      ja: "jq -c '.[]' などで 1 行 1 件に直してください。",
      en: "Turn it into one object a line, as with jq -c '.[]'.",
    },
  },
  'input-unrecognised': {
    message: { ja: 'NDJSON とも CSV とも判断できません', en: 'is neither NDJSON nor CSV' },
    fix: {
      ja: '拡張子を .ndjson か .csv にするか、CSV なら 1 行目に time, system, action などの列名を書いてください。',
      en: 'Name it .ndjson or .csv; a CSV begins with a line of column names such as time, system, action.',
    },
  },
  'input-cut': {
    message: {
      ja: '圧縮データが途中で切れているか壊れています。展開後 {bytes} バイトまでは読みました',
      en: 'the compressed data ends early or is damaged; read up to byte {bytes} of what it holds',
    },
    fix: {
      ja: 'ファイルを転送し直してから、もう一度実行してください。',
      en: 'Copy the file again and run again.',
    },
  },
  'csv-header-missing': {
    message: { ja: '見出し行に必要な列がありません: {columns}', en: 'the header lacks columns: {columns}' },
    fix: {
      ja: '1 行目に列名を書いてください（time, system, action は必須です）。',
      en: 'Put the column names on the first line; time, system and action are required.',
    },
  },
  'csv-header-repeated': {
    message: {
      ja: '見出し行に同じ列名が二つあります: {column}',
      en: 'the header names a column twice: {column}',
    },
    fix: { ja: '列名が重ならないように直してください。', en: 'Give every column a name of its own.' },
  },
  'csv-header-unreadable': {
    message: { ja: '見出し行を CSV として読めません', en: 'the header cannot be read as CSV' },
    fix: { ja: '引用符の閉じ忘れと文字コードを確かめてください。', en: 'Check its quotes and its encoding.' },
  },
  'encoding-unknown': {
    message: { ja: '文字コード {name} は知りません', en: 'unknown encoding {name}' },
    fix: { ja: '次のいずれかです: {choices}', en: 'It is one of: {choices}.' },
  },
  'temporary-unwritable': {
    message: {
      ja: '並べ替え用の一時ファイルを {folder} に書けません（{why}）',
      en: 'temporary files for sorting cannot be written to {folder} ({why})',
    },
    fix: {
      ja: '空き容量を確かめるか、環境変数 TMPDIR で別の場所を指定してください。',
      en: 'Check the free space, or name another place with the environment variable TMPDIR.',
    },
  },
  // logs, rows
  'row-encoding': {
    message: { ja: '{encoding} として正しくないバイトがあります', en: 'holds bytes that are not {encoding}' },
    fix: {
      ja: '記録元の文字コードを確かめ、必要なら --encoding で指定してください。',
      en: 'Check the encoding of the source; name it with --encoding.',
    },
  },
  'row-not-json': {
    message: { ja: 'JSON として読めません', en: 'is not JSON' },
    fix: {
      ja: '1 行に JSON オブジェクトを一つだけ書いてください。',
      en: 'Write exactly one JSON object a line.',
    },
  },
  'row-cut': {
    message: { ja: '最後の行が途中で切れています', en: 'the last line is cut off' },
    fix: {
      ja: 'ファイルが書き終わっているか、転送が途切れていないか確かめてください。',
      en: 'Check that the file was written and copied to its end.',
    },
  },
  'row-not-object': {
    message: { ja: 'オブジェクトではなく{came}です', en: 'is {came}, not an object' },
    fix: {
      ja: '1 行に JSON オブジェクトを一つだけ書いてください。',
      en: 'Write exactly one JSON object a line.',
    },
  },
  'row-member-repeated': {
    message: { ja: '同じ項目名が二度出てきます', en: 'names a member twice' },
    fix: {
      ja: 'どちらが正しいか決められないため読みません。記録元の出力を直してください。',
      en: 'Which one counts cannot be told; correct what the source writes.',
    },
  },
  'row-number': {
    message: {
      ja: '正確に扱えない大きさの数があります（整数は ±(2^53−1) まで）',
      en: 'holds a number too large to be exact (integers go to ±(2^53 − 1))',
    },
    fix: { ja: '大きな番号は文字列（"…"）で書いてください。', en: 'Write large numbers as text ("…").' },
  },
  'row-text-malformed': {
    message: { ja: '文字列に片方だけのサロゲートがあります', en: 'holds a text with half a surrogate pair' },
    fix: {
      ja: '記録元が文字列を途中で切っていないか確かめてください。',
      en: 'Check whether the source cuts texts in the middle of a character.',
    },
  },
  'row-too-deep': {
    message: { ja: '入れ子が {limit} 段を超えています', en: 'is nested more than {limit} deep' },
    fix: { ja: '記録元の出力を確かめてください。', en: 'Check what the source writes.' },
  },
  'row-too-long': {
    message: {
      ja: '1 行が {bytes} バイトあり、上限 {limit} バイトを超えています',
      en: 'is {bytes} bytes long, more than the limit of {limit}',
    },
    fix: {
      ja: '改行が抜けていないか確かめてください。隔離には先頭部分だけが残ります。',
      en: 'Check for missing line breaks. The quarantine keeps its head only.',
    },
  },
  'row-field-missing': {
    message: {
      ja: '{field} がありません（{expected}が必要です）',
      en: '{field} is missing (needed: {expected})',
    },
    fix: { ja: '記録元の出力に {field} を加えてください。', en: 'Let the source write {field}.' },
  },
  'row-field-wrong': {
    message: {
      ja: '{field} は{expected}のはずですが、{came}です',
      en: '{field} should be {expected}, but is {came}',
    },
    fix: {
      ja: '記録元の {field} の書き方を直してください。Excel で開いて保存すると、日時などの書き方が変わります。',
      en: 'Correct how the source writes {field}. Opening and saving in Excel changes how times are written.',
    },
  },
  'csv-quote-open': {
    message: { ja: '引用符（"）が閉じていません', en: 'opens a quote (") that is not closed' },
    fix: {
      ja: '値の中の引用符は "" と二つ重ねて書いてください。',
      en: 'Write a quote inside a value twice ("").',
    },
  },
  'csv-quote-text': {
    message: { ja: '閉じた引用符（"）の後に文字があります', en: 'has text after a closing quote (")' },
    fix: {
      ja: '値の中の引用符は "" と二つ重ねて書いてください。',
      en: 'Write a quote inside a value twice ("").',
    },
  },
  'csv-fields-many': {
    message: {
      ja: '列が多すぎます（見出しは {expected} 列）',
      en: 'has more fields than the header ({expected})',
    },
    fix: { ja: '値の中のカンマは引用符（"）で囲んでください。', en: 'Put values with commas in quotes (").' },
  },
  'csv-fields-few': {
    message: {
      ja: '列が足りません（見出しは {expected} 列）',
      en: 'has fewer fields than the header ({expected})',
    },
    fix: { ja: '行が途中で切れていないか確かめてください。', en: 'Check whether the row is cut off.' },
  },
  ...REGISTER_PROBLEMS,
  ...LAKE_PROBLEMS,
  ...RUN_PROBLEMS,
  ...KAFKA_PROBLEMS,
  ...OPERATION_PROBLEMS,
  ...OUTBOX_PROBLEMS,
  ...SEAL_PROBLEMS,
  ...VERIFY_PROBLEMS,
  ...ASK_PROBLEMS,
  // command line
  'command-unknown': {
    message: { ja: '{command} というコマンドはありません', en: 'there is no command {command}' },
    fix: { ja: 'metsuke --help に一覧があります。', en: 'metsuke --help lists the commands.' },
  },
  'command-misspelt': {
    message: { ja: '{command} というコマンドはありません', en: 'there is no command {command}' },
    fix: { ja: 'metsuke {meant} のことですか。', en: 'Did you mean metsuke {meant}?' },
  },
  'command-later': {
    message: {
      ja: 'metsuke {command} はこの版にはまだありません',
      en: 'metsuke {command} is not in this version',
    },
    fix: {
      ja: 'この版でできることは metsuke --help に出ます。',
      en: 'metsuke --help shows what this version can do.',
    },
  },
  'option-unknown': {
    message: { ja: '{option} というオプションはありません', en: 'there is no option {option}' },
    fix: { ja: '{help} に一覧があります。', en: '{help} lists the options.' },
  },
  'option-misspelt': {
    message: { ja: '{option} というオプションはありません', en: 'there is no option {option}' },
    fix: { ja: '{meant} のことですか。', en: 'Did you mean {meant}?' },
  },
  'option-later': {
    message: { ja: '{option} はこの版にはまだありません', en: '{option} is not in this version' },
    fix: {
      ja: 'この版で使えるオプションは {help} に出ます。',
      en: '{help} shows the options of this version.',
    },
  },
  'option-needs-value': {
    message: { ja: '{option} には値が必要です', en: '{option} needs a value' },
    fix: { ja: '{option} {value} の形で指定してください。', en: 'Write {option} {value}.' },
  },
  'option-takes-no-value': {
    message: { ja: '{option} に値は付けられません', en: '{option} takes no value' },
    fix: { ja: '{option} とだけ書いてください。', en: 'Write {option} alone.' },
  },
  'option-value': {
    message: { ja: '{option} に {value} は指定できません', en: '{option} cannot be {value}' },
    fix: { ja: '次のいずれかです: {choices}', en: 'It is one of: {choices}.' },
  },
  'option-time': {
    message: { ja: '{option} の {value} は日時として読めません', en: '{option} {value} is not a time' },
    fix: {
      ja: '2024-05-01T09:00:00+09:00 のように、時差まで書いてください。',
      en: 'Write it with its offset, as 2024-05-01T09:00:00+09:00.',
    },
  },
  'option-number': {
    message: {
      ja: '{option} の {value} は正の数ではありません',
      en: '{option} {value} is not a positive number',
    },
    fix: { ja: '{option} 1000 のように書いてください。', en: 'Write it as {option} 1000.' },
  },
  'power-needs-files': {
    message: { ja: '標準入力は繰り返し読めません', en: 'standard input cannot be read several times' },
    fix: { ja: 'ログのファイルを指定してください。', en: 'Name files of access events.' },
  },
  'power-nobody': {
    message: {
      ja: '試せるアカウントがありません。対象者のある照会を 10 日以上しているアカウントが必要です',
      en: 'there is no account to try: one must look at people (subject) on ten days or more',
    },
    fix: {
      ja: '1 か月以上のログを、対象者（subject）を含めて指定してください。',
      en: 'Give it a month or more of log, with the subjects looked at.',
    },
  },
  'labels-wrong': {
    message: { ja: 'ラベルとして読めません（{why}）', en: 'is no file of labels ({why})' },
    fix: { ja: '形は docs/reference/labels.md にあります。', en: 'docs/reference/labels.md shows its form.' },
  },
  'findings-unread': {
    message: { ja: '検知結果として読めない行が {count} 行あります', en: '{count} lines are no findings' },
    fix: {
      ja: '1 行に 1 件の JSON で、time を書いてください。この行は採点に入っていません。',
      en: 'Write one JSON object a line, with its time. These lines are not scored.',
    },
  },
  'operand-missing': {
    message: { ja: '{operand} の指定がありません', en: '{operand} is missing' },
    fix: { ja: '使い方は {help} に出ます。', en: '{help} shows how to use it.' },
  },
  'operand-unexpected': {
    message: { ja: '{operand} は余分です', en: '{operand} is one too many' },
    fix: { ja: '使い方は {help} に出ます。', en: '{help} shows how to use it.' },
  },
  // configuration
  'config-syntax': {
    message: { ja: '設定ファイルの書き方に誤りがあります（{why}）', en: 'is not YAML or JSON ({why})' },
    fix: {
      ja: '示した行の前後の字下げ・コロン・引用符を確かめてください。',
      en: 'Look at indentation, colons and quotes around that line.',
    },
  },
  'config-key-misspelt': {
    message: { ja: '{key} という設定はありません', en: 'there is no setting {key}' },
    fix: { ja: '{meant} のことですか。', en: 'Did you mean {meant}?' },
  },
  'config-key-unknown': {
    message: { ja: '{key} という設定はありません', en: 'there is no setting {key}' },
    fix: { ja: '使える設定: {known}', en: 'There are: {known}.' },
  },
  'config-type': {
    message: {
      ja: '{key} には{expected}が必要です（指定: {came}）',
      en: '{key} must be {expected}, not {came}',
    },
    fix: {
      ja: '見本は metsuke config check --example に出ます。',
      en: 'metsuke config check --example shows a sample.',
    },
  },
  'config-range': {
    message: {
      ja: '{key} は {bound} でなければなりません（指定: {came}）',
      en: '{key} must be {bound}, not {came}',
    },
    fix: {
      ja: '既定値は metsuke config check --example に出ます。',
      en: 'metsuke config check --example shows the defaults.',
    },
  },
  'config-choice': {
    message: { ja: '{key} に {came} は指定できません', en: '{key} cannot be {came}' },
    fix: { ja: '次のいずれかです: {choices}', en: 'It is one of: {choices}.' },
  },
  'config-form': {
    message: { ja: '{key} の形が違います（{form}、指定: {came}）', en: '{key} must be {form}, not {came}' },
    fix: {
      ja: '見本は metsuke config check --example に出ます。',
      en: 'metsuke config check --example shows a sample.',
    },
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type ProblemCode = keyof typeof PROBLEMS;
