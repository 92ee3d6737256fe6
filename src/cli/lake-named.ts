/** Which lake a command is about: the one it names, else the one of the settings. */
import { problem } from '../core/problem.ts';
import type { Request } from './declared.ts';
import type { Refusal } from './detect-wanted.ts';
import { EXIT } from './exit.ts';
import { settingsNamed } from './settings-named.ts';

/** A lake, with its keys and registers where the settings name them. */
export interface NamedLake {
  readonly folder: string;
  readonly keys: string | undefined;
  readonly registers: string | null;
}

/** The lake, or what is wrong with the settings. */
export function lakeNamed(options: Request['options']): NamedLake | Refusal {
  const settings = settingsNamed(options);
  if ('exit' in settings) return settings;
  const { lake, keys, registers } = settings;
  const folder = options.get('lake') ?? lake;
  if (folder === null) return { exit: EXIT.usage, problems: [problem('lake-missing')] };
  return {
    folder,
    keys: options.get('keys') ?? keys ?? undefined,
    registers: options.get('registers') ?? registers,
  };
}
