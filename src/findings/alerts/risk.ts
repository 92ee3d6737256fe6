/**
 * Points: how much harm a finding stands for. They order alerts and add up to the risk of a person.
 *
 * A severity is worth about four times the one below, its score moves it within its own span. What one detector says again
 * counts less each time (half, a third …), for it is mostly the same thing; what different detectors say counts whole.
 * The part a finding has in a risk halves with every half-life since its last event. Points are tenths in whole numbers
 * here, so that parts add up to their sum exactly. Idea: risk-based alerting (Splunk), decay as in Exabeam's and MISP's scores.
 */
import type { AlertRisk } from '../../../schemas/alert.ts';
import type { DetectorId, Severity } from '../../../schemas/finding.ts';
import { DAY, formatInstant, type Micros } from '../../core/time.ts';

/** What a finding of a severity is worth at a score of 100, in tenths of a point; half of it at a score of 0. */
const TENTHS: Readonly<Record<Severity, number>> = { low: 10, medium: 50, high: 200, critical: 800 };
/** Parts told one by one; the others are added up. */
const PARTS_MAX = 20;

/** What the risk of a person is made of. */
export interface Weighed {
  readonly id: string;
  readonly detector: DetectorId;
  readonly severity: Severity;
  readonly score: number;
  readonly lastTime: Micros;
}

/** One finding with its share, in tenths of a point. */
export interface Share {
  readonly finding: Weighed;
  readonly tenths: number;
}

/** The shares of findings, the largest first; with a half-life as of an instant, else without fading. */
export function sharesOf(
  findings: readonly Weighed[],
  fading?: { readonly asOf: Micros; readonly halfLifeDays: number },
): Share[] {
  const weight = ({ severity, score, lastTime }: Weighed) => {
    const full = TENTHS[severity] * (0.5 + score / 200);
    if (fading === undefined) return full;
    return full * 2 ** (-Math.max(0, fading.asOf - lastTime) / (fading.halfLifeDays * DAY));
  };
  const weighed = findings
    .map((finding) => ({ finding, weight: weight(finding) }))
    .sort((a, b) => b.weight - a.weight || (a.finding.id < b.finding.id ? -1 : 1));
  const told = new Map<DetectorId, number>();
  return weighed
    .map(({ finding, weight: full }) => {
      const nth = (told.get(finding.detector) ?? 0) + 1;
      told.set(finding.detector, nth);
      return { finding, tenths: Math.round(full / nth) };
    })
    .filter(({ tenths }) => tenths > 0)
    .sort((a, b) => b.tenths - a.tenths || (a.finding.id < b.finding.id ? -1 : 1));
}

/** The sum of shares, in tenths. */
export function sumOf(shares: readonly Share[]): number {
  return shares.reduce((sum, { tenths }) => sum + tenths, 0);
}

/** A risk with its parts. */
export function riskOf(findings: readonly Weighed[], asOf: Micros, halfLifeDays: number): AlertRisk {
  const shares = sharesOf(findings, { asOf, halfLifeDays });
  const rest = shares.slice(PARTS_MAX);
  return {
    points: sumOf(shares) / 10,
    as_of: formatInstant(asOf),
    half_life_days: halfLifeDays,
    parts: shares.slice(0, PARTS_MAX).map(({ finding, tenths }) => ({
      finding: finding.id,
      detector: finding.detector,
      time: formatInstant(finding.lastTime),
      points: tenths / 10,
    })),
    rest: { findings: rest.length, points: sumOf(rest) / 10 },
  };
}

/** After so many half-lives even the gravest finding rounds to nothing: its share is below half a tenth. */
export const HALF_LIVES_REMEMBERED = 11;
