/** Whether look-ups need to be judged at all. */
import { VERDICT_COLUMNS } from '../verdicts/columns.ts';
import type { EngineSettings } from './engine.ts';

/** Whether anybody reads what the judge says; else look-ups are not judged at all. */
export function needsVerdicts({ detectors, wantVerdicts, onJudged }: EngineSettings): boolean {
  if (wantVerdicts || onJudged !== undefined) return true;
  return detectors.some(({ detector: { reads, profiles, parts } }) => {
    if (profiles === true || reads.some((name) => VERDICT_COLUMNS.has(name))) return true;
    return Object.values(parts).some(({ onSettled }) => onSettled === true);
  });
}
