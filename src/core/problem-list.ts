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
} as const satisfies Readonly<Record<string, Entry>>;

export type ProblemCode = keyof typeof PROBLEMS;
