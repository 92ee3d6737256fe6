/** The alerts of a run of `metsuke detect`: made of its findings, ranked, written where they were asked for. */
import type { Alert } from '../../schemas/alert.ts';
import type { Config } from '../../schemas/config.ts';
import type { Finding } from '../../schemas/finding.ts';
import type { Micros } from '../core/time.ts';
import { alerts } from '../findings/alerts/alerts.ts';
import { alertBoard, byHarm } from '../findings/alerts/board.ts';
import type { Known } from '../findings/alerts/member.ts';
import type { LineWriter } from './line-writer.ts';

/** How many are shown at the end of a run. */
const SHOWN_MAX = 5;

/** What became of the alerts. Cleared ones are written and not counted. */
export interface AlertReport {
  readonly count: number;
  readonly withinBudget: number;
  readonly perDay: number;
  /** Written early, without a rank, because more were held than may be. */
  readonly unranked: number;
  /** Where they stand, if anywhere. */
  readonly file: string | null;
  /** The most harmful of the whole run. */
  readonly first: readonly Alert[];
}

/** Takes findings until the run is over. */
export interface AlertDesk {
  add(finding: Finding, known: Known): void;
  /** Writes every alert. */
  close(): AlertReport;
}

/** Alerts of a run; `file` is where they are written, in order of day and rank. */
export function alertDesk(
  config: Config,
  now: Micros,
  file: { readonly name: string; readonly writer: LineWriter } | null,
): AlertDesk {
  const perDay = config.alertsPerDay;
  let early = 0;
  const write = (alert: Alert) => file?.writer.line(JSON.stringify(alert));
  const board = alertBoard(perDay, (alert) => {
    if (alert.status !== 'cleared') early++;
    write(alert);
  });
  const made = alerts(config, now, (alert) => {
    if (alert.status !== 'withdrawn') board.take(alert); // joined to another before anybody saw it
  });
  return {
    add: (finding, known) => made.add([{ finding, ...known }]),
    close() {
      made.finish();
      const ranked = board.ranked();
      for (const alert of ranked) write(alert);
      const standing = ranked.filter(({ status }) => status !== 'cleared');
      return {
        count: standing.length + early,
        withinBudget: standing.filter((alert) => alert.in_budget === true).length,
        perDay,
        unranked: board.unranked(),
        file: file?.name ?? null,
        first: standing.toSorted(byHarm).slice(0, SHOWN_MAX),
      };
    },
  };
}
