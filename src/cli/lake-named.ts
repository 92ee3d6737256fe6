/** Which lake a command is about: the one it names, else the one of the settings. */
import { DETECTORS } from '../../detectors/index.ts';
import { problem } from '../core/problem.ts';
import type { Request } from './declared.ts';
import type { Refusal } from './detect-wanted.ts';
import { EXIT } from './exit.ts';
import { loadConfig } from './load-config.ts';

/** A lake, with its keys and registers where the settings name them. */
export interface NamedLake {
  readonly folder: string;
  readonly keys: string | undefined;
  readonly registers: string | null;
}

/** The lake, or what is wrong with the settings. */
export function lakeNamed(options: Request['options']): NamedLake | Refusal {
  const file = options.get('config');
  const loaded = file === undefined ? null : loadConfig(file, DETECTORS);
  if (loaded !== null && loaded.config === null) {
    const isUnreadable = loaded.problems.some(({ code }) => code === 'file-unreadable');
    return { exit: isUnreadable ? EXIT.unreadable : EXIT.configuration, problems: loaded.problems };
  }
  const { lake = null, keys = null, registers = null } = loaded?.config ?? {};
  const folder = options.get('lake') ?? lake;
  if (folder === null) return { exit: EXIT.usage, problems: [problem('lake-missing')] };
  return {
    folder,
    keys: options.get('keys') ?? keys ?? undefined,
    registers: options.get('registers') ?? registers,
  };
}
