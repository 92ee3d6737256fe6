/** The facts of a finding of unregistered-device, and how grave they are. */
import { z } from 'zod';
import type { Severity } from '../../schemas/finding.ts';

/** What the registers do not know or allow; the first that applies to a row names its finding. */
export const KINDS = ['device', 'network', 'site', 'account'] as const;
export type Kind = (typeof KINDS)[number];

/** Evidence of unregistered-device, of the latest event of the episode. */
export const evidence = z.strictObject({
  kind: z.enum(KINDS),
  name: z.string(),
  why: z.enum(['unknown', 'ended', 'outside', 'not-covered']),
  ended_on: z.string().nullable(),
  also: z.array(z.enum(KINDS)),
  source: z.string(),
  strangers: z.int().min(0),
  others: z.int().min(0),
  taken_in_year: z.int().min(0),
  administrator: z.boolean(),
});
export type Evidence = z.infer<typeof evidence>;

const SEVERITIES: readonly Severity[] = ['low', 'medium', 'high'];
const SCORES = [25, 50, 72] as const;

/** What raises or lowers a finding by a step. */
export interface Weights {
  readonly kind: Kind;
  /** Several others work there on what the register knows: it has been shown to describe the system. */
  readonly isShown: boolean;
  readonly isAdministrator: boolean;
  readonly isBulk: boolean;
  readonly hasOthers: boolean;
  /** The person's own registered device, or one meant for many, on a private network that is not listed: a branch, a VPN. */
  readonly isInternal: boolean;
}

/** Severity and score. An account alone is a step less than the others: people begin before their entry does; so is a private network, used with a device that is known. */
export function gravityOf({ kind, isShown, isAdministrator, isBulk, hasOthers, isInternal }: Weights): {
  severity: Severity;
  score: number;
} {
  const raised = Number(isAdministrator) + Number(isBulk) + Number(hasOthers);
  const steps = Math.min(
    2,
    Math.max(0, (kind === 'account' || isInternal ? 0 : 1) - Number(!isShown) + raised),
  );
  return { severity: SEVERITIES[steps], score: SCORES[steps] + 3 * Math.min(2, raised) };
}
