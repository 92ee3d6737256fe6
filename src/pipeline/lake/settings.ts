/** By what a lake is judged: a state made under other settings or by other detectors is not gone on with. */
import { createHash } from 'node:crypto';
import { alertSettings } from '../../../schemas/alert-settings.ts';
import type { Commit } from '../../../schemas/commit.ts';
import type { Config } from '../../../schemas/config.ts';
import { kafkaSettings } from '../../../schemas/kafka-settings.ts';
import { operationSettings } from '../../../schemas/operation-settings.ts';
import { outputSettings } from '../../../schemas/output-settings.ts';
import { retentionSettings } from '../../../schemas/retention-settings.ts';
import { runSettings } from '../../../schemas/run-settings.ts';
import { type Problem, problem } from '../../core/problem.ts';
import { VERSION } from '../../core/version.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { Snapshot } from '../../store/snapshot.ts';

/**
 * Versions of everything that decides what is judged. How findings are grouped, shown and sent decides nothing, and how long `run`
 * waits for rows is recorded with them.
 */
export function versionsOf(config: Config, detectors: readonly TunedDetector[]): Commit['versions'] {
  const undeciding = [
    alertSettings,
    runSettings,
    outputSettings,
    operationSettings,
    kafkaSettings,
    retentionSettings,
  ];
  const shown = new Set(undeciding.flatMap(({ shape }) => Object.keys(shape)));
  // a source that is named for another reason is as one that is not named
  const sources = Object.entries(config.sources)
    .flatMap(([name, { foldActorCase }]) => (foldActorCase ? [[name, foldActorCase]] : []))
    .sort();
  const apart = ['sources', 'detectors'];
  const judging = Object.entries(config).filter(([name]) => !shown.has(name) && !apart.includes(name));
  const tuned = detectors.map(({ detector, thresholds }) => [detector.id, thresholds]);
  return {
    metsuke: VERSION,
    detectors: Object.fromEntries(detectors.map(({ detector }) => [detector.id, detector.version])),
    settings: createHash('sha256')
      .update(JSON.stringify([judging, sources, tuned]))
      .digest('hex'),
  };
}

/** What stands between a lake and going on with it; null where nothing does. */
export function compatible({ versions: before, state }: Snapshot, now: Commit['versions']): Problem | null {
  if (before === null || state === null) return null;
  const detectors = (of: Commit['versions']) => Object.entries(of.detectors).map(String).sort().join();
  const what = [
    ...(before.metsuke === now.metsuke ? [] : [`metsuke ${before.metsuke} → ${now.metsuke}`]),
    ...(detectors(before) === detectors(now) ? [] : ['detectors']),
    ...(before.settings === now.settings ? [] : ['settings']),
  ];
  return what.length === 0 ? null : problem('lake-settings', { what: what.join(', ') });
}
