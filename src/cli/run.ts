/** From the command line to an exit code: reads it, answers help itself, hands the rest to the command. */

import type { Language } from '../core/bilingual.ts';
import { describe, type Problem } from '../core/problem.ts';
import { VERSION } from '../core/version.ts';
import { readArguments } from './arguments.ts';
import type { Run } from './declared.ts';
import { EXIT } from './exit.ts';
import { helpText } from './help.ts';
import { terminalText } from './terminal-text.ts';

/** How each command is loaded: only the one that runs. */
export type Loaders = Readonly<Record<string, () => Promise<Run>>>;

/** Runs a command line; gives the exit code. */
export async function run(args: readonly string[], loaders: Loaders): Promise<number> {
  const wish = readArguments(args, process.env);
  switch (wish.kind) {
    case 'version':
      process.stdout.write(`metsuke ${VERSION}\n`);
      return EXIT.ok;
    case 'help':
      process.stdout.write(helpText(wish.command, wish.language));
      return EXIT.ok;
    case 'nothing':
      process.stderr.write(helpText(null, wish.language));
      return EXIT.usage;
    case 'wrong':
      tell(wish.problem, wish.language);
      return EXIT.usage;
    case 'run': {
      const command = await loaders[wish.command.name]();
      return command(wish.request);
    }
  }
}

/** Writes a problem and the way out to standard error. */
export function tell(problem: Problem, language: Language): void {
  process.stderr.write(
    terminalText(`metsuke: ${describe(problem, language)}\n  → ${problem.fix[language]}\n`),
  );
}
