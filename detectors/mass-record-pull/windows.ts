/** What one key has read: people, records, client companies and sensitive classes over an hour, a day and 30 days. */
import { ACTIONS } from '../../schemas/access-event.ts';
import { type Key, NONE } from '../../src/core/hash.ts';
import { DAY, type Micros } from '../../src/core/time.ts';
import { distinctWindow } from '../../src/state/distinct-window.ts';
import { latch } from '../../src/state/latch.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import { SPANS } from './limits.ts';
import { type LookUps, recordsOf } from './look-ups.ts';
import { type Bounds, begin, compare, GUARDED, TAKEN, type Worst, worst } from './worst.ts';

/** An episode ends after 30 days without a further look-up above a limit: a pull of months, with pauses, is one finding. */
export const QUIET: Micros = 30 * DAY;
/** Panes of 30 days: a day each, so that the sum of records over 30 days may be up to a day too much. */
const MONTH_PANES = 30;
const [HOUR_SPAN, DAY_SPAN, MONTH_SPAN] = SPANS;
/** Position of the month among the spans. */
export const MONTH = 2;
/** From so many records at once something is a list and not one paper after another, as at a counter. */
const LIST_RECORDS = 10;

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
  guardedHour: rateWindow({ horizon: HOUR_SPAN }),
  guardedDay: rateWindow({ horizon: DAY_SPAN }),
  guardedMonth: rateWindow({ horizon: MONTH_SPAN, panes: MONTH_PANES }),
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
  { isSensitive, isGuarded }: { readonly isSensitive: boolean; readonly isGuarded: boolean },
  bounds: Bounds,
): Worst {
  const { time, ref, tenant, dataClass, subjects, subjectStart } = view;
  const now = time[row];
  const first = subjectStart[row];
  const last = subjectStart[row + 1];
  const records = recordsOf(view, row);
  const isTaken = TAKES[view.action[row]];
  const taken = isTaken ? records : 0;
  const guarded = isTaken && isGuarded && view.records[row] >= LIST_RECORDS ? view.records[row] : 0;
  begin();
  if (last > first) {
    for (let at = first; at < last; at++) state.subjects.add(key, subjects[at], now, ref[row]);
    compare(0, 0, state.subjects.count(key, 0), bounds);
    compare(0, 1, state.subjects.count(key, 1), bounds);
  }
  if (records > 0) {
    compare(1, 0, state.recordsHour.add(key, now, records, ref[row]), bounds);
    compare(1, 1, state.recordsDay.add(key, now, records, ref[row]), bounds);
  }
  if (taken > 0) {
    compare(TAKEN, 0, state.takenHour.add(key, now, taken, ref[row]), bounds);
    compare(TAKEN, 1, state.takenDay.add(key, now, taken, ref[row]), bounds);
  }
  if (guarded > 0) {
    compare(GUARDED, 0, state.guardedHour.add(key, now, guarded, ref[row]), bounds);
    compare(GUARDED, 1, state.guardedDay.add(key, now, guarded, ref[row]), bounds);
  }
  if (worst.ratio <= 1 && last > first) {
    compare(0, MONTH, state.subjects.count(key, MONTH), bounds);
  } else {
    for (let at = first; at < last; at++) state.subjects.leaveOut(key, subjects[at]);
  }
  if (worst.ratio <= 1 && records > 0)
    compare(1, MONTH, state.recordsMonth.add(key, now, records, ref[row]), bounds);
  if (worst.ratio <= 1 && taken > 0)
    compare(TAKEN, MONTH, state.takenMonth.add(key, now, taken, ref[row]), bounds);
  if (worst.ratio <= 1 && guarded > 0)
    compare(GUARDED, MONTH, state.guardedMonth.add(key, now, guarded, ref[row]), bounds);
  if (tenant[row] !== NONE) {
    state.tenants.add(key, tenant[row], now, ref[row]);
    for (let window = 0; window < SPANS.length; window++)
      compare(2, window, state.tenants.count(key, window), bounds);
  }
  if (isSensitive) {
    state.classes.add(key, dataClass[row], now, ref[row]);
    for (let window = 0; window < SPANS.length; window++)
      compare(3, window, state.classes.count(key, window), bounds);
  }
  return worst;
}
