/** Problems of register files and their rows: part of the one list in problem-list.ts. */
import type { Bilingual } from './bilingual.ts';

/** What to say of registers, and the way out. */
export const REGISTER_PROBLEMS = {
  'register-file-unknown': {
    message: { ja: 'この名前の台帳はありません', en: 'no register has this name' },
    fix: {
      ja: '使える名前: {names}（.csv または .ndjson）',
      en: 'Registers are: {names} (.csv or .ndjson).',
    },
  },
  'register-file-misspelt': {
    message: { ja: 'この名前の台帳はありません', en: 'no register has this name' },
    fix: { ja: '{meant} のことですか。', en: 'Did you mean {meant}?' },
  },
  'register-file-twice': {
    message: {
      ja: '同じ台帳のファイルが二つあります。{other} の後に続けて読みました',
      en: 'the same register comes twice; read after {other}',
    },
    fix: { ja: 'どちらか一方だけを置いてください。', en: 'Keep one of the two.' },
  },
  'register-blank': {
    message: {
      ja: '見出し行がありません。この台帳はないものとして扱います',
      en: 'has no header; the register counts as missing',
    },
    fix: {
      ja: '見出し行だけのファイルは「該当なし」を意味します。列: {columns}',
      en: 'A file with only its header says that nothing exists. Columns: {columns}.',
    },
  },
  'register-unusable': {
    message: {
      ja: 'このままでは使えません。この台帳はないものとして扱います',
      en: 'cannot be used as it is; the register counts as missing',
    },
    fix: { ja: '上に示した点を直してください。', en: 'Correct what is named above.' },
  },
  'register-column-unknown': {
    message: {
      ja: '列 {column} はこの台帳にありません。読み飛ばします',
      en: 'this register has no column {column}; it is not read',
    },
    fix: { ja: '使える列: {columns}', en: 'Columns are: {columns}.' },
  },
  'register-column-misspelt': {
    message: { ja: '列 {column} はこの台帳にありません', en: 'this register has no column {column}' },
    fix: {
      ja: '{meant} のことですか。使える列: {columns}',
      en: 'Did you mean {meant}? Columns are: {columns}.',
    },
  },
  'register-column-twice': {
    message: {
      ja: '列 {column} が二つあります。左の列を読みます',
      en: 'column {column} comes twice; the left one is read',
    },
    fix: { ja: 'どちらか一方だけを残してください。', en: 'Keep one of the two.' },
  },
  'register-column-missing': {
    message: { ja: '必須の列 {column} がありません', en: 'the required column {column} is missing' },
    fix: { ja: '見出し行に {column} を加えてください。', en: 'Add {column} to the header.' },
  },
  'register-row-shape': {
    message: {
      ja: '行の形が正しくないため、この行を除きました（{why}）',
      en: 'row left out: its shape is wrong ({why})',
    },
    fix: { ja: '列の数と引用符を確かめてください。', en: 'Check the number of fields and the quotes.' },
  },
  'register-value-missing': {
    message: {
      ja: '必須の列 {column} が空欄のため、この行を除きました',
      en: 'row left out: {column} is empty',
    },
    fix: { ja: '{column} を記入してください。', en: 'Fill {column} in.' },
  },
  'register-text': {
    message: { ja: '{column} が長すぎるため、この行を除きました', en: 'row left out: {column} is too long' },
    fix: { ja: '4,096 文字以内にしてください。', en: 'It may hold up to 4,096 characters.' },
  },
  'register-date': {
    message: {
      ja: '{column} の {value} は日付として読めないため、この行を除きました',
      en: 'row left out: {column} {value} is no date',
    },
    fix: {
      ja: '2024-05-01 または 2024/5/1 のように西暦で書いてください。',
      en: 'Write it as 2024-05-01 or 2024/5/1.',
    },
  },
  'register-moment': {
    message: {
      ja: '{column} の {value} は日付または日時として読めないため、この行を除きました',
      en: 'row left out: {column} {value} is neither a date nor a time',
    },
    fix: {
      ja: '2024-05-01、2024/5/1、2024-05-01T09:00:00+09:00 のように西暦で書いてください。',
      en: 'Write it as 2024-05-01 or 2024-05-01T09:00:00+09:00.',
    },
  },
  'register-choice': {
    message: {
      ja: '{column} に {value} は使えないため、この行を除きました',
      en: 'row left out: {column} cannot be {value}',
    },
    fix: { ja: '次のいずれかです: {choices}', en: 'It is one of: {choices}.' },
  },
  'register-network': {
    message: {
      ja: '{column} の {value} はアドレスの範囲として読めないため、この行を除きました',
      en: 'row left out: {column} {value} is no address range',
    },
    fix: { ja: '10.1.0.0/16 のように書いてください。', en: 'Write it as 10.1.0.0/16.' },
  },
  'register-permit-nobody': {
    message: {
      ja: '承認 {permit} は principal も account も空欄のため、この行を除きました',
      en: 'row left out: permit {permit} names neither a principal nor an account',
    },
    fix: { ja: '少なくとも一方を記入してください。', en: 'Fill in at least one of the two.' },
  },
  'register-more': {
    message: {
      ja: '同じ種類の問題がほかに {count} 件あります（{code}）',
      en: '{count} more of the same kind ({code})',
    },
    fix: { ja: '上に示した例から直してください。', en: 'Start with the examples above.' },
  },
  'register-ends-before-start': {
    message: {
      ja: '終わりが始まりより前です。一度も有効でなかったとみなします',
      en: 'ends before it starts; taken as never having held',
    },
    fix: { ja: '日付を確かめてください。', en: 'Check the dates.' },
  },
  'register-case-closed-before-opened': {
    message: {
      ja: '案件 {case} は受付より前に完了しています。一度も開いていなかったとみなします',
      en: 'case {case} was closed before it was opened; taken as never having been open',
    },
    fix: { ja: '受付日と完了日を確かめてください。', en: 'Check opened and closed.' },
  },
  'register-two-owners': {
    message: {
      ja: '同じ時期に二人の持ち主がいます（{other} 行目と重複）。重なる間は、後から始まる行を採ります',
      en: 'has two holders at one time (see line {other}); while they overlap the one that began later counts',
    },
    fix: {
      ja: '前の行の valid_to を確かめてください。共用なら principal を空欄にしてください。',
      en: 'Check valid_to of the earlier row. Where it is shared, leave principal empty.',
    },
  },
  'register-overlap': {
    message: {
      ja: '同じ人の {other} 行目と期間が重なっています。重なる間は、後から始まる行を採ります',
      en: 'overlaps with line {other}, of the same person; while they do the one that began later counts',
    },
    fix: {
      ja: '兼務は一行にまとめ、| で並べてください。',
      en: 'Write concurrent posts in one row, separated by |.',
    },
  },
  'register-permit-unapproved': {
    message: {
      ja: '承認 {permit} には承認者がいないため、無効とみなします',
      en: 'permit {permit} has no approver and is void',
    },
    fix: { ja: 'approved_by に承認した人を記入してください。', en: 'Name who approved it in approved_by.' },
  },
  'register-permit-self-approved': {
    message: {
      ja: '承認 {permit} は作業する本人が承認しているため、無効とみなします',
      en: 'permit {permit} was approved by the one who uses it and is void',
    },
    fix: { ja: '本人以外の承認を得てください。', en: 'Somebody else has to approve it.' },
  },
  'register-no-contact-self': {
    message: {
      ja: '照会禁止が本人自身を指しています。そのまま適用します',
      en: 'a no-contact entry names the person himself; it is applied as it stands',
    },
    fix: {
      ja: '自己照会は people の subject で判定されます。番号を確かめてください。',
      en: 'Self look-ups are judged by people.subject. Check the number.',
    },
  },
  'register-assignee-unknown': {
    message: {
      ja: '案件 {case} の担当に、people のどの人・所属でもないものがあります。それはだれの照会も説明しません',
      en: 'an assignee of case {case} is no person or unit of people; it explains nobody',
    },
    fix: { ja: 'people に加えるか、番号を確かめてください。', en: 'Add it to people, or check the number.' },
  },
  'register-person-unknown': {
    message: {
      ja: 'この行の principal は people にありません。在籍や所属が要る判定はできません',
      en: 'the principal of this row is not in people; what needs employment or unit cannot be judged',
    },
    fix: { ja: 'people に加えるか、番号を確かめてください。', en: 'Add it to people, or check the number.' },
  },
  'register-version-undated': {
    message: {
      ja: '同じ鍵の行（{other} 行目）に recorded_at があるため、recorded_at のないこの行は古い版とみなします',
      en: 'line {other} has the same key and a recorded_at; this row without one counts as the older version',
    },
    fix: { ja: '訂正には recorded_at を記入してください。', en: 'Give a correction its recorded_at.' },
  },
  'register-leave-replaced': {
    message: {
      ja: '同じ時刻に始まる勤務（この行）が休暇（{other} 行目）に代わりました',
      en: 'duty (this row) replaces the leave of the same start (line {other})',
    },
    fix: {
      ja: '休暇が正しければ、休暇を後の行に書いてください。',
      en: 'If the leave is right, put it in the later row.',
    },
  },
  'register-encoding': {
    message: {
      ja: '文字コードが UTF-8 でも Shift_JIS（CP932）でもありません。この台帳はないものとして扱います',
      en: 'is neither UTF-8 nor CP932; the register counts as missing',
    },
    fix: { ja: 'UTF-8 の CSV で保存し直してください。', en: 'Save it again as CSV in UTF-8.' },
  },
} as const satisfies Readonly<Record<string, { readonly message: Bilingual; readonly fix: Bilingual }>>;
