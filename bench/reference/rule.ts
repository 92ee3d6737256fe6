/** The four rules of the reference work and the finding ids under which metsuke says them. */
import type { DetectorId } from '../../schemas/finding.ts';

export const RULES = ['R1', 'R2', 'R3', 'R4'] as const;
/** A rule; what each says exactly stands in README.md. */
export type Rule = (typeof RULES)[number];

/** Each rule is a detector; detectors have ids of the contract. */
export const DETECTOR_OF = {
  R1: 'out-of-scope-lookup',
  R2: 'mass-record-pull',
  R3: 'guessed-credentials',
  R4: 'access-after-termination',
} as const satisfies Record<Rule, DetectorId>;
