/**
 * Alerts as they become known: each finding, in the order in which the lake holds them, comes to the revisions of alerts that it makes. What is said
 * depends on the findings so far alone, not on how they are cut; so whoever takes them again from the beginning says the same again.
 */
import type { Alert } from '../../../schemas/alert.ts';
import type { AlertSettings } from '../../../schemas/alert-settings.ts';
import { type Finding, isGraver, type Severity } from '../../../schemas/finding.ts';
import type { Micros } from '../../core/time.ts';
import { alerts } from './alerts.ts';
import { byHarm, type Ranked } from './board.ts';
import { BOUNDS, type Bounds } from './grouping.ts';
import type { Known } from './member.ts';

/** Days whose ranking is remembered, and alerts of each; what lies beyond has no rank. */
const DAYS_MAX = 62;
const RANKED_MAX = 5_000;

/** A revision of an alert. */
export interface SaidAlert {
  /** Its rank is that among the alerts of its day that are known so far. */
  readonly alert: Alert;
  /** How grave it was at most. */
  readonly peak: Severity;
}

/** Takes findings one by one. */
export interface AlertFold {
  /** `now`: a time that no event can be later than. */
  take(finding: Finding, known: Known, now: Micros): readonly SaidAlert[];
}

/** A fold that has taken nothing. */
export function alertFold(settings: AlertSettings, bounds: Bounds = BOUNDS): AlertFold {
  const ranking = dayRanking(settings.alertsPerDay);
  const peaks = new Map<string, Severity>();
  let present = Number.NEGATIVE_INFINITY;
  let ended: Alert[] = [];
  const made = alerts(
    settings,
    () => present,
    (alert) => void ended.push(alert),
    bounds,
  );

  /** The gravest it has been, this revision included. */
  function peakOf({ id, severity, status }: Alert): Severity {
    const before = peaks.get(id);
    const peak = before !== undefined && isGraver(before, severity) ? before : severity;
    if (status === 'open' || status === 'cleared') peaks.set(id, peak);
    return peak;
  }

  return {
    take(finding, known, now) {
      present = now;
      ended = [];
      made.add([{ finding, ...known }]);
      const said = [...made.changes(), ...ended].map((alert) => {
        const peak = peakOf(alert);
        return { alert: ranking.place(alert), peak };
      });
      for (const { id } of ended) peaks.delete(id);
      return said;
    },
  };
}

/** The ranking of the last days, as far as they are known. */
function dayRanking(perDay: number) {
  const days = new Map<string, Map<string, Ranked>>();
  const dayOf = new Map<string, string>();

  function remove(id: string): void {
    const day = dayOf.get(id);
    if (day === undefined) return;
    dayOf.delete(id);
    days.get(day)?.delete(id);
  }

  /** The alerts of a day; null where it is long over. */
  function boardOf(day: string): Map<string, Ranked> | null {
    const known = days.get(day);
    if (known !== undefined) return known;
    const oldest = [...days.keys()].sort()[0];
    if (days.size >= DAYS_MAX) {
      if (day < oldest) return null;
      for (const id of days.get(oldest)?.keys() ?? []) dayOf.delete(id);
      days.delete(oldest);
    }
    const board = new Map<string, Ranked>();
    days.set(day, board);
    return board;
  }

  return {
    /** The alert with its place among those of its day. */
    place(alert: Alert): Alert {
      const { id, time, harm, day, status } = alert;
      remove(id);
      const board = status === 'withdrawn' ? null : boardOf(day);
      if (board === null) return alert;
      let rank = 1;
      for (const other of board.values()) if (byHarm(other, alert) < 0) rank++;
      if (board.size >= RANKED_MAX) return { ...alert, in_budget: rank <= perDay };
      board.set(id, { id, time, harm });
      dayOf.set(id, day);
      return { ...alert, rank, in_budget: rank <= perDay };
    },
  };
}
