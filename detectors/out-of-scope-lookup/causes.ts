/** Why a look-up is out of scope, how grave each cause is by itself, and what belongs into one episode. */
import { SEVERITIES, type Severity } from '../../schemas/finding.ts';
import { CONTRADICTIONS, type Contradiction } from '../../schemas/verdict.ts';
import { hashText, type Key } from '../../src/core/hash.ts';
import { OFF_DUTY } from '../../src/verdicts/columns.ts';

/** Contradictions that are other detectors' business: `access-after-termination` and `out-of-contract-access`. */
type Foreign = 'person-ended' | 'account-ended' | 'contract';

/** Every cause of this detector: contradictions, a case that is required and missing, a class of data that is new. */
export type ScopeCause = Exclude<Contradiction, Foreign> | 'case-required' | 'class-new';

/** What a cause says by itself. */
export interface Gravity {
  readonly severity: Severity;
  /** 0–100: harm and certainty. */
  readonly score: number;
  /** Whether a day off or an absence makes it graver by one step. */
  readonly worseOffDuty: boolean;
  /** Causes of one group, person and subject are one episode; causes without a group are episodes by person and cause. */
  readonly group: 'no-contact' | 'self' | 'relative' | 'protected' | 'case' | 'leave' | null;
}

/** The table of causes. */
export const CAUSES: Readonly<Record<ScopeCause, Gravity>> = {
  'no-contact': { severity: 'high', score: 80, worseOffDuty: true, group: 'no-contact' },
  relative: { severity: 'medium', score: 60, worseOffDuty: true, group: 'relative' },
  self: { severity: 'medium', score: 45, worseOffDuty: false, group: 'self' },
  protected: { severity: 'medium', score: 60, worseOffDuty: true, group: 'protected' },
  'case-closed': { severity: 'medium', score: 55, worseOffDuty: true, group: 'case' },
  'after-case-closed': { severity: 'medium', score: 55, worseOffDuty: true, group: 'case' },
  'case-not-open': { severity: 'medium', score: 50, worseOffDuty: true, group: 'case' },
  'case-other-subject': { severity: 'medium', score: 55, worseOffDuty: true, group: 'case' },
  'case-other-assignee': { severity: 'medium', score: 45, worseOffDuty: true, group: 'case' },
  'case-unknown': { severity: 'medium', score: 50, worseOffDuty: true, group: 'case' },
  'case-required': { severity: 'medium', score: 40, worseOffDuty: false, group: 'case' },
  leave: { severity: 'medium', score: 55, worseOffDuty: false, group: 'leave' },
  'site-not-authorised': { severity: 'high', score: 70, worseOffDuty: false, group: null },
  duty: { severity: 'medium', score: 50, worseOffDuty: true, group: null },
  'data-class': { severity: 'medium', score: 55, worseOffDuty: true, group: null },
  'class-new': { severity: 'low', score: 25, worseOffDuty: false, group: null },
};

/** Names of the causes, for the evidence. */
export const CAUSE_NAMES = Object.keys(CAUSES) as [ScopeCause, ...ScopeCause[]];

/** Why a time was off duty, by OFF_DUTY. */
export const OFF_DUTY_NAMES = [
  'no',
  'night',
  'weekend',
  'holiday',
  'closed',
  'leave',
  'outside-shift',
] as const;

/** The cause behind a code of the verdict's `cause` column where it is bound to a subject; null where it is not, or foreign. */
export const SUBJECT_CAUSES: readonly (ScopeCause | null)[] = [
  null,
  ...CONTRADICTIONS.map((name) => {
    const cause = name in CAUSES ? (name as ScopeCause) : null;
    return cause !== null && CAUSES[cause].group !== null ? cause : null;
  }),
];

/** The part of an episode's key that stands for its cause. */
export const EPISODE_KEYS = Object.fromEntries(
  CAUSE_NAMES.map((cause) => [cause, hashText(CAUSES[cause].group ?? cause)]),
) as Readonly<Record<ScopeCause, Key>>;

/** Severity and score of a cause: a day off, a holiday or an absence raises it by one step, an evening a little; `raised` by so many more. */
export function gravityOf(
  cause: ScopeCause,
  offDuty: number,
  raised = 0,
): { severity: Severity; score: number } {
  const { severity, score, worseOffDuty } = CAUSES[cause];
  const isAway = worseOffDuty && offDuty !== OFF_DUTY.none && offDuty !== OFF_DUTY.night;
  const steps = (isAway ? 1 : 0) + raised;
  const bonus = offDuty === OFF_DUTY.night ? 5 : 0;
  return {
    severity: SEVERITIES[Math.min(SEVERITIES.length - 1, SEVERITIES.indexOf(severity) + steps)],
    score: Math.min(100, score + 15 * steps + bonus),
  };
}
