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
  /** A finding of an earlier run: it may belong to one of this run. */
  earlier(finding: Finding, known: Known): void;
  add(finding: Finding, known: Known): void;
  /** Writes every alert in which there is something new. */
  close(): AlertReport;
}

/**
 * Alerts of a run; `file` is where they are written, in order of day and rank, and `onAlert` is told of each of them. Where runs go on (in a lake), alerts stay open
 * at the end of one, and the next one writes those that have changed.
 */
export function alertDesk(
  config: Config,
  now: Micros,
  goesOn: boolean,
  file: { readonly name: string; readonly writer: LineWriter } | null,
  onAlert: (alert: Alert) => void = () => {},
): AlertDesk {
  const perDay = config.alertsPerDay;
  let early = 0;
  let hasBegun = false;
  let before: ReadonlySet<string> = new Set();
  const write = (alert: Alert) => {
    file?.writer.line(JSON.stringify(alert));
    onAlert(alert);
  };
  const board = alertBoard(perDay, (alert) => {
    if (alert.status !== 'cleared') early++;
    write(alert);
  });
  const made = alerts(config, now, (alert) => {
    if (alert.status !== 'withdrawn') board.take(alert, hasBegun);
    else if (before.has(alert.id)) write(alert); // an earlier run has written it
  });
  const begin = () => {
    if (!hasBegun) before = new Set(made.changes().map(({ id }) => id));
    hasBegun = true;
  };
  return {
    earlier: (finding, known) => made.add([{ finding, ...known }]),
    add(finding, known) {
      begin();
      made.add([{ finding, ...known }]);
    },
    close() {
      begin();
      if (goesOn) {
        const changed = new Set(made.changes().map(({ id }) => id));
        for (const alert of made.open()) board.take(alert, changed.has(alert.id));
      } else made.finish();
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
