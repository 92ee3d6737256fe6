/** How much of one kind somebody has destroyed, against the limits and the own usual. */
import { type Key, pairKey } from '../../src/core/hash.ts';
import { DAY } from '../../src/core/time.ts';
import type { Contributors } from '../../src/detector/define.ts';
import { dailyPeak } from '../../src/state/daily-peak.ts';
import { firstSeen } from '../../src/state/first-seen.ts';
import { latch } from '../../src/state/latch.ts';
import { rateWindow } from '../../src/state/rate-window.ts';
import type { Standing } from '../../src/verdicts/standing.ts';
import type { Deeds } from './kinds.ts';
import { SPANS, type Thresholds } from './limits.ts';
import type { Tuned } from './tuned.ts';

/** An episode ends after 7 days without a further deed above a limit. */
export const QUIET = 7 * DAY;
const [HOUR_SPAN, DAY_SPAN, MONTH_SPAN] = SPANS;
const MONTH = 2;
/** Working days of 30: a month of the own usual. */
const WORKING_DAYS = 22;

/** State of a part; the month is counted in panes of a day, so that it may be up to a day too much. */
export const counters = () => ({
  hour: rateWindow({ horizon: HOUR_SPAN }),
  day: rateWindow({ horizon: DAY_SPAN }),
  month: rateWindow({ horizon: MONTH_SPAN, panes: 30 }),
  usual: dailyPeak(),
  /** Each account counts once in 30 days: to disable it and then to delete it is one removal. */
  hit: firstSeen({ horizon: MONTH_SPAN }),
  machines: firstSeen({ horizon: 90 * DAY }),
  told: latch({ quiet: QUIET }),
});
export type Counters = ReturnType<typeof counters>;

/** The worst of the windows. One object, written over by every call of {@link weigh}. */
export interface Worst {
  window: number;
  seen: number;
  limit: number;
  /** The most on one day before, lately. */
  usual: number;
  /** seen / limit: above 1 it is told. */
  ratio: number;
}
const worst: Worst = { window: 0, seen: 0, limit: 0, usual: 0, ratio: 0 };

/** A limit by window, from the highest day before and from what two weeks have seen. */
type LimitOf = (window: number, usual: number, habit: number, habitMonth: number) => number;

/** Somebody's count of one kind. */
export function countKey(who: Key, kind: number): Key {
  return pairKey(who, kind + 1);
}

/** Counts a deed and gives the worst of its windows; `amount` is what the row destroyed. */
export function weigh(
  state: Counters,
  key: Key,
  { time, ref }: Deeds,
  row: number,
  amount: number,
  limitOf: LimitOf,
): Worst {
  const now = time[row];
  const usual = state.usual.peak(key, now, 1);
  const habit = state.usual.habit(key, now, 1);
  const habitMonth = state.usual.habit(key, now, 31) * WORKING_DAYS;
  worst.ratio = 0;
  const seen = [
    state.hour.add(key, now, amount, ref[row]),
    state.day.add(key, now, amount, ref[row]),
    state.month.add(key, now, amount, ref[row]),
  ];
  state.usual.add(key, now, amount);
  for (let window = 0; window < seen.length; window++) {
    const limit = limitOf(window, usual, habit, habitMonth);
    const ratio = limit === 0 ? seen[window] + 1 : seen[window] / limit;
    if (ratio <= worst.ratio || seen[window] <= limit) continue;
    Object.assign(worst, { window, seen: seen[window], limit, usual, ratio });
  }
  return worst;
}

/** The limit of a window for somebody of a standing: raised by the own usual, halved for who is about to leave. */
export function limitsFor(
  { usualTimes, serviceTimes, learningDays }: Thresholds,
  { of }: Tuned,
  who: {
    readonly standing: Standing;
    readonly isLeaving: boolean;
    readonly kind: number;
    readonly age: number;
  },
): LimitOf {
  const { standing, isLeaving, kind, age } = who;
  if (standing === 'service') {
    // what a nightly job usually does, whatever that is; backups and accounts keep their limit from the first night on
    const isLearned = age >= learningDays || kind <= 1;
    return (window, usual) => {
      if (window === MONTH || !isLearned) return Number.POSITIVE_INFINITY;
      return Math.max(of.administrator[kind * SPANS.length + window], serviceTimes * usual);
    };
  }
  const own = of[standing === 'left' ? 'unknown' : standing];
  const times = isLeaving ? 1 : usualTimes;
  // of a person one week is no habit: a first spree must not excuse the next
  return (window, _, habit, habitMonth) => {
    const limit = own[kind * SPANS.length + window];
    if (standing === 'outsider') return limit;
    const raised = window === MONTH ? habitMonth : times * habit;
    return Math.max(isLeaving ? Math.floor(limit / 2) : limit, raised);
  };
}

/** What came before the row that crosses, when the key's latch opens; else nothing. */
export function before(
  state: Counters,
  key: Key,
  { time }: Deeds,
  row: number,
  { window }: Worst,
): Contributors | undefined {
  if (!state.told.opens(key, time[row])) return undefined;
  const { refs, times } = [state.hour, state.day, state.month][window].contributors(key);
  return { refs, times, records: 0 };
}
