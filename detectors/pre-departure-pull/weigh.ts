/** Holds the last 30 days of somebody who leaves against the own past before them and against the peers. */
import { type Day, dayAt } from '../../src/core/time.ts';
import type { Departure } from './departure.ts';
import { type Measure, stepsOf } from './evidence.ts';
import type { Thresholds } from './limits.ts';
import { KEPT_DAYS, type Memory, type Takings } from './takings.ts';
import { PAST_DAYS, PROFILE_DAYS, usualMonth } from './usual.ts';

/** A measure of the window above what is usual. */
export interface Pull {
  readonly measure: Measure;
  readonly seen: number;
  readonly limit: number;
  /** What 30 days usually hold; null where too little is known. */
  readonly own: number | null;
  readonly peers: number | null;
  readonly points: number;
}

/** Whose days are judged, and by what. */
interface Judged {
  readonly state: Memory;
  readonly view: Takings;
  readonly row: number;
  readonly limit: Thresholds;
  readonly pastDays: number;
  readonly isRoutine: boolean;
}

/** Colleagues may now and then take a lot: somebody who has decided to leave is excused by that up to so many times the own limit. */
const PEERS_EXCUSE = 3;

/** The days kept, today last; and the part of them that profiles know, which ends with yesterday. */
const series = new Float64Array(KEPT_DAYS);
const lately = series.subarray(KEPT_DAYS - PROFILE_DAYS - 1, KEPT_DAYS - 1);
const taken = new Float64Array(PROFILE_DAYS);

/**
 * The worst measure of the 30 days up to a row; null where all is usual. What was only read is known as of yesterday, so it is
 * enough to ask for it with the first row of a day. Cost: under 1 µs; some 50 µs once a person and day, where something was taken.
 */
export function weigh(
  state: Memory,
  view: Takings,
  row: number,
  departure: Departure,
  limit: Thresholds,
  isFirstOfDay: boolean,
): Pull | null {
  const who = view.who[row];
  const today = view.profiles.day();
  const { isRoutine } = departure;
  const judged: Judged = { state, view, row, limit, pastDays: pastOf(departure, today), isRoutine };
  state.taken.series(who, today, series);
  const worst = heldAgainst('taken', limit.least_taken, judged);
  state.unsanctioned.series(who, today, series);
  const worse = worseOf(worst, heldAgainst('unsanctioned', limit.least_unsanctioned, judged));
  return isFirstOfDay ? worseOf(worse, readBy(judged)) : worse;
}

/**
 * What was read on screens, by the profile's own days, of which yesterday is the last. What was taken is left out: it is counted
 * above, or has stayed inside.
 */
function readBy(judged: Judged): Pull | null {
  const { view, row, limit } = judged;
  let worst: Pull | null = null;
  view.profiles.series(view.who[row], 'taken', taken);
  for (const measure of ['records', 'subjects'] as const) {
    series.fill(0); // today, and what lies too far back, are not known
    view.profiles.series(view.who[row], measure, lately);
    for (let i = 0; i < PROFILE_DAYS; i++) lately[i] = Math.max(0, lately[i] - taken[i]);
    worst = worseOf(worst, heldAgainst(measure, limit.least_read, judged));
  }
  return worst;
}

/** The 30 days up to today of {@link series}, which holds one measure. */
function heldAgainst(measure: Measure, least: number, judged: Judged): Pull | null {
  const { state, view, row, limit, pastDays, isRoutine } = judged;
  let seen = 0;
  for (let i = PAST_DAYS; i < KEPT_DAYS; i++) seen += series[i];
  if (seen < least) return null;
  const { own, peers } = usualMonth(state, view, row, measure, series, pastDays, limit.tail);
  const isOut = measure === 'unsanctioned';
  const isRead = measure === 'records' || measure === 'subjects';
  const isKnown = own !== null || peers !== null || isOut;
  const ownLimit = Math.max(isKnown ? least : Math.max(least, limit.unknown_taken), own?.most ?? 0);
  const excused = isRoutine || own === null ? Number.POSITIVE_INFINITY : PEERS_EXCUSE * ownLimit;
  const most = Math.max(ownLimit, Math.min(peers?.most ?? 0, excused));
  // more than ever before and no more than peers do is how a hand-over reads: told, and low
  const isHandOver = own !== null && !isRead && !isRoutine;
  const allowed = seen > most || !isHandOver ? most : ownLimit;
  if (seen <= allowed) return null;
  return {
    measure,
    seen,
    limit: allowed,
    own: own?.usual ?? null,
    peers: peers?.usual ?? null,
    points: Math.max(0, stepsOf(seen / most) - Number(isRead) - Number(isRoutine)),
  };
}

/**
 * How many of the oldest days kept are the own past at best: those before the window, and with a notice those before the month
 * that led up to it, so that what is judged does not become what is usual.
 */
function pastOf({ notice }: Departure, today: Day): number {
  const ledUpTo = notice === null ? today : Math.min(today, dayAt(notice));
  return Math.max(0, PAST_DAYS - (today - ledUpTo));
}

function worseOf(one: Pull | null, other: Pull | null): Pull | null {
  if (one === null || other === null) return one ?? other;
  if (one.points !== other.points) return one.points > other.points ? one : other;
  return one.seen / one.limit >= other.seen / other.limit ? one : other;
}
