/** Registers and settings that a question's command line names in place of those of the lake and the defaults. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { registerBytes } from '../ingest/register-files.ts';
import type { AskRequest } from '../questions/ask.ts';
import { folderProblems, type Refusal } from './detect-wanted.ts';
import { EXIT } from './exit.ts';
import { settingsNamed } from './settings-named.ts';

/** What a question is answered by, or what is wrong with it. */
export async function basisNamed(
  options: ReadonlyMap<string, string>,
): Promise<Pick<AskRequest, 'registers' | 'settings'> | Refusal> {
  const folder = options.get('registers');
  const problems = folderProblems(folder);
  if (problems.length > 0) return { exit: EXIT.unreadable, problems };
  const found = folder === undefined ? null : await registerBytes(folder);
  const unreadable = found?.problems.filter(({ code }) => code === 'file-unreadable') ?? [];
  if (unreadable.length > 0) return { exit: EXIT.unreadable, problems: unreadable };
  const config = settingsNamed(options);
  if ('exit' in config) return config;
  const file = options.get('config');
  const sha256 = file === undefined ? null : createHash('sha256').update(readFileSync(file)).digest('hex');
  return { registers: found?.files ?? null, settings: { config, sha256 } };
}
