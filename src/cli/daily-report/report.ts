/** The daily report of a run: what was read, what to look at day by day, what permits covered, and what could not be judged. */
import type { Alert } from '../../../schemas/alert.ts';
import type { Finding } from '../../../schemas/finding.ts';
import type { Bilingual } from '../../core/bilingual.ts';
import type { Problem } from '../../core/problem.ts';
import { byHarm } from '../../findings/alerts/board.ts';
import type { Summary } from '../../pipeline/detect.ts';
import type { RefusedCause } from '../refused-rows.ts';

/** What it is written from. */
export interface DailyReport {
  /** When it was made, as text. */
  readonly made: string;
  readonly summary: Summary;
  readonly refused: readonly RefusedCause[];
  readonly problems: readonly Problem[];
  readonly isInterrupted: boolean;
  /** Alerts in order of day and, within one, of harm. */
  readonly days: readonly DayOfAlerts[];
  /** Findings by id, as their last revision says. */
  readonly findings: ReadonlyMap<string, FindingFacts>;
}

/** The alerts whose gravest moment lies on one day. */
export interface DayOfAlerts {
  readonly day: string;
  readonly alerts: readonly Alert[];
}

/** What a report tells of a finding. */
export type FindingFacts = Pick<
  Finding,
  'id' | 'detector' | 'title' | 'severity' | 'time' | 'status' | 'status_reason' | 'sentence'
> & { readonly clearsIf: Bilingual };

/** Gathers alerts and findings while a run goes on; the last revision of each holds. */
export interface Gatherer {
  finding(finding: Finding): void;
  alert(alert: Alert): void;
  days(): DayOfAlerts[];
  readonly findings: ReadonlyMap<string, FindingFacts>;
}

/** Gathers from nothing. */
export function gatherer(): Gatherer {
  const findings = new Map<string, FindingFacts>();
  const alerts = new Map<string, Alert>();
  return {
    finding({ id, detector, title, severity, time, status, status_reason, sentence, clears_if: clearsIf }) {
      findings.set(id, { id, detector, title, severity, time, status, status_reason, sentence, clearsIf });
    },
    alert(alert) {
      if (alert.status === 'withdrawn') alerts.delete(alert.id);
      else alerts.set(alert.id, alert);
    },
    days() {
      const days = new Map<string, Alert[]>();
      for (const alert of alerts.values()) days.set(alert.day, [...(days.get(alert.day) ?? []), alert]);
      return [...days]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([day, ofDay]) => ({
          day,
          alerts: ofDay.sort(byHarm),
        }));
    },
    findings,
  };
}

/** The findings of an alert in the order of time; those of earlier runs as far as the alert tells of them. */
export function findingsOf(alert: Alert, findings: DailyReport['findings']): FindingFacts[] {
  const told = new Map(alert.steps.map((step) => [step.finding, step]));
  return alert.findings
    .flatMap((id): FindingFacts[] => {
      const known = findings.get(id);
      if (known !== undefined) return [known];
      const step = told.get(id);
      if (step === undefined) return [];
      const { detector, severity, time, sentence } = step;
      const nothing = { ja: '', en: '' };
      return [
        {
          id,
          detector,
          severity,
          time,
          sentence,
          title: nothing,
          status: 'open',
          status_reason: null,
          clearsIf: nothing,
        },
      ];
    })
    .sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.id < b.id ? -1 : 1));
}
