/** Which settings a command is about: those of the file it names, else the defaults. */
import { DETECTORS } from '../../detectors/index.ts';
import { type Config, config as configSchema } from '../../schemas/config.ts';
import type { Request } from './declared.ts';
import type { Refusal } from './detect-wanted.ts';
import { EXIT } from './exit.ts';
import { loadConfig } from './load-config.ts';

/** The settings, or what is wrong with them. */
export function settingsNamed(options: Request['options']): Config | Refusal {
  const file = options.get('config');
  if (file === undefined) return configSchema.parse({});
  const { config, problems } = loadConfig(file, DETECTORS);
  if (config !== null) return config;
  const isUnreadable = problems.some(({ code }) => code === 'file-unreadable');
  return { exit: isUnreadable ? EXIT.unreadable : EXIT.configuration, problems };
}
