/** What a run knows that the rows of its logs may leave out. */
import type { Config } from '../../schemas/config.ts';
import type { Defaults } from '../batch/normal-event.ts';

/** Defaults of all rows; `source` names those that do not say where they come from. */
export function rowDefaults(config: Config, source: string | null): Defaults {
  const keepsRaw = (name: string) => config.sources[name]?.keepRaw ?? config.keepRaw;
  const keepsAny = config.keepRaw || Object.keys(config.sources).some(keepsRaw);
  return {
    ...(source === null ? {} : { source }),
    foldsCase: (name) => config.sources[name]?.foldActorCase ?? false,
    ...(keepsAny && { keepsRaw }),
  };
}
