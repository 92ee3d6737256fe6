/** `metsuke outbox list` and `resend`: what outputs have not taken yet, what they refused, and sending that again. */
import type { Bilingual, Language } from '../core/bilingual.ts';
import { type Problem, problem } from '../core/problem.ts';
import { lookAt, type OutputView, resend } from '../outbox/look.ts';
import { nodeFileSystem } from '../store/file-system.ts';
import { type Lake, readLake } from '../store/lake.ts';
import { StoreFailed } from '../store/store.ts';
import type { Request } from './declared.ts';
import { EXIT } from './exit.ts';
import { grouped } from './progress.ts';
import { tell } from './run.ts';
import { type RunOutputs, runOutputs } from './run-outputs.ts';
import { settingsNamed } from './settings-named.ts';
import { terminalLine } from './terminal-text.ts';

/** Groups of refused findings that are shown of one output. */
const SHOWN_MAX = 20;

const WORDS = {
  none: { ja: '設定に出力先がありません。', en: 'The settings name no outputs.' },
  waits: { ja: '未送信 {count} 件', en: 'to be sent: {count}' },
  refused: { ja: '断られた {count} 件', en: 'refused: {count}' },
  unbegun: { ja: 'まだ始まっていません', en: 'has not begun' },
  more: { ja: 'ほかに {count} 回', en: '{count} times more' },
  sent: { ja: '送り直した {count} 件、残り {left} 件', en: 'sent again: {count}, left: {left}' },
} as const satisfies Readonly<Record<string, Bilingual>>;

interface Opened {
  readonly lake: Lake;
  readonly outputs: RunOutputs;
  readonly views: readonly OutputView[];
}

/** Runs `metsuke outbox list`. */
export async function outboxList({ options, language }: Request): Promise<number> {
  return withOutputs({ options, language }, async ({ views }) => {
    if (options.has('json')) {
      for (const { output, place, backlog, refused } of views)
        say(JSON.stringify({ output: output.name, kind: output.kind, place, backlog, refused }));
      return EXIT.ok;
    }
    if (views.length === 0) say(WORDS.none[language]);
    for (const view of views) for (const line of linesOf(view, language)) say(terminalLine(line));
    return EXIT.ok;
  });
}

/** Runs `metsuke outbox resend`. */
export async function outboxResend({ options, language }: Request): Promise<number> {
  return withOutputs({ options, language }, async ({ lake, views }) => {
    let exit: number = EXIT.ok;
    for (const view of views) {
      if (view.refused.length === 0) continue;
      const {
        sent,
        left,
        problem: why,
      } = await resend(view, lake, nodeFileSystem, new AbortController().signal);
      const { name } = view.output;
      if (options.has('json')) say(JSON.stringify({ output: name, sent, left, problem: why }));
      else say(`${name}: ${filled(WORDS.sent, { count: sent, left }, language)}`);
      if (why === null) continue;
      tell(why, language);
      exit = EXIT.failure;
    }
    return exit;
  });
}

async function withOutputs(
  { options, language }: Pick<Request, 'options' | 'language'>,
  work: (opened: Opened) => Promise<number>,
): Promise<number> {
  const refuse = (exit: number, problems: readonly Problem[]) => {
    for (const one of problems) tell(one, language);
    return exit;
  };
  const file = options.get('config');
  if (file === undefined) return refuse(EXIT.usage, [problem('run-needs-config')]);
  const config = settingsNamed(options);
  if ('exit' in config) return refuse(config.exit, config.problems);
  if (config.lake === null) return refuse(EXIT.configuration, [problem('run-needs-lake', {}, { file })]);
  const outputs = runOutputs(config, process.env);
  if (Array.isArray(outputs)) return refuse(EXIT.configuration, outputs);
  const wanted = options.get('output');
  const chosen = outputs.outputs.filter(({ name }) => wanted === undefined || name === wanted);
  try {
    if (wanted !== undefined && chosen.length === 0) {
      const choices = outputs.outputs.map(({ name }) => name).join(', ');
      return refuse(EXIT.usage, [problem('option-value', { option: '--output', value: wanted, choices })]);
    }
    const lake = readLake(config.lake, nodeFileSystem);
    return await work({ lake, outputs, views: lookAt(chosen, lake, nodeFileSystem) });
  } catch (error) {
    if (!(error instanceof StoreFailed)) throw error;
    const { code } = error.problem;
    return refuse(code === 'lake-damaged' ? EXIT.integrity : EXIT.unreadable, [error.problem]);
  } finally {
    await outputs.close();
  }
}

function linesOf({ output, place, backlog, refused }: OutputView, language: Language): string[] {
  const count = refused.reduce((sum, { messages }) => sum + messages.length, 0);
  const state =
    place === null
      ? [WORDS.unbegun[language]]
      : [
          filled(WORDS.waits, { count: backlog }, language),
          ...(count === 0 ? [] : [filled(WORDS.refused, { count }, language)]),
        ];
  const groups = refused.slice(0, SHOWN_MAX).map(({ at, why, messages: [first, ...more] }) => {
    const which = more.length === 0 ? first?.key : `${first?.key} +${more.length}`;
    return `  ${at} ${why[language]}: ${which}`;
  });
  const rest = refused.length - groups.length;
  return [
    `${output.name} (${output.kind}): ${state.join(', ')}`,
    ...groups,
    ...(rest > 0 ? [`  ${filled(WORDS.more, { count: rest }, language)}`] : []),
  ];
}

function filled(words: Bilingual, values: Readonly<Record<string, number>>, language: Language): string {
  return words[language].replace(/\{(\w+)\}/g, (_, name: string) => grouped(values[name]));
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
