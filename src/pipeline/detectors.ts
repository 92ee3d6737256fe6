/** The detectors of a run, with the thresholds its configuration gives them. */
import { DETECTORS } from '../../detectors/index.ts';
import type { Config } from '../../schemas/config.ts';
import { tunedThresholds } from '../detector/presets.ts';
import type { TunedDetector } from '../engine/run-parts.ts';

/** The detectors that are not switched off. */
export function tunedDetectors(config: Config): TunedDetector[] {
  return DETECTORS.flatMap((detector) => {
    const thresholds = tunedThresholds(detector, config);
    return thresholds === null ? [] : [{ detector, thresholds }];
  });
}
