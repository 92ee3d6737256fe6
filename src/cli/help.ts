/** `metsuke --help` and `metsuke help COMMAND`, from the declarations of the commands. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import { VERSION } from '../core/version.ts';
import { COMMANDS, COMMON_OPTIONS } from './commands.ts';
import type { DeclaredCommand, DeclaredOption, Example } from './declared.ts';
import { padEnd, textWidth, wrap } from './text-width.ts';

const WIDTH = 80;

const WORDS = {
  what: {
    ja: 'アクセスログを見張り、業務上の理由なく個人データを見た人を見つけます。',
    en: 'Watches access logs for people looking at personal data they have no business with.',
  },
  usage: { ja: '使い方', en: 'Usage' },
  commands: { ja: 'コマンド', en: 'Commands' },
  options: { ja: 'オプション', en: 'Options' },
  common: { ja: '共通のオプション', en: 'Options of every command' },
  examples: { ja: '例', en: 'Examples' },
  more: { ja: '各コマンドの説明: metsuke help コマンド', en: 'More on a command: metsuke help COMMAND' },
  choices: { ja: '選択肢', en: 'one of' },
  exits: { ja: '終了コード', en: 'Exit codes' },
} as const satisfies Record<string, Bilingual>;

const EXITS: readonly (readonly [code: string, about: Bilingual])[] = [
  ['0', { ja: '正常', en: 'all went well' }],
  ['1', { ja: '失敗', en: 'failure' }],
  ['2', { ja: '使い方の誤り', en: 'wrong usage' }],
  ['3', { ja: '--fail-on 以上の検知結果がある', en: 'findings at or above --fail-on' }],
  ['4', { ja: '保管庫の内容が記録と合わない', en: 'a lake is not what it recorded of itself' }],
  [
    '5',
    {
      ja: '完全ではない（記録の抜けがある、--strict で読めない行がある）',
      en: 'incomplete: an answer rests on a gap, or rows could not be read under --strict',
    },
  ],
  ['69', { ja: 'Kafka のブローカーにつながらない', en: 'no Kafka broker answers' }],
  [
    '74',
    {
      ja: '指定のファイルやフォルダーを読み書きできない',
      en: 'a named file or folder cannot be read or written',
    },
  ],
  ['78', { ja: '設定の誤り', en: 'wrong configuration' }],
  ['130', { ja: '中断された', en: 'interrupted' }],
];

/** The help of the whole, or of one command. */
export function helpText(command: DeclaredCommand | null, language: Language): string {
  const lines = command === null ? overview(language) : commandHelp(command, language);
  return `${lines.join('\n')}\n`;
}

function overview(language: Language): string[] {
  return [
    `metsuke ${VERSION}`,
    ...wrap(WORDS.what[language], WIDTH),
    '',
    `${WORDS.usage[language]}: metsuke COMMAND [OPTIONS] …`,
    '',
    `${WORDS.commands[language]}:`,
    ...definitions(COMMANDS.map(({ name, summary }) => [name, summary[language]] as const)),
    '',
    `${WORDS.common[language]}:`,
    ...definitions([
      ...optionRows(COMMON_OPTIONS, language),
      ['--version', { ja: '版を表示します', en: 'Shows the version.' }[language]],
    ]),
    '',
    `${WORDS.examples[language]}:`,
    ...COMMANDS.flatMap(({ examples }) => exampleLines(examples.slice(0, 1), language)),
    '',
    `${WORDS.exits[language]}:`,
    ...definitions(EXITS.map(([code, about]) => [code, about[language]] as const)),
    '',
    WORDS.more[language],
  ];
}

function commandHelp(command: DeclaredCommand, language: Language): string[] {
  const { name, operands, options, notes = [], examples, summary } = command;
  const usage = ['metsuke', name, options.length > 0 ? '[OPTIONS]' : '', operands?.name ?? ''].filter(
    (part) => part !== '',
  );
  return [
    summary[language],
    '',
    `${WORDS.usage[language]}: ${usage.join(' ')}`,
    '',
    ...(operands === undefined ? [] : [...definitions([[operands.name, operands.about[language]]]), '']),
    ...(options.length === 0
      ? []
      : [`${WORDS.options[language]}:`, ...definitions(optionRows(options, language)), '']),
    `${WORDS.common[language]}:`,
    ...definitions(optionRows(COMMON_OPTIONS, language)),
    '',
    ...notes.flatMap((note) => [...wrap(note[language], WIDTH), '']),
    `${WORDS.examples[language]}:`,
    ...exampleLines(examples, language),
  ];
}

function optionRows(options: readonly DeclaredOption[], language: Language): [string, string][] {
  return options.map(({ name, value, choices, about }) => {
    const list = choices === undefined ? '' : ` (${WORDS.choices[language]}: ${choices.join(', ')})`;
    return [value === undefined ? `--${name}` : `--${name} ${value}`, about[language] + list];
  });
}

function exampleLines(examples: readonly Example[], language: Language): string[] {
  return examples.flatMap(({ line, about }) => [
    `  ${line}`,
    ...wrap(about[language], WIDTH - 6).map((text) => `      ${text}`),
  ]);
}

/** Terms on the left, what they mean on the right, within 80 columns. */
function definitions(rows: readonly (readonly [term: string, about: string])[]): string[] {
  const left = Math.min(24, Math.max(...rows.map(([term]) => textWidth(term))) + 2);
  return rows.flatMap(([term, about]) => {
    const lines = wrap(about, WIDTH - 2 - left);
    const isLong = textWidth(term) + 2 > left;
    const first = isLong ? [`  ${term}`] : [];
    const start = isLong ? '' : term;
    return [...first, ...lines.map((text, at) => `  ${padEnd(at === 0 ? start : '', left)}${text}`)];
  });
}
