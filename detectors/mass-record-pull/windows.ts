/** What one key has read: people, records, client companies and sensitive classes over an hour, a day and 30 days. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import type { View } from '../../src/detector/define.ts';
import { distinctWindow } from '../../src/state/distinct-window.ts';
import { latch } from '../../src/state/latch.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { type Limits, SPANS } from './limits.ts';
import { compare, type Worst, worst } from './worst.ts';

/** The columns a pull is judged by. */
export const READS = [
  'time',
  'who',
  'person',
  'actor',
  'device',
  'system',
  'source',
  'action',
  'outcome',
  'records',
  'subjects',
  'subjectStart',
  'tenant',
  'dataClass',
  'ref',
  'offDuty',
  'permitted',
  'ownWork',
  'accountKind',
  'deviceKind',
  'hasOneAccount',
] as const;
export type LookUps = View<(typeof READS)[number]>;

/** An episode ends after 30 days without a further look-up above a limit: a pull of months, with pauses, is one finding. */
export const QUIET: Micros = 30 * DAY;
/** Panes of 30 days: a day each, so that the sum of records over 30 days may be up to a day too much. */
const MONTH_PANES = 30;
const [HOUR_SPAN, DAY_SPAN, MONTH_SPAN] = SPANS;
/** Position of the month among the spans. */
export const MONTH = 2;
/** Position of what was taken among the measures. */
export const TAKEN = 4;

/** Actions after which the records are somewhere else too; a list on a screen is drawn again and again. */
const TAKES: readonly boolean[] = ACTIONS.map((name) =>
  ['export', 'print', 'download', 'copy', 'send', 'upload'].includes(name),
);

/**
 * State of a part. The month counts what no hour or day has shown already: it is for the slow drip, and a pull told once does not
 * make every look-up of the next weeks part of it.
 */
export const windows = () => ({
  subjects: distinctWindow({ horizons: SPANS }),
  recordsHour: rateWindow({ horizon: HOUR_SPAN }),
  recordsDay: rateWindow({ horizon: DAY_SPAN }),
  recordsMonth: rateWindow({ horizon: MONTH_SPAN, panes: MONTH_PANES }),
  takenHour: rateWindow({ horizon: HOUR_SPAN }),
  takenDay: rateWindow({ horizon: DAY_SPAN }),
  takenMonth: rateWindow({ horizon: MONTH_SPAN, panes: MONTH_PANES }),
  tenants: distinctWindow({ horizons: SPANS }),
  classes: distinctWindow({ horizons: SPANS }),
  accounts: distinctWindow({ horizons: SPANS }),
  oddDays: distinctWindow({ horizons: [MONTH_SPAN] }),
  told: latch({ quiet: QUIET }),
});
export type Windows = ReturnType<typeof windows>;

/**
 * Counts a look-up under a key and gives the worst of its measures. A measure is judged where the row adds to it: counts are
 * as of the latest addition. Records are summed where there are more of them than people named; else the people say it.
 */
export function weigh(
  state: Windows,
  key: Key,
  view: LookUps,
  row: number,
  isSensitive: boolean,
  limits: Limits,
): Worst {
  const { time, ref, tenant, dataClass, subjects, subjectStart } = view;
  const now = time[row];
  const first = subjectStart[row];
  const last = subjectStart[row + 1];
  const records = recordsOf(view, row);
  const taken = TAKES[view.action[row]] ? records : 0;
  worst.ratio = 0;
  if (last > first) {
    for (let at = first; at < last; at++) state.subjects.add(key, subjects[at], now, ref[row]);
    compare(0, 0, state.subjects.count(key, 0), limits);
    compare(0, 1, state.subjects.count(key, 1), limits);
  }
  if (records > 0) {
    compare(1, 0, state.recordsHour.add(key, now, records, ref[row]), limits);
    compare(1, 1, state.recordsDay.add(key, now, records, ref[row]), limits);
  }
  if (taken > 0) {
    compare(TAKEN, 0, state.takenHour.add(key, now, taken, ref[row]), limits);
    compare(TAKEN, 1, state.takenDay.add(key, now, taken, ref[row]), limits);
  }
  if (worst.ratio <= 1 && last > first) {
    compare(0, MONTH, state.subjects.count(key, MONTH), limits);
  } else {
    for (let at = first; at < last; at++) state.subjects.leaveOut(key, subjects[at]);
  }
  if (worst.ratio <= 1 && records > 0)
    compare(1, MONTH, state.recordsMonth.add(key, now, records, ref[row]), limits);
  if (worst.ratio <= 1 && taken > 0)
    compare(TAKEN, MONTH, state.takenMonth.add(key, now, taken, ref[row]), limits);
  if (tenant[row] !== NONE) {
    state.tenants.add(key, tenant[row], now, ref[row]);
    for (let window = 0; window < SPANS.length; window++)
      compare(2, window, state.tenants.count(key, window), limits);
  }
  if (isSensitive) {
    state.classes.add(key, dataClass[row], now, ref[row]);
    for (let window = 0; window < SPANS.length; window++)
      compare(3, window, state.classes.count(key, window), limits);
  }
  return worst;
}

/** The records of a row where they are more than the people it names, else 0. */
export function recordsOf({ records, subjectStart }: LookUps, row: number): number {
  return records[row] > subjectStart[row + 1] - subjectStart[row] ? records[row] : 0;
}
