/** The one list of problem codes: what to say, and the way out. Placeholders are in braces. */
import type { Bilingual } from './bilingual.ts';

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
    fix: { ja: 'パス、書き込み権限、空き容量を確かめてください。', en: 'Check the path, the right to write there and the free space.' },
  },
  'folder-without-logs': {
    message: { ja: 'このフォルダーにログがありません', en: 'holds no log files' },
    fix: { ja: '.ndjson、.jsonl、.json、.csv、.log（.gz と .zst も可）を読みます。ほかの名前のファイルは直接指定してください。', en: 'It takes .ndjson, .jsonl, .json, .csv and .log, also .gz and .zst. Name other files themselves.' },
  },
  'output-is-input': {
    message: { ja: '{option} の書き込み先が、読むファイルと同じです', en: 'is a file that is read; {option} would empty it' },
    fix: { ja: '別の名前を指定してください。', en: 'Name another file.' },
  },
  // logs, whole files
  'input-binary': {
    message: { ja: 'ログではないようです（文字として読めない内容です）', en: 'does not look like a log: it is not text' },
    fix: {
      ja: 'NDJSON か CSV（.gz・.zst も可）を指定してください。Excel のファイルは CSV で保存し直してください。',
      en: 'Give NDJSON or CSV (.gz and .zst too). Save spreadsheets as CSV first.',
    },
  },
  'input-parquet': {
    message: { ja: 'Parquet 形式はこの版では読めません', en: 'is Parquet, which this version does not read' },
    fix: { ja: 'NDJSON か CSV に変換してください。', en: 'Convert it to NDJSON or CSV.' },
  },
  'input-json-array': {
    message: {
      ja: '全体が一つの JSON です。1 行に 1 件の NDJSON ではありません',
      en: 'is one JSON document, not NDJSON with one object a line',
    },
    fix: { ja: "jq -c '.[]' などで 1 行 1 件に直してください。", en: "Turn it into one object a line, as with jq -c '.[]'." },
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
    fix: { ja: 'ファイルを転送し直してから、もう一度実行してください。', en: 'Copy the file again and run again.' },
  },
  'csv-header-missing': {
    message: { ja: '見出し行に必要な列がありません: {columns}', en: 'the header lacks columns: {columns}' },
    fix: {
      ja: '1 行目に列名を書いてください（time, system, action は必須です）。',
      en: 'Put the column names on the first line; time, system and action are required.',
    },
  },
  'csv-header-repeated': {
    message: { ja: '見出し行に同じ列名が二つあります: {column}', en: 'the header names a column twice: {column}' },
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
  // logs, rows
  'row-encoding': {
    message: { ja: '{encoding} として正しくないバイトがあります', en: 'holds bytes that are not {encoding}' },
    fix: { ja: '記録元の文字コードを確かめ、必要なら --encoding で指定してください。', en: 'Check the encoding of the source; name it with --encoding.' },
  },
  'row-not-json': {
    message: { ja: 'JSON として読めません', en: 'is not JSON' },
    fix: { ja: '1 行に JSON オブジェクトを一つだけ書いてください。', en: 'Write exactly one JSON object a line.' },
  },
  'row-cut': {
    message: { ja: '最後の行が途中で切れています', en: 'the last line is cut off' },
    fix: { ja: 'ファイルが書き終わっているか、転送が途切れていないか確かめてください。', en: 'Check that the file was written and copied to its end.' },
  },
  'row-not-object': {
    message: { ja: 'オブジェクトではなく{came}です', en: 'is {came}, not an object' },
    fix: { ja: '1 行に JSON オブジェクトを一つだけ書いてください。', en: 'Write exactly one JSON object a line.' },
  },
  'row-member-repeated': {
    message: { ja: '同じ項目名が二度出てきます', en: 'names a member twice' },
    fix: { ja: 'どちらが正しいか決められないため読みません。記録元の出力を直してください。', en: 'Which one counts cannot be told; correct what the source writes.' },
  },
  'row-number': {
    message: { ja: '正確に扱えない大きさの数があります（整数は ±(2^53−1) まで）', en: 'holds a number too large to be exact (integers go to ±(2^53 − 1))' },
    fix: { ja: '大きな番号は文字列（"…"）で書いてください。', en: 'Write large numbers as text ("…").' },
  },
  'row-text-malformed': {
    message: { ja: '文字列に片方だけのサロゲートがあります', en: 'holds a text with half a surrogate pair' },
    fix: { ja: '記録元が文字列を途中で切っていないか確かめてください。', en: 'Check whether the source cuts texts in the middle of a character.' },
  },
  'row-too-deep': {
    message: { ja: '入れ子が {limit} 段を超えています', en: 'is nested more than {limit} deep' },
    fix: { ja: '記録元の出力を確かめてください。', en: 'Check what the source writes.' },
  },
  'row-too-long': {
    message: { ja: '1 行が {bytes} バイトあり、上限 {limit} バイトを超えています', en: 'is {bytes} bytes long, more than the limit of {limit}' },
    fix: { ja: '改行が抜けていないか確かめてください。隔離には先頭部分だけが残ります。', en: 'Check for missing line breaks. The quarantine keeps its head only.' },
  },
  'row-field-missing': {
    message: { ja: '{field} がありません（{expected}が必要です）', en: '{field} is missing (needed: {expected})' },
    fix: { ja: '記録元の出力に {field} を加えてください。', en: 'Let the source write {field}.' },
  },
  'row-field-wrong': {
    message: { ja: '{field} は{expected}のはずですが、{came}です', en: '{field} should be {expected}, but is {came}' },
    fix: { ja: '記録元の {field} の書き方を直してください。', en: 'Correct how the source writes {field}.' },
  },
  'csv-quote-open': {
    message: { ja: '引用符（"）が閉じていません', en: 'opens a quote (") that is not closed' },
    fix: { ja: '値の中の引用符は "" と二つ重ねて書いてください。', en: 'Write a quote inside a value twice ("").' },
  },
  'csv-quote-text': {
    message: { ja: '閉じた引用符（"）の後に文字があります', en: 'has text after a closing quote (")' },
    fix: { ja: '値の中の引用符は "" と二つ重ねて書いてください。', en: 'Write a quote inside a value twice ("").' },
  },
  'csv-fields-many': {
    message: { ja: '列が多すぎます（見出しは {expected} 列）', en: 'has more fields than the header ({expected})' },
    fix: { ja: '値の中のカンマは引用符（"）で囲んでください。', en: 'Put values with commas in quotes (").' },
  },
  'csv-fields-few': {
    message: { ja: '列が足りません（見出しは {expected} 列）', en: 'has fewer fields than the header ({expected})' },
    fix: { ja: '行が途中で切れていないか確かめてください。', en: 'Check whether the row is cut off.' },
  },
  // registers
  'register-file-unknown': {
    message: { ja: 'この名前の台帳はありません', en: 'no register has this name' },
    fix: { ja: '使える名前: {names}（.csv または .ndjson）', en: 'Registers are: {names} (.csv or .ndjson).' },
  },
  'register-file-misspelt': {
    message: { ja: 'この名前の台帳はありません', en: 'no register has this name' },
    fix: { ja: '{meant} のことですか。', en: 'Did you mean {meant}?' },
  },
  'register-file-twice': {
    message: { ja: '同じ台帳のファイルが二つあります。{other} の後に続けて読みました', en: 'the same register comes twice; read after {other}' },
    fix: { ja: 'どちらか一方だけを置いてください。', en: 'Keep one of the two.' },
  },
  'register-blank': {
    message: { ja: '見出し行がありません。この台帳はないものとして扱います', en: 'has no header; the register counts as missing' },
    fix: { ja: '見出し行だけのファイルは「該当なし」を意味します。列: {columns}', en: 'A file with only its header says that nothing exists. Columns: {columns}.' },
  },
  'register-unusable': {
    message: { ja: 'このままでは使えません。この台帳はないものとして扱います', en: 'cannot be used as it is; the register counts as missing' },
    fix: { ja: '見出し行を直してください。', en: 'Correct the header.' },
  },
  'register-column-unknown': {
    message: { ja: '列 {column} はこの台帳にありません。読み飛ばします', en: 'this register has no column {column}; it is not read' },
    fix: { ja: '使える列: {columns}', en: 'Columns are: {columns}.' },
  },
  'register-column-misspelt': {
    message: { ja: '列 {column} はこの台帳にありません', en: 'this register has no column {column}' },
    fix: { ja: '{meant} のことですか。使える列: {columns}', en: 'Did you mean {meant}? Columns are: {columns}.' },
  },
  'register-column-twice': {
    message: { ja: '列 {column} が二つあります。左の列を読みます', en: 'column {column} comes twice; the left one is read' },
    fix: { ja: 'どちらか一方だけを残してください。', en: 'Keep one of the two.' },
  },
  'register-column-missing': {
    message: { ja: '必須の列 {column} がありません', en: 'the required column {column} is missing' },
    fix: { ja: '見出し行に {column} を加えてください。', en: 'Add {column} to the header.' },
  },
  'register-row-shape': {
    message: { ja: '行の形が正しくないため、この行を除きました（{why}）', en: 'row left out: its shape is wrong ({why})' },
    fix: { ja: '列の数と引用符を確かめてください。', en: 'Check the number of fields and the quotes.' },
  },
  'register-value-missing': {
    message: { ja: '必須の列 {column} が空欄のため、この行を除きました', en: 'row left out: {column} is empty' },
    fix: { ja: '{column} を記入してください。', en: 'Fill {column} in.' },
  },
  'register-text': {
    message: { ja: '{column} が長すぎるため、この行を除きました', en: 'row left out: {column} is too long' },
    fix: { ja: '4,096 文字以内にしてください。', en: 'It may hold up to 4,096 characters.' },
  },
  'register-date': {
    message: { ja: '{column} の {value} は日付として読めないため、この行を除きました', en: 'row left out: {column} {value} is no date' },
    fix: { ja: '2024-05-01 のように書いてください。', en: 'Write it as 2024-05-01.' },
  },
  'register-moment': {
    message: { ja: '{column} の {value} は日付または日時として読めないため、この行を除きました', en: 'row left out: {column} {value} is neither a date nor a time' },
    fix: { ja: '2024-05-01 または 2024-05-01T09:00:00+09:00 のように書いてください。', en: 'Write it as 2024-05-01 or 2024-05-01T09:00:00+09:00.' },
  },
  'register-choice': {
    message: { ja: '{column} に {value} は使えないため、この行を除きました', en: 'row left out: {column} cannot be {value}' },
    fix: { ja: '次のいずれかです: {choices}', en: 'It is one of: {choices}.' },
  },
  'register-network': {
    message: { ja: '{column} の {value} はアドレスの範囲として読めないため、この行を除きました', en: 'row left out: {column} {value} is no address range' },
    fix: { ja: '10.1.0.0/16 のように書いてください。', en: 'Write it as 10.1.0.0/16.' },
  },
  'register-permit-nobody': {
    message: { ja: '承認 {permit} は principal も account も空欄のため、この行を除きました', en: 'row left out: permit {permit} names neither a principal nor an account' },
    fix: { ja: '少なくとも一方を記入してください。', en: 'Fill in at least one of the two.' },
  },
  'register-more': {
    message: { ja: '同じ種類の問題がほかに {count} 件あります（{code}）', en: '{count} more of the same kind ({code})' },
    fix: { ja: '上に示した例から直してください。', en: 'Start with the examples above.' },
  },
  'register-ends-before-start': {
    message: { ja: '終わりが始まりより前です。一度も有効でなかったとみなします', en: 'ends before it starts; taken as never having held' },
    fix: { ja: '日付を確かめてください。', en: 'Check the dates.' },
  },
  'register-case-closed-before-opened': {
    message: { ja: '案件 {case} は受付より前に完了しています。一度も開いていなかったとみなします', en: 'case {case} was closed before it was opened; taken as never having been open' },
    fix: { ja: '受付日と完了日を確かめてください。', en: 'Check opened and closed.' },
  },
  'register-two-owners': {
    message: {
      ja: '{what} {name} には同じ時期に二人の持ち主がいます（{other} 行目と重複）。重なる間は、後から始まる行を採ります',
      en: '{what} {name} has two holders at one time (see line {other}); while they overlap the one that began later counts',
    },
    fix: { ja: '前の行の valid_to を確かめてください。共用なら principal を空欄にしてください。', en: 'Check valid_to of the earlier row. Where it is shared, leave principal empty.' },
  },
  'register-overlap': {
    message: {
      ja: '{name} の行の期間が {other} 行目と重なっています。重なる間は、後から始まる行を採ります',
      en: '{name} has rows that overlap (see line {other}); while they do the one that began later counts',
    },
    fix: { ja: '兼務は一行にまとめ、| で並べてください。', en: 'Write concurrent posts in one row, separated by |.' },
  },
  'register-permit-unapproved': {
    message: { ja: '承認 {permit} には承認者がいないため、無効とみなします', en: 'permit {permit} has no approver and is void' },
    fix: { ja: 'approved_by に承認した人を記入してください。', en: 'Name who approved it in approved_by.' },
  },
  'register-permit-self-approved': {
    message: { ja: '承認 {permit} は作業する本人が承認しているため、無効とみなします', en: 'permit {permit} was approved by the one who uses it and is void' },
    fix: { ja: '本人以外の承認を得てください。', en: 'Somebody else has to approve it.' },
  },
  'register-no-contact-self': {
    message: { ja: '照会禁止が本人自身を指しています。そのまま適用します', en: 'a no-contact entry names the person himself; it is applied as it stands' },
    fix: { ja: '自己照会は people の subject で判定されます。番号を確かめてください。', en: 'Self look-ups are judged by people.subject. Check the number.' },
  },
  'register-assignee-unknown': {
    message: { ja: '案件 {case} の担当 {name} は、people のどの人・所属でもありません。だれの照会も説明しません', en: 'assignee {name} of case {case} is no person or unit of people; it explains nobody' },
    fix: { ja: 'people に加えるか、番号を確かめてください。', en: 'Add it to people, or check the number.' },
  },
  'register-person-unknown': {
    message: { ja: '{name} は people にありません。在籍や所属が要る判定はできません', en: '{name} is not in people; what needs employment or unit cannot be judged' },
    fix: { ja: 'people に加えるか、番号を確かめてください。', en: 'Add it to people, or check the number.' },
  },
  'register-version-undated': {
    message: { ja: '同じ鍵の行（{other} 行目）に recorded_at があるため、recorded_at のないこの行は古い版とみなします', en: 'line {other} has the same key and a recorded_at; this row without one counts as the older version' },
    fix: { ja: '訂正には recorded_at を記入してください。', en: 'Give a correction its recorded_at.' },
  },
  'register-leave-replaced': {
    message: { ja: '同じ時刻に始まる勤務（この行）が休暇（{other} 行目）に代わりました', en: 'duty (this row) replaces the leave of the same start (line {other})' },
    fix: { ja: '休暇が正しければ、休暇を後の行に書いてください。', en: 'If the leave is right, put it in the later row.' },
  },
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
    message: { ja: 'metsuke {command} はこの版にはまだありません', en: 'metsuke {command} is not in this version' },
    fix: { ja: 'この版でできることは metsuke --help に出ます。', en: 'metsuke --help shows what this version can do.' },
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
    fix: { ja: '検知結果は標準出力に出ます。ファイルへは > で保存してください。', en: 'Findings go to standard output; keep them with >.' },
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
    fix: { ja: '2024-05-01T09:00:00+09:00 のように、時差まで書いてください。', en: 'Write it with its offset, as 2024-05-01T09:00:00+09:00.' },
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
    fix: { ja: '示した行の前後の字下げ・コロン・引用符を確かめてください。', en: 'Look at indentation, colons and quotes around that line.' },
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
    message: { ja: '{key} には{expected}が必要です（指定: {came}）', en: '{key} must be {expected}, not {came}' },
    fix: { ja: '見本は metsuke config check --example に出ます。', en: 'metsuke config check --example shows a sample.' },
  },
  'config-range': {
    message: { ja: '{key} は {bound} でなければなりません（指定: {came}）', en: '{key} must be {bound}, not {came}' },
    fix: { ja: '既定値は metsuke config check --example に出ます。', en: 'metsuke config check --example shows the defaults.' },
  },
  'config-choice': {
    message: { ja: '{key} に {came} は指定できません', en: '{key} cannot be {came}' },
    fix: { ja: '次のいずれかです: {choices}', en: 'It is one of: {choices}.' },
  },
  'config-form': {
    message: { ja: '{key} の形が違います（{form}、指定: {came}）', en: '{key} must be {form}, not {came}' },
    fix: { ja: '見本は metsuke config check --example に出ます。', en: 'metsuke config check --example shows a sample.' },
  },
} as const satisfies Readonly<Record<string, Entry>>;

export type ProblemCode = keyof typeof PROBLEMS;
