/** Threads for judging into a lake: they find the registers there. */
import type { Config } from '../../../schemas/config.ts';
import type { TunedDetector } from '../../engine/run-parts.ts';
import type { CrewOf, JudgingRequest } from '../lake/judging.ts';
import { startCrew } from './crew.ts';

/** What is known of the lake and of what judges. */
export interface LakeCrewRequest {
  readonly folder: string;
  readonly config: Config;
  readonly detectors: readonly TunedDetector[];
  /** Threads in all. With one, everything is judged where rows are read. */
  readonly threads: number;
}

/** Starts them whenever judging begins; nothing where one thread is enough. */
export function lakeCrew({ folder, threads, ...of }: LakeCrewRequest): Pick<JudgingRequest, 'crew'> {
  if (threads < 2) return {};
  return {
    crew: ({ registers, number, sourceOf, unsettled }: CrewOf) =>
      startCrew({
        ...of,
        threads,
        seed: { kind: 'lake', folder, number },
        here: unsettled === undefined ? null : registers,
        sourceOf,
      }),
  };
}
