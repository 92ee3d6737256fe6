/** The command line, checked: a command with its options and operands, or what is wrong with it. */
import { parseArgs } from 'node:util';
import type { Language } from '../core/bilingual.ts';
import { nearest } from '../core/nearest.ts';
import { type Problem, problem } from '../core/problem.ts';
import { COMMANDS, COMMON_OPTIONS, LATER_COMMANDS, LATER_OPTIONS } from './commands.ts';
import type { DeclaredCommand, DeclaredOption, Request } from './declared.ts';
import { environmentLanguage } from './language.ts';

/** What the user wants. */
export type Wish =
  | { readonly kind: 'run'; readonly command: DeclaredCommand; readonly request: Request }
  | { readonly kind: 'help'; readonly command: DeclaredCommand | null; readonly language: Language }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly problem: Problem; readonly language: Language }
  | { readonly kind: 'nothing'; readonly language: Language };

type OptionType = { readonly type: 'boolean' | 'string' };

interface Token {
  readonly kind: string;
  readonly name?: string;
  readonly rawName?: string;
  readonly value?: string | undefined;
  readonly inlineValue?: boolean | undefined;
}

/** Reads a command line. */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Wish {
  const given = tokensOf(args);
  const words = given.filter(({ kind }) => kind === 'positional').map(({ value }) => value ?? '');
  const asked = given.findLast(({ name }) => name === 'lang')?.value;
  const language: Language = asked === 'ja' || asked === 'en' ? asked : environmentLanguage(env);
  const has = (name: string) => given.some((token) => token.kind === 'option' && token.name === name);
  const wrong = (what: Problem): Wish => ({ kind: 'wrong', problem: what, language });

  const isHelpCommand = words[0] === 'help';
  if (isHelpCommand) words.shift();
  if (words.length === 0) {
    if (has('version')) return { kind: 'version' };
    const stray = given.find(
      (token) => token.kind === 'option' && !['lang', 'help', 'json', 'quiet'].includes(token.name ?? ''),
    );
    if (stray !== undefined) return wrong(unknownOption(stray, null, COMMON_OPTIONS));
    return isHelpCommand || has('help')
      ? { kind: 'help', command: null, language }
      : { kind: 'nothing', language };
  }
  const command = findCommand(words);
  if (command === null) return wrong(unknownCommand(words));
  if (isHelpCommand || has('help')) return { kind: 'help', command, language };
  const request = checkedRequest(command, given, words.slice(command.name.split(' ').length), language);
  return 'code' in request ? wrong(request) : { kind: 'run', command, request };
}

/** Options and operands as they stand, unchecked. Every option of every command is known: where it stands does not matter. */
function tokensOf(args: readonly string[]): readonly Token[] {
  const declared = [...COMMANDS.flatMap(({ options }) => options), ...COMMON_OPTIONS];
  const types = declared.map(({ name, value }): [string, OptionType] => [
    name,
    { type: value === undefined ? 'boolean' : 'string' },
  ]);
  const options = {
    ...Object.fromEntries(types),
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
  } as const;
  return parseArgs({ args: [...args], options, strict: false, allowPositionals: true, tokens: true }).tokens;
}

function findCommand(words: readonly string[]): DeclaredCommand | null {
  const isNamed = ({ name }: DeclaredCommand) => name === words.slice(0, name.split(' ').length).join(' ');
  return COMMANDS.find(isNamed) ?? null;
}

function unknownCommand(words: readonly string[]): Problem {
  const [first = ''] = words;
  const begun = names().find((name) => name.startsWith(`${first} `));
  if (begun !== undefined)
    return problem('command-misspelt', { command: words.slice(0, 2).join(' '), meant: begun });
  if (LATER_COMMANDS.includes(first)) return problem('command-later', { command: first });
  const command = words.slice(0, 2).join(' ');
  const meant = nearest(command, names()) ?? nearest(first, names());
  return meant === undefined
    ? problem('command-unknown', { command: first })
    : problem('command-misspelt', { command: first, meant });
}

function names(): string[] {
  return COMMANDS.map(({ name }) => name);
}

function unknownOption(
  { rawName = '' }: Token,
  command: DeclaredCommand | null,
  known: readonly DeclaredOption[],
): Problem {
  const bare = rawName.replace(/^-+/, '');
  const name = command?.name ?? '';
  if (LATER_OPTIONS[name]?.includes(bare))
    return problem('option-later', { option: rawName, help: `metsuke help ${name}` });
  const meant = nearest(
    bare,
    known.map((option) => option.name),
  );
  if (meant !== undefined) return problem('option-misspelt', { option: rawName, meant: `--${meant}` });
  return problem('option-unknown', { option: rawName, help: `metsuke help ${name}`.trim() });
}

/** The options and operands of a command, or the first thing that is wrong with them. */
function checkedRequest(
  command: DeclaredCommand,
  given: readonly Token[],
  operands: readonly string[],
  language: Language,
): Request | Problem {
  const known = [...command.options, ...COMMON_OPTIONS];
  const options = new Map<string, string>();
  for (const token of given) {
    if (token.kind !== 'option') continue;
    const declared = known.find(({ name }) => name === token.name);
    if (declared === undefined) return unknownOption(token, command, known);
    const option = `--${declared.name}`;
    const { value, inlineValue } = token;
    if (declared.value === undefined) {
      if (value !== undefined) return problem('option-takes-no-value', { option });
      options.set(declared.name, '');
      continue;
    }
    const isMissing =
      value === undefined ||
      value === '' ||
      (inlineValue === false && value.length > 1 && value.startsWith('-'));
    if (isMissing) return problem('option-needs-value', { option, value: declared.value });
    if (declared.choices !== undefined && !declared.choices.includes(value))
      return problem('option-value', { option, value, choices: declared.choices.join(', ') });
    options.set(declared.name, value);
  }
  const { min = 0, max = 0, name = '' } = command.operands ?? {};
  if (operands.length < min)
    return problem('operand-missing', { operand: name, help: `metsuke help ${command.name}` });
  if (operands.length > max)
    return problem('operand-unexpected', { operand: operands[max], help: `metsuke help ${command.name}` });
  return { operands, options, language };
}
